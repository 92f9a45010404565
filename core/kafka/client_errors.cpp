#include "client_errors.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "kafka_exception.hpp"

namespace kconnect::kafka {

namespace {

/// Java's exception for a code; the text is empty where it depends on the place.
struct JavaError {
    rd_kafka_resp_err_t code;
    std::string_view java_class;
    std::string_view text = {};
};

// org.apache.kafka.common.protocol.Errors of 4.1.1, where a client of ours can meet it.
constexpr JavaError kJavaErrors[] = {
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, "common.errors.SaslAuthenticationException"},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, "common.errors.SaslAuthenticationException"},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, "common.errors.SaslAuthenticationException"},
    {RD_KAFKA_RESP_ERR__SSL, "common.errors.SslAuthenticationException"},
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "common.errors.TopicAuthorizationException"},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, "common.errors.GroupAuthorizationException"},
    {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
     "common.errors.ClusterAuthorizationException",
     "Cluster authorization failed."},
    {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, "common.errors.FencedInstanceIdException"},
    {RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, "clients.consumer.OffsetOutOfRangeException"},
    {RD_KAFKA_RESP_ERR__TIMED_OUT, "common.errors.TimeoutException"},
    {RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, "common.errors.TimeoutException"},
    {RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, "common.errors.TimeoutException"},
    {RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
     "common.errors.TimeoutException",
     "The request timed out."},
    {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, "clients.consumer.CommitFailedException"},
    {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, "clients.consumer.CommitFailedException"},
    {RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, "clients.consumer.CommitFailedException"},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
     "common.errors.RecordTooLargeException",
     "The request included a message larger than the max message size the server will accept."},
    {RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE,
     "common.errors.RecordBatchTooLargeException",
     "The request included message batch larger than the configured segment size on the server."},
    {RD_KAFKA_RESP_ERR_INVALID_MSG,
     "common.errors.CorruptRecordException",
     "This message has failed its CRC checksum, exceeds the valid size, has a null key for a "
     "compacted topic, or is otherwise corrupt."},
    {RD_KAFKA_RESP_ERR_INVALID_RECORD,
     "common.InvalidRecordException",
     "This record has failed the validation on broker and hence will be rejected."},
    {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
     "common.errors.InvalidTimestampException",
     "The timestamp of the message is out of acceptable range."},
    {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
     "common.errors.UnknownTopicOrPartitionException",
     "This server does not host this topic-partition."},
    {RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
     "common.errors.UnknownTopicOrPartitionException",
     "This server does not host this topic-partition."},
    {RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
     "common.errors.UnknownTopicOrPartitionException",
     "This server does not host this topic-partition."},
    {RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "common.errors.InvalidTopicException"},
    {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
     "common.errors.NotEnoughReplicasException",
     "Messages are rejected since there are fewer in-sync replicas than required."},
    {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
     "common.errors.NotEnoughReplicasAfterAppendException",
     "Messages are written to the log, but to fewer in-sync replicas than required."},
    {RD_KAFKA_RESP_ERR_INVALID_PARTITIONS, "common.errors.InvalidPartitionsException"},
    {RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR,
     "common.errors.InvalidReplicationFactorException"},
    {RD_KAFKA_RESP_ERR_INVALID_CONFIG, "common.errors.InvalidConfigurationException"},
    {RD_KAFKA_RESP_ERR_POLICY_VIOLATION, "common.errors.PolicyViolationException"},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, "common.errors.UnsupportedVersionException"},
    {RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS, "common.errors.TopicExistsException"},
    {RD_KAFKA_RESP_ERR__PURGE_QUEUE, "common.KafkaException", "Producer is closed forcefully."},
    {RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, "common.KafkaException", "Producer is closed forcefully."},
};

JavaError find_error(rd_kafka_resp_err_t code) {
    const auto* found = std::find_if(std::begin(kJavaErrors),
                                     std::end(kJavaErrors),
                                     [code](const JavaError& error) { return error.code == code; });
    return found != std::end(kJavaErrors) ? *found : JavaError{code, "common.KafkaException"};
}

}  // namespace

bool is_unrecoverable(rd_kafka_resp_err_t code, std::string_view reason) noexcept {
    switch (code) {
        case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
        case RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
        case RD_KAFKA_RESP_ERR_INVALID_GROUP_ID:
        case RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        case RD_KAFKA_RESP_ERR__BAD_MSG:
        case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
            return true;
        case RD_KAFKA_RESP_ERR__SSL:
            // Also broken connections are reported so; only a refused certificate is final.
            return reason.find("certificate") != std::string_view::npos ||
                   reason.find("alert") != std::string_view::npos;
        default:
            return false;
    }
}

ConnectionError explain(rd_kafka_resp_err_t code, std::string_view reason) {
    const auto has = [reason](std::string_view part) {
        return reason.find(part) != std::string_view::npos;
    };
    const bool refused = has("alert") && (has("certificate") || has("unknown ca") ||
                                          has("access denied") || has("handshake failure"));
    if (refused && (code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__SSL)) {
        // With TLS 1.3 the broker says it after the handshake.
        return {RD_KAFKA_RESP_ERR__SSL,
                fmt::format("SSL handshake failed: the broker wants a client certificate that it "
                            "trusts, check ssl.keystore.*: {}",
                            reason)};
    }
    constexpr std::string_view kForeignRemedy = ": broker certificate could not be verified";
    const auto remedy = reason.find(kForeignRemedy);
    if (code == RD_KAFKA_RESP_ERR__SSL && remedy != std::string_view::npos) {
        return {code,
                fmt::format("{}: the broker's certificate is not trusted, has expired or does "
                            "not name this host, check ssl.truststore.*",
                            reason.substr(0, remedy))};
    }
    return {code, std::string(reason)};
}

std::exception_ptr to_exception(rd_kafka_resp_err_t code, std::string_view what) {
    return std::make_exception_ptr(KafkaException(
        fmt::format("org.apache.kafka.{}", find_error(code).java_class), std::string(what)));
}

std::exception_ptr topic_exception(rd_kafka_resp_err_t code, std::string_view topic) {
    if (code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) {
        return to_exception(code, fmt::format("Not authorized to access topics: [{}]", topic));
    }
    if (code == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION) {
        return to_exception(code, fmt::format("Invalid topics: [{}]", topic));
    }
    const std::string_view text = find_error(code).text;
    return to_exception(code,
                        text.empty() ? fmt::format("{}: {}", topic, rd_kafka_err2str(code)) : text);
}

std::exception_ptr delivery_exception(rd_kafka_resp_err_t code,
                                      std::string_view topic,
                                      std::int32_t partition,
                                      std::string_view delivery_timeout_ms) {
    if (code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT) {
        return to_exception(code,
                            fmt::format("Expiring 1 record(s) for {}-{}:{} ms has passed since "
                                        "batch creation",
                                        topic,
                                        partition,
                                        delivery_timeout_ms));
    }
    return topic_exception(code, topic);
}

}  // namespace kconnect::kafka

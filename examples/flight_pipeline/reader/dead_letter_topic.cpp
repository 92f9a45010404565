#include "reader/dead_letter_topic.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include "text/header_list.hpp"

namespace kconnect::flight_reader {
namespace {

struct DestroyClient {
    void operator()(rd_kafka_t* client) const noexcept {
        // Nothing may be left that destroy would wait for.
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_destroy(client);
    }
};

/// What became of the one record; written by the callbacks below.
struct Delivery {
    std::optional<rd_kafka_resp_err_t> result;
    std::string trouble;  ///< What the connections said last.
};

void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* delivery) {
    static_cast<Delivery*>(delivery)->result = message->err;
}

void on_error(rd_kafka_t*, int code, const char* reason, void* delivery) {
    auto& trouble = static_cast<Delivery*>(delivery)->trouble;
    // That all are down follows the reason why the last one is.
    if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || trouble.empty()) {
        trouble = reason;
    }
}

void set_property(rd_kafka_conf_t* properties,
                  const std::string& name,
                  const std::string& value,
                  std::string_view place) {
    std::array<char, 512> reason{};
    const auto result =
        rd_kafka_conf_set(properties, name.c_str(), value.c_str(), reason.data(), reason.size());
    if (result == RD_KAFKA_CONF_UNKNOWN) {
        throw std::runtime_error(fmt::format(
            "{}: librdkafka has no property '{}'; see its CONFIGURATION.md", place, name));
    }
    if (result != RD_KAFKA_CONF_OK) {
        // librdkafka's reason may have the value in it, which may be a password.
        throw std::runtime_error(
            fmt::format("{}: librdkafka does not take the value of '{}'; see its CONFIGURATION.md",
                        place,
                        name));
    }
}

void read_properties(rd_kafka_conf_t* properties, const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string text;
    for (int number = 1; std::getline(file, text); ++number) {
        const std::string_view line =
            flight_text::trimmed(std::string_view(text).substr(0, text.find('\r')));
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const auto place = fmt::format("{}:{}", path.string(), number);
        const auto sign = line.find('=');
        if (sign == 0 || sign == std::string_view::npos) {
            throw std::runtime_error(place + ": the line must be NAME=VALUE");
        }
        set_property(properties,
                     std::string(flight_text::trimmed(line.substr(0, sign))),
                     std::string(flight_text::trimmed(line.substr(sign + 1))),
                     place);
    }
    if (!file.eof()) {
        throw std::runtime_error("--kafka-config: '" + path.string() +
                                 "' cannot be read; name a file of NAME=VALUE lines");
    }
}

/// True when the servers answer that they have no such topic; librdkafka itself only says that
/// the time was over. False when nobody answers.
bool is_topic_missing(rd_kafka_t* client, const std::string& name) {
    constexpr int kPatienceMillis = 1000;
    const std::unique_ptr<rd_kafka_topic_t, decltype(&rd_kafka_topic_destroy)> topic(
        rd_kafka_topic_new(client, name.c_str(), nullptr), &rd_kafka_topic_destroy);
    const rd_kafka_metadata_t* found = nullptr;
    if (topic == nullptr || rd_kafka_metadata(client, 0, topic.get(), &found, kPatienceMillis) !=
                                RD_KAFKA_RESP_ERR_NO_ERROR) {
        return false;
    }
    const std::unique_ptr<const rd_kafka_metadata_t, decltype(&rd_kafka_metadata_destroy)> metadata(
        found, &rd_kafka_metadata_destroy);
    return metadata->topic_cnt == 1 &&
           metadata->topics[0].err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

std::string reason_of(const Delivery& delivery) {
    return fmt::format("{}{}{}",
                       delivery.result ? rd_kafka_err2str(*delivery.result) : "no answer in time",
                       delivery.trouble.empty() ? "" : "; ",
                       delivery.trouble);
}

}  // namespace

void DeadLetterTopic::Free::operator()(rd_kafka_conf_s* properties) const noexcept {
    rd_kafka_conf_destroy(properties);
}

DeadLetterTopic::DeadLetterTopic(DeadLetterTopicOptions options)
    : options_(std::move(options)), properties_(rd_kafka_conf_new()) {
    auto* const properties = properties_.get();
    set_property(properties, "client.id", "flight_reader", "--dead-letter-topic");
    if (options_.config) {
        read_properties(properties, *options_.config);
    }
    set_property(properties, "bootstrap.servers", options_.servers, "--kafka");
    set_property(properties, "acks", "all", "--dead-letter-topic");
    set_property(properties, "enable.idempotence", "true", "--dead-letter-topic");
    rd_kafka_conf_set_dr_msg_cb(properties, on_delivery);
    rd_kafka_conf_set_error_cb(properties, on_error);
    // What the connections say is in the error of send().
    rd_kafka_conf_set_log_cb(properties, [](const rd_kafka_t*, int, const char*, const char*) {});
}

DeadLetterTopic::~DeadLetterTopic() = default;

void DeadLetterTopic::send(const FailedRun& run, std::chrono::milliseconds time) const {
    const auto millis = static_cast<int>(time.count());
    Delivery delivery;
    std::array<char, 512> reason{};
    auto* const properties = rd_kafka_conf_dup(properties_.get());
    rd_kafka_conf_set_opaque(properties, &delivery);
    set_property(properties, "message.timeout.ms", std::to_string(millis), "--dead-letter-topic");
    const std::unique_ptr<rd_kafka_t, DestroyClient> client(
        rd_kafka_new(RD_KAFKA_PRODUCER, properties, reason.data(), reason.size()));
    if (client == nullptr) {
        rd_kafka_conf_destroy(properties);
        throw std::runtime_error(
            fmt::format("The producer for topic '{}' cannot be made: {}; check --kafka-config",
                        options_.topic,
                        reason.data()));
    }
    const std::string value = dead_letter_line(run);
    const auto accepted =
        rd_kafka_producev(client.get(),
                          RD_KAFKA_V_TOPIC(options_.topic.c_str()),
                          RD_KAFKA_V_KEY(run.id.data(), run.id.size()),
                          RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                          RD_KAFKA_V_END);
    if (accepted == RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_flush(client.get(), millis);
    } else {
        delivery.result = accepted;
    }
    if (delivery.result != RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (is_topic_missing(client.get(), options_.topic)) {
            throw std::runtime_error(fmt::format(
                "The dead letter cannot be sent to topic '{}' of {}: the topic does not "
                "exist, and the servers create none; create it",
                options_.topic,
                options_.servers));
        }
        throw std::runtime_error(
            fmt::format("The dead letter cannot be sent to topic '{}' of {}: {}",
                        options_.topic,
                        options_.servers,
                        reason_of(delivery)));
    }
}

}  // namespace kconnect::flight_reader

#include "support/mock_kafka.hpp"

#include <array>
#include <stdexcept>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace kconnect::test {
namespace {

constexpr int kTimeoutMs = 30000;

void check(rd_kafka_resp_err_t error) {
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        throw std::runtime_error(rd_kafka_err2str(error));
    }
}

rd_kafka_t* new_producer_with_cluster() {
    std::array<char, 512> reason{};
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    for (const auto& [name, value] : {std::pair{"test.mock.num.brokers", "1"},
                                      std::pair{"linger.ms", "0"},
                                      std::pair{"log_level", "3"}}) {
        rd_kafka_conf_set(configuration, name, value, reason.data(), reason.size());
    }
    rd_kafka_t* const client =
        rd_kafka_new(RD_KAFKA_PRODUCER, configuration, reason.data(), reason.size());
    if (client == nullptr) {
        rd_kafka_conf_destroy(configuration);
        throw std::runtime_error(reason.data());
    }
    return client;
}

}  // namespace

void MockKafka::ClientDeleter::operator()(rd_kafka_s* client) const noexcept {
    rd_kafka_destroy(client);
}

MockKafka::MockKafka(const std::string& topic)
    : topic_(topic), client_(new_producer_with_cluster()) {
    check(rd_kafka_mock_topic_create(
        rd_kafka_handle_mock_cluster(client_.get()), topic.c_str(), 1, 1));
}

MockKafka::~MockKafka() = default;

std::string MockKafka::bootstrap_servers() const {
    return rd_kafka_mock_cluster_bootstraps(rd_kafka_handle_mock_cluster(client_.get()));
}

void MockKafka::append(std::optional<std::string_view> key,
                       std::optional<std::string_view> value,
                       const std::vector<std::pair<std::string, std::string>>& headers) {
    // Owned by the record once it was produced.
    rd_kafka_headers_t* list = rd_kafka_headers_new(headers.size());
    for (const auto& [name, text] : headers) {
        rd_kafka_header_add(list,
                            name.data(),
                            static_cast<ssize_t>(name.size()),
                            text.data(),
                            static_cast<ssize_t>(text.size()));
    }
    const std::string_view key_bytes = key.value_or(std::string_view());
    const std::string_view value_bytes = value.value_or(std::string_view());
    check(rd_kafka_producev(
        client_.get(),
        RD_KAFKA_V_TOPIC(topic_.c_str()),
        RD_KAFKA_V_PARTITION(0),
        RD_KAFKA_V_KEY(key_bytes.data(), key_bytes.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(value_bytes.data()), value_bytes.size()),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_HEADERS(list),
        RD_KAFKA_V_END));
    check(rd_kafka_flush(client_.get(), kTimeoutMs));
}

}  // namespace kconnect::test

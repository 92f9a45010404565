#include "mock_cluster.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace kconnect::dev_broker {

void MockCluster::ClientDeleter::operator()(rd_kafka_s* client) const noexcept {
    rd_kafka_destroy(client);
}

void MockCluster::ClusterDeleter::operator()(rd_kafka_mock_cluster_s* cluster) const noexcept {
    rd_kafka_mock_cluster_destroy(cluster);
}

MockCluster::MockCluster() {
    std::array<char, 512> reason{};
    // Takes ownership of the configuration only when it succeeds.
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    // Errors only: that this client has no broker of its own is not worth a line.
    rd_kafka_conf_set(configuration, "log_level", "3", reason.data(), reason.size());
    client_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, reason.data(), reason.size()));
    if (!client_) {
        rd_kafka_conf_destroy(configuration);
        throw std::runtime_error(fmt::format("no Kafka client: {}", reason.data()));
    }
    cluster_.reset(rd_kafka_mock_cluster_new(client_.get(), 1));
    if (!cluster_) {
        throw std::runtime_error("the mock cluster could not listen on 127.0.0.1");
    }
}

std::string MockCluster::bootstrap_servers() const {
    return rd_kafka_mock_cluster_bootstraps(cluster_.get());
}

void MockCluster::create_topic(const std::string& name, int partitions) {
    const rd_kafka_resp_err_t error =
        rd_kafka_mock_topic_create(cluster_.get(), name.c_str(), partitions, 1);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        throw std::runtime_error(
            fmt::format("topic {} could not be created: {}", name, rd_kafka_err2str(error)));
    }
}

}  // namespace kconnect::dev_broker

#pragma once

#include <memory>
#include <string>

struct rd_kafka_s;
struct rd_kafka_mock_cluster_s;

namespace kconnect::dev_broker {

/// librdkafka's mock cluster with one broker. Serves clients from librdkafka's own threads while
/// it exists.
class MockCluster {
public:
    /// Listens on a free port of 127.0.0.1. Throws std::runtime_error with librdkafka's reason.
    MockCluster();

    /// "127.0.0.1:PORT".
    std::string bootstrap_servers() const;

    /// Throws std::runtime_error with librdkafka's reason.
    void create_topic(const std::string& name, int partitions);

private:
    struct ClientDeleter {
        void operator()(rd_kafka_s* client) const noexcept;
    };
    struct ClusterDeleter {
        void operator()(rd_kafka_mock_cluster_s* cluster) const noexcept;
    };

    std::unique_ptr<rd_kafka_s, ClientDeleter> client_;  ///< The cluster lives in it.
    std::unique_ptr<rd_kafka_mock_cluster_s, ClusterDeleter> cluster_;
};

}  // namespace kconnect::dev_broker

#pragma once

#include <stdexcept>
#include <string>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace kconnect::test {

/// librdkafka's mock cluster with a producer to it; one broker, brokers' ports are random.
class MockCluster {
public:
    MockCluster() {
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        char reason[256];
        rd_kafka_conf_set(conf, "test.mock.num.brokers", "1", reason, sizeof reason);
        rd_kafka_conf_set(conf, "linger.ms", "0", reason, sizeof reason);
        producer_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
        if (producer_ == nullptr) {
            throw std::runtime_error(reason);
        }
        cluster_ = rd_kafka_handle_mock_cluster(producer_);
    }
    ~MockCluster() { rd_kafka_destroy(producer_); }
    MockCluster(const MockCluster&) = delete;
    MockCluster& operator=(const MockCluster&) = delete;

    std::string bootstrap() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }
    rd_kafka_mock_cluster_t* get() const { return cluster_; }
    void create_topic(const std::string& topic, int partitions) {
        rd_kafka_mock_topic_create(cluster_, topic.c_str(), partitions, 1);
    }
    /// Null pointers give null key or value. Call flush() before reading.
    void produce(const std::string& topic, int partition, const char* key, const char* value) {
        const auto size = [](const char* text) {
            return text != nullptr ? std::char_traits<char>::length(text) : 0;
        };
        const rd_kafka_resp_err_t code =
            rd_kafka_producev(producer_,
                              RD_KAFKA_V_TOPIC(topic.c_str()),
                              RD_KAFKA_V_PARTITION(partition),
                              RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                              RD_KAFKA_V_KEY(key, size(key)),
                              RD_KAFKA_V_VALUE(const_cast<char*>(value), size(value)),
                              RD_KAFKA_V_TIMESTAMP(1700000000000),
                              RD_KAFKA_V_HEADER("h", "header value", 12),
                              RD_KAFKA_V_END);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            throw std::runtime_error(rd_kafka_err2str(code));
        }
    }
    void flush() {
        constexpr int kPatience = 10000;
        if (rd_kafka_flush(producer_, kPatience) != RD_KAFKA_RESP_ERR_NO_ERROR) {
            throw std::runtime_error("the mock cluster did not take all records");
        }
    }

private:
    rd_kafka_t* producer_;
    rd_kafka_mock_cluster_t* cluster_;
};

}  // namespace kconnect::test

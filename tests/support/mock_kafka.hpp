#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct rd_kafka_s;

namespace kconnect::test {

/// librdkafka's mock cluster inside the test, with one empty topic of one partition. Other
/// processes can use it. Used by one thread; calls throw std::runtime_error.
class MockKafka {
public:
    explicit MockKafka(const std::string& topic);
    ~MockKafka();
    MockKafka(const MockKafka&) = delete;
    MockKafka& operator=(const MockKafka&) = delete;

    std::string bootstrap_servers() const;

    /// Puts a record into the topic, as the next offset, before it returns; an absent key or value
    /// is null.
    void append(std::optional<std::string_view> key,
                std::optional<std::string_view> value,
                const std::vector<std::pair<std::string, std::string>>& headers = {});

private:
    struct ClientDeleter {
        void operator()(rd_kafka_s* client) const noexcept;
    };

    std::string topic_;
    std::unique_ptr<rd_kafka_s, ClientDeleter> client_;  ///< The cluster lives in it.
};

}  // namespace kconnect::test

#pragma once

#include <exception>
#include <map>
#include <string>

#include "kafka/topic_admin.hpp"
#include "support/fake_consumer.hpp"

namespace kconnect::test {

/// The topics of a cluster that does not exist.
struct FakeCluster {
    std::map<std::string, kafka::NewTopic> topics;
    std::exception_ptr look_up_error;
    std::exception_ptr creation_error;
};

/// Looks up and creates topics in a FakeCluster; logs what it creates.
class FakeClusterAdmin final : public kafka::TopicAdmin {
public:
    FakeClusterAdmin(EventLog& log, FakeCluster& topics) : log_(log), topics_(topics) {}

    bool topic_exists(const std::string& topic) override {
        if (topics_.look_up_error) {
            std::rethrow_exception(topics_.look_up_error);
        }
        return topics_.topics.contains(topic);
    }
    bool create_topic(const kafka::NewTopic& topic) override {
        log_.push_back("create_topic " + topic.name);
        if (topics_.creation_error) {
            std::rethrow_exception(topics_.creation_error);
        }
        return topics_.topics.emplace(topic.name, topic).second;
    }

private:
    EventLog& log_;
    FakeCluster& topics_;
};

}  // namespace kconnect::test

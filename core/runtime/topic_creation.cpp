#include "topic_creation.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "kafka/kafka_exception.hpp"

namespace kconnect::runtime {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.runtime.TopicCreation");
    return instance;
}

/// Simple name of the Java class: "TimeoutException".
std::string_view simple_class(const kafka::KafkaException& error) {
    const auto name = error.java_class();
    return name.substr(name.find_last_of(".$") + 1);
}

/// As Java prints a NewTopic.
std::string text_of(const kafka::NewTopic& topic) {
    const auto number = [](std::int32_t value) {
        return value == kafka::NewTopic::kBrokerDefault ? "default" : std::to_string(value);
    };
    std::string config;
    for (const auto& [key, value] : topic.config) {
        config += fmt::format("{}{}={}", config.empty() ? "" : ", ", key, value);
    }
    return fmt::format(
        "(name={}, numPartitions={}, replicationFactor={}, replicasAssignments=null, "
        "configs={{{}}})",
        topic.name,
        number(topic.partitions),
        number(topic.replication_factor),
        config);
}

}  // namespace

TopicCreation::TopicCreation(std::vector<TopicCreationGroup> groups,
                             std::unique_ptr<kafka::TopicAdmin> admin)
    : groups_(std::move(groups)), admin_(std::move(admin)) {
}

TopicCreation::~TopicCreation() = default;

const TopicCreationGroup& TopicCreation::group_of(std::string_view topic) const {
    const auto found = std::find_if(groups_.begin(), groups_.end() - 1, [topic](const auto& group) {
        return group.matches(topic);
    });
    return *found;
}

void TopicCreation::ensure(std::string_view topic) {
    if (known_.contains(topic)) {
        return;
    }
    const std::string name(topic);
    logger().info(fmt::format(
        "The task will send records to topic '{}' for the first time. Checking whether topic "
        "exists",
        name));
    if (exists(name)) {
        logger().info(fmt::format("Topic '{}' already exists.", name));
    } else {
        create(name);
    }
    known_.insert(name);
}

bool TopicCreation::exists(const std::string& topic) {
    try {
        return admin_->topic_exists(topic);
    } catch (const kafka::KafkaException& error) {
        const auto kind = simple_class(error);
        const auto cause = std::current_exception();
        if (kind == "TimeoutException") {
            throw RetriableException(fmt::format("Timed out while describing topics '{}'", topic),
                                     cause);
        }
        if (kind == "ClusterAuthorizationException" || kind == "TopicAuthorizationException") {
            throw ConnectException(fmt::format("Not authorized to describe topic(s) '{}'", topic),
                                   cause);
        }
        throw ConnectException(fmt::format("Error while attempting to describe topics '{}'", topic),
                               cause);
    }
}

void TopicCreation::create(const std::string& topic) {
    logger().info(fmt::format("Creating topic '{}'", topic));
    const auto& group = group_of(topic);
    const kafka::NewTopic wanted{topic, group.partitions, group.replication_factor, group.config};
    try {
        if (admin_->create_topic(wanted)) {
            logger().info(fmt::format(
                "Created topic '{}' using creation group {}", text_of(wanted), group.name));
        } else {
            logger().info(fmt::format("Found existing topic '{}'", text_of(wanted)));
        }
    } catch (const kafka::KafkaException& error) {
        const auto kind = simple_class(error);
        const auto cause = std::current_exception();
        if (kind == "ClusterAuthorizationException" || kind == "TopicAuthorizationException" ||
            kind == "UnsupportedVersionException") {
            logger().warn(fmt::format("Request to create new topic '{}' failed", topic));
            throw ConnectException(
                fmt::format("Task failed to create new topic {}. Ensure that the task is "
                            "authorized to create topics or that the topic exists and restart the "
                            "task",
                            text_of(wanted)),
                cause);
        }
        // The second is a subclass of the first in Java.
        if (kind == "InvalidConfigurationException" ||
            kind == "InvalidReplicationFactorException") {
            throw ConnectException(
                fmt::format("Unable to create topic(s) '{}': {}", topic, error.what()), cause);
        }
        if (kind == "TimeoutException") {
            throw ConnectException(
                fmt::format("Timed out while checking for or creating topic(s) '{}'. This could "
                            "indicate a connectivity issue, unavailable topic partitions, or if "
                            "this is your first use of the topic it may have taken too long to "
                            "create.",
                            topic),
                cause);
        }
        throw ConnectException(
            fmt::format("Error while attempting to create/find topic(s) '{}'", topic), cause);
    }
}

}  // namespace kconnect::runtime

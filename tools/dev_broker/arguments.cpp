#include "arguments.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace kconnect::dev_broker {
namespace {

constexpr int kMaxPartitions = 1000;
constexpr std::size_t kMaxTopicLength = 249;

/// Kafka's own rule for topic names.
bool is_topic_name(const std::string& name) {
    const auto legal = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    return !name.empty() && name != "." && name != ".." && name.size() <= kMaxTopicLength &&
           std::all_of(name.begin(), name.end(), legal);
}

int parse_partitions(const std::string& text, const std::string& argument) {
    int partitions = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, partitions);
    if (error != std::errc{} || rest != end || partitions < 1 || partitions > kMaxPartitions) {
        throw std::invalid_argument(
            fmt::format("--topic {}: '{}' is not a number of partitions from 1 to {}",
                        argument,
                        text,
                        kMaxPartitions));
    }
    return partitions;
}

TopicRequest parse_topic(const std::string& argument) {
    TopicRequest topic;
    const auto colon = argument.find(':');
    topic.name = argument.substr(0, colon);
    if (!is_topic_name(topic.name)) {
        throw std::invalid_argument(fmt::format(
            "--topic {}: '{}' is not a topic name; use up to {} of a-z, A-Z, 0-9, '.', '_', '-'",
            argument,
            topic.name,
            kMaxTopicLength));
    }
    if (colon != std::string::npos) {
        topic.partitions = parse_partitions(argument.substr(colon + 1), argument);
    }
    return topic;
}

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--help" || words[i] == "-h") {
            arguments.help = true;
        } else if (words[i] == "--topic") {
            if (++i == words.size()) {
                throw std::invalid_argument("--topic: NAME[:PARTITIONS] is missing");
            }
            arguments.topics.push_back(parse_topic(words[i]));
        } else {
            throw std::invalid_argument(
                fmt::format("unknown argument '{}'; see dev_broker --help", words[i]));
        }
    }
    return arguments;
}

std::string usage() {
    return "Usage: dev_broker [--topic NAME[:PARTITIONS]]...\n"
           "\n"
           "Runs a small Kafka broker inside this process until SIGINT or SIGTERM: librdkafka's\n"
           "mock cluster, for trying things out. It takes a free port of 127.0.0.1 and prints it "
           "as\n"
           "the first line, bootstrap.servers=HOST:PORT.\n"
           "\n"
           "  --topic NAME[:PARTITIONS]  create this topic at once (1 partition); other topics\n"
           "                             appear when a client first names them (4 partitions)\n"
           "\n"
           "A partition keeps about 5 MB or 100,000 messages and silently drops older ones; all\n"
           "data is gone when the program ends. Admin clients cannot create topics. For real data\n"
           "use Apache Kafka.\n";
}

}  // namespace kconnect::dev_broker

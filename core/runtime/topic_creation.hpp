#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kafka/topic_admin.hpp"
#include "kafka/topic_pattern.hpp"

namespace kconnect::runtime {

/// Topics of one `topic.creation` group: which ones, and how they are made.
struct TopicCreationGroup {
    std::string name;
    kafka::TopicPattern include;
    kafka::TopicPattern exclude;
    std::int32_t partitions = 1;
    std::int16_t replication_factor = 1;
    std::map<std::string, std::string> config{};  ///< Topic properties.

    bool matches(std::string_view topic) const {
        return !exclude.matches(topic) && include.matches(topic);
    }
};

/// Makes the topics that a source task sends to and that do not exist yet. Mirrors Connect's
/// TopicCreation. Threads: one.
class TopicCreation {
public:
    /// `groups` in their order; the last one, `default`, is for topics that no other matches.
    TopicCreation(std::vector<TopicCreationGroup> groups, std::unique_ptr<kafka::TopicAdmin> admin);
    ~TopicCreation();

    /// Looks for the topic when it is new here, and creates it when it is missing. Throws
    /// RetriableException when the look-up timed out, ConnectException with Connect's texts when
    /// the topic cannot be had.
    void ensure(std::string_view topic);

    /// The first group that matches.
    const TopicCreationGroup& group_of(std::string_view topic) const;

private:
    bool exists(const std::string& topic);
    void create(const std::string& topic);

    const std::vector<TopicCreationGroup> groups_;
    const std::unique_ptr<kafka::TopicAdmin> admin_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace kconnect::runtime

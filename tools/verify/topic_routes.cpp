#include "verify/topic_routes.hpp"

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "jdbc/table_naming.hpp"
#include "verify/record_feed.hpp"
#include "verify/table_topics.hpp"

namespace kconnect::verify {

std::vector<TopicRoute> find_routes(const Job& job,
                                    kafka::TopicReader& reader,
                                    const std::vector<std::string>& topics,
                                    Progress& progress) {
    std::vector<TopicRoute> routes;
    if (!job.transforms()) {
        for (const std::string& topic : topics) {
            routes.push_back({topic, topic});
        }
        return routes;
    }
    std::set<TopicRoute> found;
    RecordFeed feed(job, reader, [&found](const SinkRecord& record) {
        found.insert({std::string(record.original->topic), std::string(record.topic)});
        return false;
    });
    std::vector<TopicPartition> partitions;
    for (const std::string& topic : topics) {
        const auto more = reader.partitions(topic);
        partitions.insert(partitions.end(), more.begin(), more.end());
    }
    const OffsetMap first = reader.first_offsets(partitions);
    const OffsetMap ends = reader.end_offsets(partitions);
    std::uint64_t offsets = 0;
    for (const auto& [partition, end] : ends) {
        offsets += static_cast<std::uint64_t>(end - first.at(partition));
    }
    progress.begin(fmt::format("Transforming {}", fmt::join(topics, ", ")), offsets);
    feed.start(first);
    feed.read_until(ends, {}, [&progress](std::uint64_t count) { progress.update(count); });
    progress.end();
    for (const std::string& topic : topics) {
        for (auto at = found.lower_bound({topic, ""}); at != found.end() && at->topic == topic;
             ++at) {
            routes.push_back(*at);
        }
    }
    return routes;
}

const sql::TableId& TableFinder::table_of(std::string_view seen_as) {
    auto known = known_.find(seen_as);
    if (known == known_.end()) {
        const std::string name = jdbc::table_name_for(config_, seen_as);
        known =
            known_.emplace(std::string(seen_as), table_id_of(name, dialect_, connection_)).first;
    }
    return known->second;
}

}  // namespace kconnect::verify

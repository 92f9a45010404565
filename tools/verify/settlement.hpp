#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include <kconnect/topic_partition.hpp>

#include "verify/findings.hpp"
#include "verify/table_view.hpp"

namespace kconnect::verify {

/// What settling needs of the world.
struct SettlementSources {
    /// What the sink's group has committed.
    std::function<OffsetMap()> committed;
    /// The cells of the rows of these keys, now.
    std::function<std::unordered_map<std::string, std::vector<std::uint64_t>>(
        const std::vector<std::string>&)>
        look_up;
    /// Visits the records that came since the last call, up to the topic's end now.
    std::function<void(const std::function<void(const std::string& key, const Change&)>&)> tail;
    /// Waits a moment.
    std::function<void()> pause;
    std::function<std::chrono::steady_clock::time_point()> now;
};

/// Tells rows that differ from rows that are only on their way, while topic and table move. A row
/// is well when it is what the topic made of it at the first look or at any time after: it is read
/// before the topic's newer records are. It differs when the sink has committed the records and
/// the row is still another, or when `patience` is over. Changes `findings`.
/// `topics` are the table's topics, in the order of Place::topic.
void settle(Findings& findings,
            const std::vector<std::string>& topics,
            const SettlementSources& sources,
            std::chrono::milliseconds patience);

}  // namespace kconnect::verify

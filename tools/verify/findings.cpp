#include "verify/findings.hpp"

#include <algorithm>
#include <numeric>

namespace kconnect::verify {

std::string_view name_of(DifferenceKind kind) noexcept {
    constexpr std::string_view kNames[] = {"missing", "extra", "stale", "different"};
    return kNames[static_cast<std::size_t>(kind)];
}

void Findings::add(Difference difference) {
    auto& listed = difference.kind == DifferenceKind::kExtra ? extra_listed : others_listed;
    if (listed < kMostDifferences) {
        ++listed;
        differences.push_back(std::move(difference));
    } else {
        ++unlisted[static_cast<std::size_t>(difference.kind)];
    }
}

std::uint64_t Findings::count(DifferenceKind kind) const {
    const auto listed =
        std::count_if(differences.begin(), differences.end(), [kind](const Difference& difference) {
            return difference.kind == kind;
        });
    return unlisted[static_cast<std::size_t>(kind)] + static_cast<std::uint64_t>(listed);
}

std::uint64_t Findings::count() const {
    return unlisted_count() + differences.size();
}

std::uint64_t Findings::unlisted_count() const {
    return std::accumulate(unlisted.begin(), unlisted.end(), std::uint64_t{0});
}

std::uint64_t Findings::topic_rows() const {
    std::uint64_t rows = 0;
    for (const RangeSummary& range : ranges) {
        rows += range.topic_rows;
    }
    return rows;
}

std::uint64_t Findings::table_rows() const {
    std::uint64_t rows = 0;
    for (const RangeSummary& range : ranges) {
        rows += range.table_rows;
    }
    return rows;
}

}  // namespace kconnect::verify

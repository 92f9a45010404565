#include "verify/bucket_comparison.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace kconnect::verify {

namespace {

struct Entry {
    KeyState topic;
    std::vector<std::uint64_t> row;
    std::uint32_t copies = 0;  ///< Rows of this key in the table.
    std::optional<Place> older;

    const std::vector<std::uint64_t>* stored() const { return copies == 0 ? nullptr : &row; }
};

using Entries = std::unordered_map<std::string, Entry>;

void read_rows(SpillFile& rows, std::size_t bucket, Entries& entries) {
    Change row;
    rows.read(bucket, [&](std::string_view packed) {
        Entry& entry = entries[std::string(unpack(packed, row))];
        if (entry.copies++ == 0) {
            entry.row = row.cells;
        }
    });
}

/// Remembers on the way which superseded version the table has.
void read_changes(SpillFile& changes, std::size_t bucket, Entries& entries) {
    Change change;
    changes.read(bucket, [&](std::string_view packed) {
        Entry& entry = entries[std::string(unpack(packed, change))];
        if (entry.copies != 0 && entry.topic.is_live() && entry.topic.matches(&entry.row)) {
            entry.older = entry.topic.last();
        }
        entry.topic.apply(change);
    });
}

DifferenceKind kind_of(const Entry& entry) {
    if (entry.copies == 0) {
        return DifferenceKind::kMissing;
    }
    if (entry.older && !entry.topic.matches(&entry.row)) {
        return DifferenceKind::kStale;
    }
    const bool is_extra = !entry.topic.is_live() || entry.topic.matches(&entry.row);
    return is_extra ? DifferenceKind::kExtra : DifferenceKind::kDifferent;
}

}  // namespace

void compare_bucket(SpillFile& changes, SpillFile& rows, std::size_t bucket, Findings& findings) {
    Entries entries;
    read_rows(rows, bucket, entries);
    read_changes(changes, bucket, entries);
    RangeSummary range;
    for (auto& [key, entry] : entries) {
        const bool is_live = entry.topic.is_live();
        if (is_live) {
            ++range.topic_rows;
            range.topic_checksum += row_checksum(key, entry.topic.cells(), entry.topic.cells());
        }
        if (entry.copies != 0) {
            range.table_rows += entry.copies;
            range.table_checksum +=
                entry.copies *
                row_checksum(key, entry.row, is_live ? entry.topic.cells() : entry.row);
        }
        if (entry.copies > 1 || !entry.topic.matches(entry.stored())) {
            ++range.differences;
            const auto kind = kind_of(entry);
            auto columns = entry.copies == 0 ? std::vector<std::size_t>()
                                             : entry.topic.differing_columns(entry.row);
            findings.add({.kind = kind,
                          .key = key,
                          .topic = std::move(entry.topic),
                          .older = kind == DifferenceKind::kStale ? entry.older : std::nullopt,
                          .columns = std::move(columns),
                          .copies = entry.copies});
        }
    }
    findings.ranges.push_back(range);
}

}  // namespace kconnect::verify

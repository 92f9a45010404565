#include "verify/table_comparison.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "kafka/group_offsets.hpp"
#include "verify/bucket_comparison.hpp"
#include "verify/settlement.hpp"
#include "verify/spill_file.hpp"

namespace kconnect::verify {

namespace {

constexpr std::chrono::seconds kOffsetsLimit{30};

std::uint64_t distance(const OffsetMap& from, const OffsetMap& to) {
    std::uint64_t sum = 0;
    for (const auto& [partition, offset] : to) {
        const auto found = from.find(partition);
        sum += static_cast<std::uint64_t>(
            std::max<std::int64_t>(0, offset - (found == from.end() ? 0 : found->second)));
    }
    return sum;
}

/// So many that a bucket holds about 16,000 keys, and their blocks a few MB.
std::size_t bucket_count(std::uint64_t records) {
    constexpr std::uint64_t kRecordsOfBucket = 16'384;
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(records / kRecordsOfBucket, 8, 512));
}

std::size_t bucket_of(std::string_view key, const SpillFile& file) {
    return static_cast<std::size_t>(hash_text(key) % file.bucket_count());
}

std::vector<std::string> names_of(const std::vector<TableView::Column>& columns) {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const auto& column : columns) {
        names.push_back(column.name);
    }
    return names;
}

}  // namespace

TableComparison::TableComparison(const Parts& parts, const TableTopics& table)
    : parts_(parts), table_(table.table), id_(table.id), topics_(table.topics) {
    for (const std::string& topic : topics_) {
        const auto more = parts_.reader.partitions(topic);
        partitions_.insert(partitions_.end(), more.begin(), more.end());
    }
}

/// The records of this table; those that name no table are refused as the sink refuses them.
RecordFeed TableComparison::make_feed() {
    RecordFeed::Choice choice;
    if (parts_.job.transforms()) {
        choice = [this](const SinkRecord& record) {
            try {
                return parts_.finder.table_of(record.topic) == id_;
            } catch (const sql::SqlError&) {
                throw;
            } catch (const ConnectException&) {
                return true;
            }
        };
    }
    return {parts_.job, parts_.reader, std::move(choice)};
}

TableResult TableComparison::run(std::chrono::milliseconds patience) {
    TableResult result;
    result.table = table_;
    result.topics = topics_;
    find_offsets();
    result.lag = lag(committed());
    for (const auto& [partition, offset] : first_) {
        result.lost_records += static_cast<std::uint64_t>(offset);
    }
    TableView view(parts_.job.sink, parts_.dialect, parts_.connection, table_);
    RecordFeed feed = make_feed();
    Findings& findings = result.findings;
    const std::size_t buckets = bucket_count(distance(first_, ends_));
    SpillFile changes(buckets);
    SpillFile rows(buckets);
    findings.records = read_topics(changes, view, feed);
    result.dropped_records = feed.dropped();
    result.exists = view.exists();
    if (view.exists()) {
        view.set_key_without_records();
        read_table(rows, view);
    }
    parts_.progress.begin("Comparing", buckets);
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        compare_bucket(changes, rows, bucket, findings);
        parts_.progress.update(bucket + 1);
    }
    parts_.progress.end();
    settle_differences(findings, view, feed, patience);
    result.key_columns = names_of(view.keys());
    result.folds_keys = std::ranges::any_of(view.keys(), [](const TableView::Column& key) {
        return key.form.folds_case && !key.form.is_sqlite;  // which folds ASCII only
    });
    result.columns = names_of(view.columns());
    result.left_out_columns.assign(view.left_out().begin(), view.left_out().end());
    result.left_out_records = feed.left_out();
    result.first_problem = feed.first_problem();
    return result;
}

void TableComparison::find_offsets() {
    first_ = parts_.reader.first_offsets(partitions_);
    ends_ = parts_.reader.end_offsets(partitions_);
}

OffsetMap TableComparison::committed() const {
    return kafka::committed_offsets(parts_.job.consumer, kOffsetsLimit);
}

/// A partition without commit lags by all that it holds.
std::uint64_t TableComparison::lag(const OffsetMap& committed) const {
    OffsetMap from = first_;
    for (auto& [partition, offset] : from) {
        const auto found = committed.find(partition);
        offset = found == committed.end() ? offset : std::max(offset, found->second);
    }
    return distance(from, ends_);
}

Place TableComparison::place_of(const SinkRecord& record) const {
    const RawRecord& raw = *record.original;
    const auto topic = std::find(topics_.begin(), topics_.end(), raw.topic);
    return {static_cast<std::uint16_t>(topic - topics_.begin()), raw.partition, raw.offset};
}

std::uint64_t TableComparison::read_topics(SpillFile& changes, TableView& view, RecordFeed& feed) {
    RowDigest digest;
    Change change;
    std::string entry;
    parts_.progress.begin(fmt::format("Reading {}", fmt::join(topics_, ", ")),
                          distance(first_, ends_));
    feed.start(first_);
    const auto take = [&](const SinkRecord& record, const jdbc::RecordLayout& layout) {
        view.digest(layout, record, digest);
        change.place = place_of(record);
        change.deletes = layout.is_delete();
        std::swap(change.cells, digest.cells);
        pack(entry, digest.key, change);
        changes.add(bucket_of(digest.key, changes), entry);
    };
    const std::uint64_t count =
        feed.read_until(ends_, take, [this](std::uint64_t read) { parts_.progress.update(read); });
    parts_.progress.end();
    return count;
}

void TableComparison::read_table(SpillFile& rows, TableView& view) {
    std::uint64_t count = 0;
    Change row;
    std::string entry;
    parts_.progress.begin(fmt::format("Reading table \"{}\"", view.id().name), 0);
    TableRows(parts_.dialect, parts_.connection, view).scan([&](const RowDigest& digest) {
        row.cells = digest.cells;
        pack(entry, digest.key, row);
        rows.add(bucket_of(digest.key, rows), entry);
        parts_.progress.update(++count);
    });
    parts_.progress.end();
}

void TableComparison::settle_differences(Findings& findings,
                                         TableView& view,
                                         RecordFeed& feed,
                                         std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds kBetweenLooks{300};
    TableRows rows(parts_.dialect, parts_.connection, view);
    std::vector<std::pair<std::string, Change>> early;  // Records that came while pausing.
    const auto note = [&](const SinkRecord& record, const jdbc::RecordLayout& layout) {
        RowDigest digest;
        view.digest(layout, record, digest);
        early.emplace_back(std::move(digest.key),
                           Change{.place = place_of(record),
                                  .deletes = layout.is_delete(),
                                  .cells = std::move(digest.cells)});
    };
    settle(findings,
           topics_,
           {.committed = [this] { return committed(); },
            .look_up = [&](const auto& keys) { return rows.look_up(keys); },
            .tail =
                [&](const auto& visit) {
                    feed.read_until(parts_.reader.end_offsets(partitions_), note);
                    for (const auto& [key, change] : early) {
                        visit(key, change);
                    }
                    early.clear();
                },
            .pause =
                [&] {
                    const auto end = std::chrono::steady_clock::now() + kBetweenLooks;
                    for (auto now = end - kBetweenLooks; now < end;
                         now = std::chrono::steady_clock::now()) {
                        feed.read(std::chrono::ceil<std::chrono::milliseconds>(end - now), note);
                    }
                },
            .now = [] { return std::chrono::steady_clock::now(); }},
           patience);
}

}  // namespace kconnect::verify

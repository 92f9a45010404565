#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <kconnect/errors.hpp>

#include "jdbc/database_session.hpp"
#include "jdbc/write_plan.hpp"
#include "verify/table_comparison.hpp"

namespace kconnect::verify {

namespace {

/// The records to read again, and where to begin and end.
struct Wanted {
    std::set<Place> places;
    OffsetMap begin;
    OffsetMap end;
    std::uint64_t rows = 0;

    void add(const Place& place, const std::string& topic) {
        places.insert(place);
        const TopicPartition partition{topic, place.partition};
        const auto begun = begin.emplace(partition, place.offset).first;
        begun->second = std::min(begun->second, place.offset);
        const auto ended = end.emplace(partition, place.offset + 1).first;
        ended->second = std::max(ended->second, place.offset + 1);
    }
};

/// A row that the sink has yet to insert must not be there before it does.
bool is_sent(const Difference& difference, const jdbc::JdbcSinkConfig& config) {
    return difference.kind != DifferenceKind::kExtra &&
           (config.insert_mode == jdbc::InsertMode::kUpsert || !difference.is_pending);
}

/// True when the row may be another one's for the database: 'É' and 'é' are one key where case is
/// ignored, but two here, and to repair the one would damage the other.
bool is_doubtful(const Difference& difference, const TableResult& result) {
    const auto is_beyond_ascii = [](const std::optional<std::string>& part) {
        return part && std::ranges::any_of(*part, [](char letter) {
                   return static_cast<unsigned char>(letter) >= 0x80U;
               });
    };
    return result.folds_keys && std::ranges::any_of(split_key(difference.key), is_beyond_ascii);
}

}  // namespace

void TableComparison::repair(TableResult& result, bool sends, bool deletes_extra) {
    result.not_repaired = 0;
    for (const Difference& difference : result.findings.differences) {
        const bool is_wanted = difference.kind == DifferenceKind::kExtra ? deletes_extra : sends;
        result.not_repaired += is_wanted && is_doubtful(difference, result) ? 1 : 0;
    }
    if (sends) {
        send_again(result);
    }
    if (deletes_extra && result.exists) {
        delete_extra(result);
    }
}

/// Through the sink's own writer; rows that are there already are replaced, also where the sink
/// only inserts.
void TableComparison::send_again(TableResult& result) {
    Wanted wanted;
    for (const Difference& difference : result.findings.differences) {
        if (is_sent(difference, parts_.job.sink) && !is_doubtful(difference, result)) {
            ++wanted.rows;
            for (const Place& place : difference.topic.parts()) {
                wanted.add(place, topics_[place.topic]);
            }
        }
    }
    if (wanted.places.empty()) {
        return;
    }
    jdbc::JdbcSinkConfig config = parts_.job.sink;
    config.insert_mode = jdbc::InsertMode::kUpsert;
    jdbc::DatabaseSession session(config, parts_.dialect);
    jdbc::WritePlan plan(jdbc::WritePlan::folds(config));
    RecordFeed feed = make_feed();
    parts_.progress.begin("Repairing", wanted.places.size());
    feed.start(wanted.begin);
    std::uint64_t sent = 0;
    const auto take = [&](const SinkRecord& record, const jdbc::RecordLayout& layout) {
        if (wanted.places.contains(place_of(record))) {
            plan.add(record, layout);
            ++sent;
        }
    };
    feed.read_until(wanted.end, take, [&](std::uint64_t /*read*/) {
        if (plan.has_changes()) {
            session.write(plan);
        }
        plan.clear();
        parts_.progress.update(sent);
    });
    parts_.progress.end();
    result.sent_again += wanted.rows;
}

void TableComparison::delete_extra(TableResult& result) {
    TableView view(parts_.job.sink, parts_.dialect, parts_.connection, table_);
    view.set_keys(result.key_columns);
    std::vector<std::string> keys;
    for (const Difference& difference : result.findings.differences) {
        if (difference.kind == DifferenceKind::kExtra && difference.copies == 1 &&
            !is_doubtful(difference, result)) {
            keys.push_back(difference.key);
        }
    }
    if (keys.empty()) {
        return;
    }
    TableRows(parts_.dialect, parts_.connection, view).erase(keys);
    result.deleted += keys.size();
}

}  // namespace kconnect::verify

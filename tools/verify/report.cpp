#include "verify/report.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace kconnect::verify {

namespace {

using Json = nlohmann::ordered_json;

constexpr DifferenceKind kKinds[] = {DifferenceKind::kMissing,
                                     DifferenceKind::kExtra,
                                     DifferenceKind::kStale,
                                     DifferenceKind::kDifferent};

std::string text_of(const Place& place, const TableResult& table) {
    return fmt::format("{}-{}@{}", table.topics[place.topic], place.partition, place.offset);
}

std::string column_name(const TableResult& table, std::size_t index) {
    return index < table.columns.size() ? table.columns[index] : std::to_string(index);
}

Json json_of(const Difference& difference, const TableResult& table) {
    Json row{{"kind", name_of(difference.kind)}};
    Json& key = row["key"] = Json::object();
    const auto parts = split_key(difference.key);
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto name =
            index < table.key_columns.size() ? table.key_columns[index] : std::to_string(index);
        key[name] = parts[index] ? Json(*parts[index]) : Json();
    }
    if (!difference.columns.empty()) {
        Json& columns = row["columns"] = Json::array();
        for (const std::size_t index : difference.columns) {
            columns.push_back(column_name(table, index));
        }
    }
    if (difference.topic.has_records()) {
        row["record"] = text_of(difference.topic.last(), table);
        row["deleted_by_record"] = !difference.topic.is_live();
        row["committed"] = !difference.is_pending;
    }
    if (difference.older) {
        row["table_has"] = text_of(*difference.older, table);
    }
    if (difference.copies > 1) {
        row["copies"] = difference.copies;
    }
    return row;
}

Json json_of(const RangeSummary& range) {
    return {{"topic_rows", range.topic_rows},
            {"table_rows", range.table_rows},
            {"topic_checksum", fmt::format("{:016x}", range.topic_checksum)},
            {"table_checksum", fmt::format("{:016x}", range.table_checksum)},
            {"differences", range.differences}};
}

Json json_of(const TableResult& table) {
    const Findings& findings = table.findings;
    Json result{{"table", table.table},
                {"exists", table.exists},
                {"topics", table.topics},
                {"equal", findings.count() == 0},
                {"records", findings.records},
                {"topic_rows", findings.topic_rows()},
                {"table_rows", findings.table_rows()},
                {"lag", table.lag},
                {"settled", findings.settled}};
    for (const DifferenceKind kind : kKinds) {
        result[std::string(name_of(kind))] = findings.count(kind);
    }
    result["records_dropped"] = table.dropped_records;
    result["records_left_out"] = table.left_out_records;
    if (table.left_out_records != 0) {
        result["first_left_out"] = table.first_problem;
    }
    result["records_lost"] = table.lost_records;
    result["columns_left_out"] = table.left_out_columns;
    result["sent_again"] = table.sent_again;
    result["deleted"] = table.deleted;
    result["not_repaired"] = table.not_repaired;
    Json& rows = result["rows"] = Json::array();
    for (const Difference& difference : findings.differences) {
        rows.push_back(json_of(difference, table));
    }
    Json& ranges = result["ranges"] = Json::array();
    for (const RangeSummary& range : findings.ranges) {
        ranges.push_back(json_of(range));
    }
    return result;
}

/// Without control characters, which could move a terminal's cursor or feign lines.
std::string printable(std::string_view text) {
    std::string shown;
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (code < 0x20 || code == 0x7f) {
            shown += fmt::format("\\x{:02x}", code);
        } else {
            shown += letter;
        }
    }
    return shown;
}

/// `id=7, name=x`
std::string key_text(const Difference& difference, const TableResult& table) {
    std::string text;
    const auto parts = split_key(difference.key);
    for (std::size_t index = 0; index < parts.size(); ++index) {
        text += fmt::format("{}{}={}",
                            text.empty() ? "" : ", ",
                            index < table.key_columns.size() ? table.key_columns[index] : "?",
                            parts[index] ? printable(*parts[index]) : "NULL");
    }
    return text;
}

std::string line_of(const Difference& difference, const TableResult& table) {
    std::string line =
        fmt::format("  {:<9} {}", name_of(difference.kind), key_text(difference, table));
    if (!difference.columns.empty()) {
        line += ": ";
        for (std::size_t at = 0; at < difference.columns.size(); ++at) {
            line += (at == 0 ? "" : ", ") + column_name(table, difference.columns[at]);
        }
    }
    if (difference.topic.has_records()) {
        line += fmt::format(
            " ({}{}{}{})",
            difference.topic.is_live() ? "record " : "deleted by record ",
            text_of(difference.topic.last(), table),
            difference.older ? ", the table has " + text_of(*difference.older, table) : "",
            difference.is_pending ? ", not committed yet" : "");
    }
    if (difference.copies > 1) {
        line += fmt::format(" ({} rows of this key)", difference.copies);
    }
    return line + "\n";
}

void print_notes(const TableResult& table, std::ostream& out) {
    const auto note = [&out](const std::string& text) { out << "  note: " << text << '\n'; };
    if (!table.exists) {
        note("the table does not exist");
    }
    if (table.lag != 0) {
        note(fmt::format("the sink had {} records to commit when the comparison began", table.lag));
    }
    if (table.findings.settled != 0) {
        note(fmt::format("{} rows were on their way and became equal", table.findings.settled));
    }
    if (table.lost_records != 0) {
        note(
            fmt::format("{} offsets are gone from the topic (retention): rows of those records "
                        "count as extra",
                        table.lost_records));
    }
    if (table.dropped_records != 0) {
        note(fmt::format("{} records were dropped by transformations", table.dropped_records));
    }
    if (table.left_out_records != 0) {
        note(
            fmt::format("{} records were left out that the sink cannot read or write, the first "
                        "is {}",
                        table.left_out_records,
                        printable(table.first_problem)));
    }
    if (!table.left_out_columns.empty()) {
        note(fmt::format("not compared, for their types: {}",
                         fmt::join(table.left_out_columns, ", ")));
    }
    if (table.sent_again != 0 || table.deleted != 0) {
        note(fmt::format(
            "repaired: {} rows sent again, {} rows deleted", table.sent_again, table.deleted));
    }
    if (table.not_repaired != 0) {
        note(
            fmt::format("not repaired: {} rows whose keys have letters beyond ASCII, which the "
                        "key's collation may hold equal to those of other rows",
                        table.not_repaired));
    }
}

}  // namespace

bool Report::is_equal() const {
    return std::all_of(tables.begin(), tables.end(), [](const TableResult& table) {
        return table.findings.count() == 0;
    });
}

std::string to_json(const Report& report) {
    Json json{{"connector", report.connector}, {"equal", report.is_equal()}};
    Json& tables = json["tables"] = Json::array();
    for (const TableResult& table : report.tables) {
        tables.push_back(json_of(table));
    }
    json["topics_without_table"] = report.unrouted;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void print(const Report& report, std::size_t listed_rows, std::ostream& out) {
    for (const TableResult& table : report.tables) {
        const Findings& findings = table.findings;
        out << fmt::format("{} -> {}: {} records, {} rows of the topic, {} rows of the table: ",
                           fmt::join(table.topics, ", "),
                           table.table,
                           findings.records,
                           findings.topic_rows(),
                           findings.table_rows());
        if (findings.count() == 0) {
            out << "equal\n";
        } else {
            std::string counts;
            for (const DifferenceKind kind : kKinds) {
                if (findings.count(kind) != 0) {
                    counts += fmt::format(
                        "{}{} {}", counts.empty() ? "" : ", ", findings.count(kind), name_of(kind));
                }
            }
            out << counts << '\n';
        }
        const std::size_t shown = std::min(listed_rows, findings.differences.size());
        for (std::size_t row = 0; row < shown; ++row) {
            out << line_of(findings.differences[row], table);
        }
        if (findings.count() > shown) {
            out << fmt::format("  ... and {} more\n", findings.count() - shown);
        }
        print_notes(table, out);
    }
    for (const std::string& topic : report.unrouted) {
        out << fmt::format("{}: transformations leave no record, so no table was compared\n",
                           topic);
    }
}

}  // namespace kconnect::verify

#include "failed_rows.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "table_structure.hpp"

namespace kconnect::jdbc {

namespace {

/// Where a record came from in Kafka, whatever transformations made of its topic.
struct Origin {
    std::string_view topic;
    std::int32_t partition;
    std::int64_t offset;
};

Origin origin_of(const SinkRecord& record) {
    if (record.original != nullptr) {
        return {record.original->topic, record.original->partition, record.original->offset};
    }
    return {record.topic, record.partition.value_or(0), record.kafka_offset};
}

std::string name_of(const SinkRecord& record) {
    const Origin origin = origin_of(record);
    return fmt::format("{}-{}@{}", origin.topic, origin.partition, origin.offset);
}

std::string ranges_of(const FailedRows& failed) {
    std::map<std::pair<std::string_view, std::int32_t>, std::pair<std::int64_t, std::int64_t>>
        ranges;
    for (const std::uint32_t index : failed.versions) {
        const Origin origin = origin_of(*failed.plan.versions()[index].record);
        const auto [range, is_new] =
            ranges.try_emplace({origin.topic, origin.partition}, origin.offset, origin.offset);
        range->second.first = std::min(range->second.first, origin.offset);
        range->second.second = std::max(range->second.second, origin.offset);
    }
    std::vector<std::string> texts;
    for (const auto& [partition, offsets] : ranges) {
        texts.push_back(fmt::format("{}-{}@{}", partition.first, partition.second, offsets.first));
        if (offsets.second != offsets.first) {
            texts.back() += fmt::format("..{}", offsets.second);
        }
    }
    return fmt::format(
        "{} {}", failed.versions.size() == 1 ? "record" : "records", fmt::join(texts, ", "));
}

/// Characters that a text column has to keep: blanks at the end may be cut.
std::size_t characters_of(std::string_view text) {
    text = text.substr(0, text.find_last_not_of(' ') + 1);
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// The bytes that MySQL's types without a length hold; absent for others.
std::optional<std::size_t> capacity_of(std::string_view type) {
    constexpr std::array<std::pair<std::string_view, std::size_t>, 6> kTypes{
        {{"tinytext", 255},
         {"text", 65'535},
         {"mediumtext", 16'777'215},
         {"tinyblob", 255},
         {"blob", 65'535},
         {"mediumblob", 16'777'215}}};
    const auto* found = std::ranges::find(kTypes, type, &decltype(kTypes)::value_type::first);
    return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

std::size_t bytes_of(const Value& cell) {
    if (cell.kind() == ValueKind::kString) {
        return cell.as_string().size();
    }
    return cell.kind() == ValueKind::kBytes ? cell.as_bytes().size() : 0;
}

std::string too_long(const Value& cell, const sql::Column& target) {
    const std::optional<std::size_t> capacity = capacity_of(target.type);
    if (capacity.has_value() && bytes_of(cell) > *capacity) {
        return fmt::format("has {} bytes, {} fit", bytes_of(cell), *capacity);
    }
    const std::optional<std::size_t> limit = target.max_length();
    if (!limit.has_value()) {
        return {};
    }
    if (cell.kind() == ValueKind::kString && characters_of(cell.as_string()) > *limit) {
        return fmt::format("has {} characters, {} fit", characters_of(cell.as_string()), *limit);
    }
    if (cell.kind() == ValueKind::kBytes && cell.as_bytes().size() > *limit) {
        return fmt::format("has {} bytes, {} fit", cell.as_bytes().size(), *limit);
    }
    return {};
}

std::string place_of(const FailedRows& failed) {
    return fmt::format("Table {}, {}: ", displayed(failed.table.id), ranges_of(failed));
}

/// The largest whole number that a type can hold; absent for other types.
std::optional<std::int64_t> largest_of(std::string_view type) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kTypes{
        {{"tinyint", INT8_MAX},
         {"smallint", INT16_MAX},
         {"mediumint", (1 << 23) - 1},
         {"integer", INT32_MAX},
         {"int", INT32_MAX}}};
    const std::string_view base = type.substr(0, type.find('('));
    const auto* found = std::ranges::find(kTypes, base, &decltype(kTypes)::value_type::first);
    return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

std::string out_of_range(const Value& cell, const sql::Column& target) {
    const std::optional<std::int64_t> largest = largest_of(target.type);
    if (!largest.has_value() || !cell.is_integer() ||
        (cell.to_integer() <= *largest && cell.to_integer() >= -*largest - 1)) {
        return {};
    }
    return fmt::format("is an {} beyond the range of {}", name_of(cell.kind()), target.type);
}

/// What is wrong with a cell, given the database's error; empty when nothing is to be seen.
std::string fault_of(const sql::SqlError& error, const Value& cell, const sql::Column& target) {
    constexpr int kMySqlNull = 1048;
    constexpr int kSqliteNull = 1299;
    if (error.sql_state() == "22001") {
        return too_long(cell, target);
    }
    if (error.sql_state() == "22003") {
        return out_of_range(cell, target);
    }
    if (error.sql_state() == "22021") {
        const bool has_nul = cell.kind() == ValueKind::kString &&
                             cell.as_string().find('\0') != std::string_view::npos;
        return has_nul ? "holds the character U+0000, which the database cannot store" : "";
    }
    const bool no_null = error.sql_state() == "23502" || error.vendor_code() == kMySqlNull ||
                         error.vendor_code() == kSqliteNull;
    return no_null && cell.is_null() && !target.nullable ? "is null, which the column does not take"
                                                         : "";
}

/// The first cell that shows the fault: `column "a" of the record flights-0@17 has ...`.
std::string culprit(const FailedRows& failed, const sql::SqlError& error) {
    for (std::size_t row = 0; row < failed.rows.row_count; ++row) {
        for (std::size_t column = 0; column < failed.rows.column_count; ++column) {
            const sql::Column* target = failed.table.column(failed.columns.columns[column].name);
            const std::string fault =
                target == nullptr ? "" : fault_of(error, failed.rows[row][column], *target);
            if (!fault.empty()) {
                const Version& version = failed.plan.versions()[failed.versions[row]];
                return fmt::format("; column \"{}\" of the record {} {}",
                                   target->name,
                                   name_of(*version.record),
                                   fault);
            }
        }
    }
    return {};
}

}  // namespace

sql::SqlError located(const SinkRecord& record, const sql::SqlError& error) {
    return {fmt::format("Record {}: {}", name_of(record), error.what()),
            error.kind(),
            error.sql_state(),
            error.vendor_code(),
            error.connection_lost()};
}

std::string located(const FailedRows& failed, const DataException& error) {
    return place_of(failed) + (failed.hides_values
                                   ? fmt::format("<redacted> [class={}]", error.java_class())
                                   : error.what());
}

std::string redacted(const sql::SqlError& error) {
    return fmt::format("<redacted> [class={}; SQLState={}; errorCode={}]",
                       error.java_class(),
                       error.sql_state(),
                       error.vendor_code());
}

sql::SqlError located(const FailedRows& failed, const sql::SqlError& error) {
    const std::string text = failed.hides_values ? redacted(error) : error.what();
    return {fmt::format("{}{}", place_of(failed), text) + culprit(failed, error),
            error.kind(),
            error.sql_state(),
            error.vendor_code(),
            error.connection_lost()};
}

}  // namespace kconnect::jdbc

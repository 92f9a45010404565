#include "failed_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
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

std::string place_of(const FailedRows& failed) {
    return fmt::format("Table {}, {}: ", displayed(failed.table.id), ranges_of(failed));
}

/// The first cell that shows the fault: `column "a" of the record flights-0@17 has ...`.
std::string culprit(const FailedRows& failed, const sql::SqlError& error) {
    for (std::size_t row = 0; row < failed.rows.row_count; ++row) {
        for (std::size_t column = 0; column < failed.rows.column_count; ++column) {
            const sql::Column* target = failed.table.column(failed.columns.columns[column].name);
            const std::string fault =
                target == nullptr
                    ? ""
                    : failed.dialect.fault_of(error, failed.rows[row][column], *target);
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

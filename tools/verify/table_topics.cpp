#include "verify/table_topics.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "jdbc/table_naming.hpp"

namespace kconnect::verify {

namespace {

bool has_table(const jdbc::JdbcSinkConfig& config, const std::string& seen_as) {
    try {
        jdbc::table_name_for(config, seen_as);
        return true;
    } catch (const ConnectException&) {
        return false;
    }
}

}  // namespace

sql::TableId table_id_of(const std::string& configured,
                         const sql::Dialect& dialect,
                         sql::Connection& connection) {
    const sql::TableId resolved = connection.resolve(dialect.parse_table_name(configured));
    const auto table = connection.describe(resolved);
    return table ? table->id : resolved;
}

std::vector<TableTopics> tables_of(const jdbc::JdbcSinkConfig& config,
                                   const std::vector<TopicRoute>& routes,
                                   TableFinder& finder) {
    std::vector<TableTopics> tables;
    for (const auto& [topic, seen_as] : routes) {
        if (topic != seen_as && !has_table(config, seen_as)) {
            continue;
        }
        const sql::TableId& id = finder.table_of(seen_as);
        const auto known = std::ranges::find(tables, id, &TableTopics::id);
        if (known == tables.end()) {
            tables.push_back({jdbc::table_name_for(config, seen_as), id, {topic}});
        } else if (std::ranges::find(known->topics, topic) == known->topics.end()) {
            known->topics.push_back(topic);
        }
    }
    return tables;
}

void check_unchanged(const TableTopics& table,
                     const sql::Dialect& dialect,
                     sql::Connection& connection) {
    const sql::TableId now = table_id_of(table.table, dialect, connection);
    if (now != table.id) {
        throw ConfigException(
            fmt::format("Table \"{}\" has come into being as {} since the comparison began; run "
                        "kconnect-verify again",
                        table.table,
                        dialect.qualified(now)));
    }
}

}  // namespace kconnect::verify

#include "verify/table_topics.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "jdbc/table_naming.hpp"

namespace kconnect::verify {

sql::TableId table_id_of(const std::string& configured,
                         const sql::Dialect& dialect,
                         sql::Connection& connection) {
    const sql::TableId resolved = connection.resolve(dialect.parse_table_name(configured));
    const auto table = connection.describe(resolved);
    return table ? table->id : resolved;
}

std::vector<TableTopics> tables_of(const jdbc::JdbcSinkConfig& config,
                                   const std::vector<std::string>& topics,
                                   const sql::Dialect& dialect,
                                   sql::Connection& connection) {
    std::vector<TableTopics> tables;
    for (const std::string& topic : topics) {
        const std::string name = jdbc::table_name_for(config, topic);
        auto known = std::ranges::find(tables, name, &TableTopics::table);
        sql::TableId id;
        if (known == tables.end()) {
            id = table_id_of(name, dialect, connection);
            known = std::ranges::find(tables, id, &TableTopics::id);
        }
        if (known == tables.end()) {
            tables.push_back({name, std::move(id), {topic}});
        } else {
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

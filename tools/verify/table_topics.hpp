#pragma once

#include <string>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/table.hpp>

#include "jdbc/jdbc_sink_config.hpp"
#include "verify/topic_routes.hpp"

namespace kconnect::verify {

/// A table and all topics whose records go there: a row may come from any of them.
struct TableTopics {
    std::string table;  ///< As the configuration names it for the first of the topics.
    sql::TableId id;    ///< As the database names it; what was asked for while it does not exist.
    std::vector<std::string> topics;  ///< By their names in Kafka, each once.
};

/// The table that `configured` names, in the database's own spelling where it exists: two names may
/// be one table (`flights` and `public.flights`; names that differ in case). Throws SqlError.
sql::TableId table_id_of(const std::string& configured,
                         const sql::Dialect& dialect,
                         sql::Connection& connection);

/// The tables that the routes lead to, in their order. Routes of transformed records that lead to
/// none are left out: the sink refuses such records, too. Throws SqlError, and ConnectException for
/// other routes without table.
std::vector<TableTopics> tables_of(const jdbc::JdbcSinkConfig& config,
                                   const std::vector<TopicRoute>& routes,
                                   TableFinder& finder);

/// Throws ConfigException when the name means another table than when the tables were found: one
/// that did not exist then has become, under another spelling, a table of other topics, and its
/// rows would be taken for extra ones.
void check_unchanged(const TableTopics& table,
                     const sql::Dialect& dialect,
                     sql::Connection& connection);

}  // namespace kconnect::verify

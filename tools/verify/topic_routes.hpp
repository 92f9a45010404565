#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/table.hpp>

#include "kafka/topic_reader.hpp"
#include "verify/job.hpp"
#include "verify/progress.hpp"

namespace kconnect::verify {

/// A topic, and the name under which the sink sees records of it: transformations may change that.
struct TopicRoute {
    std::string topic;
    std::string seen_as;

    // NOLINTNEXTLINE(modernize-use-nullptr): a mistake of clang-tidy 14
    friend auto operator<=>(const TopicRoute&, const TopicRoute&) = default;
};

/// The routes of the topics. With transformations only their records tell: all are read, and a
/// topic of which none is left has no route. Throws KafkaException.
std::vector<TopicRoute> find_routes(const Job& job,
                                    kafka::TopicReader& reader,
                                    const std::vector<std::string>& topics,
                                    Progress& progress);

/// The tables that topics lead to; asks the database once for each name. Parts are borrowed.
/// Threads: one.
class TableFinder {
public:
    TableFinder(const jdbc::JdbcSinkConfig& config,
                const sql::Dialect& dialect,
                sql::Connection& connection)
        : config_(config), dialect_(dialect), connection_(connection) {}

    /// The table for records that are seen as of this topic. Throws ConnectException when the
    /// configuration names none, and SqlError.
    const sql::TableId& table_of(std::string_view seen_as);

private:
    const jdbc::JdbcSinkConfig& config_;
    const sql::Dialect& dialect_;
    sql::Connection& connection_;
    std::map<std::string, sql::TableId, std::less<>> known_;
};

}  // namespace kconnect::verify

#include "verify/verification.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "config/connector_config.hpp"
#include "kafka/kafka_exception.hpp"
#include "kafka/topic_pattern.hpp"
#include "kafka/topic_reader.hpp"
#include "verify/job.hpp"
#include "verify/passes.hpp"
#include "verify/table_comparison.hpp"
#include "verify/table_topics.hpp"
#include "verify/topic_routes.hpp"

namespace kconnect::verify {

namespace {

std::vector<std::string> topics_of(const Job& job, kafka::TopicReader& reader) {
    const auto config = parse_sink_connector_config(job.connector);
    const auto known = reader.topics();
    if (!config.topics_regex.empty()) {
        return kafka::TopicPattern(config.topics_regex).select(known, false);
    }
    for (const std::string& topic : config.topics) {
        if (!std::binary_search(known.begin(), known.end(), topic)) {
            throw ConfigException("topics", topic, "There is no such topic");
        }
    }
    return config.topics;
}

void check_topic(const std::string& topic, const std::vector<std::string>& topics) {
    if (std::ranges::find(topics, topic) == topics.end()) {
        throw ConfigException(fmt::format("--topic {}: the connector does not read it", topic));
    }
}

bool feeds(const std::string& topic, const TableTopics& table) {
    return std::ranges::find(table.topics, topic) != table.topics.end();
}

void keep_tables_of(const std::string& topic, std::vector<TableTopics>& tables) {
    std::erase_if(tables, [&topic](const TableTopics& table) { return !feeds(topic, table); });
}

/// The topics to compare that no table has a record of.
std::vector<std::string> without_table(const std::vector<std::string>& topics,
                                       const std::vector<TableTopics>& tables,
                                       const Arguments& arguments) {
    std::vector<std::string> result;
    for (const std::string& topic : topics) {
        const bool is_asked_for = arguments.topic.empty() || arguments.topic == topic;
        const auto is_its = [&topic](const TableTopics& table) { return feeds(topic, table); };
        if (is_asked_for && std::ranges::none_of(tables, is_its)) {
            result.push_back(topic);
        }
    }
    return result;
}

bool is_away(const sql::SqlError& error) {
    // SQLSTATE class 28: the server is there and refuses the user.
    return error.connection_lost() ||
           (error.kind() == sql::SqlErrorKind::kTransient && !error.sql_state().starts_with("28"));
}

/// The database was silent for longer than --timeout, or the URL, allows: says what to do.
[[noreturn]] void rethrow_with_remedy(const sql::SqlError& error, bool is_in_url) {
    const std::string text = error.what();
    if (!is_in_url && text.ends_with("raise busy_timeout in connection.url")) {
        throw sql::SqlError(text + ", or --timeout",
                            error.kind(),
                            error.sql_state(),
                            error.vendor_code(),
                            error.connection_lost());
    }
    if (text.find("(socketTimeout)") == std::string::npos) {
        throw;
    }
    throw sql::SqlError(
        fmt::format("{}; see whether the database is there and whether somebody holds the table "
                    "locked, or raise {}",
                    text,
                    is_in_url ? "socketTimeout in connection.url" : "--timeout"),
        error.kind(),
        error.sql_state(),
        error.vendor_code(),
        error.connection_lost());
}

Report compare(const Job& job, const Arguments& arguments, Progress& progress) {
    const auto reader = kafka::make_topic_reader(job.consumer);
    const std::vector<std::string> topics = topics_of(job, *reader);
    if (!arguments.topic.empty()) {
        check_topic(arguments.topic, topics);
    }
    const sql::Dialect& dialect = jdbc::dialect_of(job.sink);
    const auto connection = dialect.connect(job.sink.connection);
    TableFinder finder(job.sink, dialect, *connection);
    const std::vector<TopicRoute> routes = find_routes(job, *reader, topics, progress);
    std::vector<TableTopics> tables = tables_of(job.sink, routes, finder);
    if (!arguments.topic.empty()) {
        keep_tables_of(arguments.topic, tables);
    }
    Report report{
        .connector = job.name, .tables = {}, .unrouted = without_table(topics, tables, arguments)};
    for (const TableTopics& table : tables) {
        check_unchanged(table, dialect, *connection);
        TableComparison comparison({job, *reader, dialect, *connection, finder, progress}, table);
        report.tables.push_back(compare_in_passes(
            {.compare = [&] { return comparison.run(arguments.settle); },
             .repair =
                 [&](TableResult& result) {
                     comparison.repair(result, arguments.repairs, arguments.repairs_extra);
                 }}));
    }
    return report;
}

}  // namespace

Report verify(const Arguments& arguments, SecretMask& secrets, Progress& progress) {
    const std::unique_ptr<Job> job = read_job(arguments, secrets);
    try {
        return compare(*job, arguments, progress);
    } catch (const sql::SqlError& error) {
        rethrow_with_remedy(error, job->has_own_timeout);
    }
}

ExitCode exit_code_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const sql::SqlError& sql) {
        return is_away(sql) ? ExitCode::kUnreachable : ExitCode::kConfiguration;
    } catch (const kafka::KafkaException& kafka) {
        const bool is_unknown = kafka.java_class().find("UnknownTopic") != std::string_view::npos;
        return is_unknown ? ExitCode::kConfiguration : ExitCode::kUnreachable;
    } catch (...) {
        return ExitCode::kConfiguration;
    }
}

}  // namespace kconnect::verify

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

void keep_table_of(const std::string& topic, std::vector<TableTopics>& tables) {
    std::erase_if(tables, [&topic](const TableTopics& table) {
        return std::ranges::find(table.topics, topic) == table.topics.end();
    });
    if (tables.empty()) {
        throw ConfigException(fmt::format("--topic {}: the connector does not read it", topic));
    }
}

bool is_away(const sql::SqlError& error) {
    // SQLSTATE class 28: the server is there and refuses the user.
    return error.connection_lost() ||
           (error.kind() == sql::SqlErrorKind::kTransient && !error.sql_state().starts_with("28"));
}

}  // namespace

Report verify(const Arguments& arguments, SecretMask& secrets, Progress& progress) {
    const std::unique_ptr<Job> job = read_job(arguments, secrets);
    const auto reader = kafka::make_topic_reader(job->consumer);
    const std::vector<std::string> topics = topics_of(*job, *reader);
    const sql::Dialect& dialect = jdbc::dialect_of(job->sink);
    const auto connection = dialect.connect(job->sink.connection);
    std::vector<TableTopics> tables = tables_of(job->sink, topics, dialect, *connection);
    if (!arguments.topic.empty()) {
        keep_table_of(arguments.topic, tables);
    }
    Report report{.connector = job->name, .tables = {}};
    for (const TableTopics& table : tables) {
        check_unchanged(table, dialect, *connection);
        TableComparison comparison(
            {*job, *reader, dialect, *connection, progress}, table.table, table.topics);
        report.tables.push_back(compare_in_passes(
            {.compare = [&] { return comparison.run(arguments.settle); },
             .repair =
                 [&](TableResult& result) {
                     comparison.repair(result, arguments.repairs, arguments.repairs_extra);
                 }}));
    }
    return report;
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

#include "verify/job.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/dialect.hpp>

#include "config/builtin_config_providers.hpp"
#include "config/config_transformer.hpp"
#include "config/connector_config.hpp"
#include "config/connector_file.hpp"
#include "convert/builtin_converters.hpp"
#include "jdbc/sink_face.hpp"
#include "kafka/client_config.hpp"
#include "plugin/plugin_folders.hpp"
#include "plugin/plugin_probe.hpp"
#include "plugin/plugin_scanner.hpp"
#include "transform/builtin_transformations.hpp"
#include "worker/config_providers.hpp"
#include "worker/connector_validation.hpp"
#include "worker/converter_choice.hpp"
#include "worker/transformation_choice.hpp"
#include "worker/transformation_classes.hpp"
#include "worker/transformation_keys.hpp"

namespace kconnect::verify {

namespace {

void load_plugins(PluginRegistry& registry, const ConfigMap& worker) {
    const auto program = program_file();
    PluginProbe probe(program);
    PluginScanner scanner(registry, probe);
    registry.add(convert::builtin_converters(), "classpath");
    registry.add(transform::builtin_transformations(), "classpath");
    registry.add(builtin_config_providers(), "classpath");
    if (const auto folder = own_plugin_folder(program)) {
        scanner.scan_own_folder(*folder);
    }
    scanner.scan_plugin_path(plugin_path(worker));
}

/// The vocabulary of the sink that `connector.class` names.
const jdbc::SinkFace& face_of(const PluginDescription& plugin) {
    if (plugin.class_name == "io.confluent.connect.jdbc.JdbcSinkConnector") {
        return jdbc::confluent_face();
    }
    if (plugin.class_name == "io.aiven.connect.jdbc.JdbcSinkConnector") {
        return jdbc::aiven_face();
    }
    throw ConfigException("connector.class",
                          plugin.class_name,
                          "Only tables that the JDBC sink writes can be compared; name the "
                          "property file of a JDBC sink");
}

/// The one connector of a file.
ConfigMap read_sink(const std::string& file) {
    const auto requests = read_connector_file(file);
    if (requests.size() != 1) {
        throw ConfigException(fmt::format(
            "'{}' describes {} connectors; give each its own file", file, requests.size()));
    }
    return requests.front().config;
}

bool is_sqlite(const jdbc::JdbcSinkConfig& config) {
    return jdbc::dialect_of(config).name() == "SqliteDatabaseDialect";
}

/// Opening would make an empty file of a misspelt name, and call all rows missing.
void check_file(const sql::JdbcUrl& url) {
    const std::string& file = url.database;
    if (file.empty() || file.starts_with(":memory:") ||
        file.find("mode=memory") != std::string::npos) {
        throw ConfigException("connection.url",
                              url.display(),
                              "A database in memory is its worker's own; kconnect-verify needs "
                              "one in a file");
    }
    if (!file.starts_with("file:") && !std::filesystem::exists(file)) {
        throw ConfigException("connection.url",
                              url.display(),
                              "There is no such file; correct the name, or start the sink first");
    }
}

/// Gives the connection the drivers' `socketTimeout`, unless the URL has one: a table that somebody
/// holds locked, or a server that is gone, must not keep the comparison waiting. False when the
/// configuration has one.
bool bound_silence(jdbc::JdbcSinkConfig& config, std::chrono::seconds limit) {
    if (is_sqlite(config)) {
        constexpr std::int64_t kForEver = std::numeric_limits<int>::max();
        const std::int64_t wait = std::chrono::milliseconds(limit).count();
        config.connection.properties.emplace(
            "busy_timeout", std::to_string(wait == 0 ? kForEver : std::min(wait, kForEver)));
        return !config.connection.url.parameters.contains("busy_timeout");
    }
    const bool takes_seconds = jdbc::dialect_of(config).name() == "PostgreSqlDatabaseDialect";
    const auto value = takes_seconds ? limit.count() : std::chrono::milliseconds(limit).count();
    const bool is_new =
        config.connection.properties.emplace("socketTimeout", std::to_string(value)).second;
    return is_new && !config.connection.url.parameters.contains("socketTimeout");
}

/// One line for all errors: the list that REST shows has a line each.
std::string one_line(const std::vector<std::string>& errors) {
    std::string line;
    for (const auto& error : errors) {
        line += (line.empty() ? "" : "; ") + error;
    }
    return line;
}

/// Whether all keys are right; whether the database answers shows later, as another exit code.
void check_connector(const Job& job, const PluginDescription& plugin) {
    const auto& face = face_of(plugin);
    auto results = face.config_def().validate(job.connector);
    face.check(results);
    ConfigDef common = sink_connector_config_def();
    add_transformation_sections(common, job.registry);
    for (auto& more : common.validate(job.connector)) {
        results.push_back(std::move(more));
    }
    std::vector<std::string> errors;
    for (const auto& result : results) {
        errors.insert(errors.end(), result.errors.begin(), result.errors.end());
    }
    if (!errors.empty()) {
        throw ConfigException(one_line(errors));
    }
    const auto topics = parse_sink_connector_config(job.connector);
    if (topics.topics.empty() == topics.topics_regex.empty()) {
        throw ConfigException(topics.topics.empty()
                                  ? "Must configure one of topics or topics.regex"
                                  : "topics and topics.regex are mutually exclusive options, but "
                                    "both are set");
    }
}

}  // namespace

runtime::Converters Job::make_converters() const {
    auto converters = kconnect::make_converters(choose_converters(connector, worker, registry));
    converters.transformations = make_transformations(connector, registry);
    return converters;
}

bool Job::transforms() const {
    return !aliases_in(connector, transformation_sort()).empty();
}

void check_comparable(const jdbc::JdbcSinkConfig& config) {
    if (config.primary_key_mode == jdbc::PrimaryKeyMode::kNone) {
        throw ConfigException("pk.mode",
                              "none",
                              "Rows without a key cannot be told apart; kconnect-verify needs "
                              "kafka, record_key or record_value");
    }
    if (config.insert_mode == jdbc::InsertMode::kUpdate) {
        throw ConfigException("insert.mode",
                              "update",
                              "Which rows there should be is not known from the topic; "
                              "kconnect-verify needs insert or upsert");
    }
    if (is_sqlite(config)) {
        check_file(config.connection.url);
    }
}

std::unique_ptr<Job> read_job(const Arguments& arguments, SecretMask& secrets) {
    auto job = std::make_unique<Job>();
    const ConfigMap raw = read_worker_file(arguments.worker_file);
    load_plugins(job->registry, raw);
    ConfigTransformer own(make_config_providers(raw, job->registry), secrets);
    job->worker = parse_worker_config(own.transform(raw).config);
    check_worker_converters(job->worker, job->registry);
    ConfigTransformer transformer(make_config_providers(job->worker.properties, job->registry),
                                  secrets);
    job->connector = transformer.transform(read_sink(arguments.sink_file)).config;
    const PluginDescription& plugin = connector_class(job->connector, job->registry);
    transformer.learn_passwords(job->connector, face_of(plugin).config_def());
    check_connector(*job, plugin);
    job->name = parse_connector_config(job->connector).name;
    job->sink = face_of(plugin).parse(job->connector);
    check_comparable(job->sink);
    job->has_own_timeout = !bound_silence(job->sink, arguments.timeout);
    job->consumer =
        kafka::sink_consumer_config(job->worker.properties, job->connector, job->name, 0);
    job->group = find(job->consumer, "group.id").value_or("");
    return job;
}

}  // namespace kconnect::verify

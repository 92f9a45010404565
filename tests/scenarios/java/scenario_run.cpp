#include "scenarios/java/scenario_run.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "support/http_get.hpp"
#include "support/unique_name.hpp"

namespace kconnect::test {
namespace {

/// Members in the order of their names: Java has them as its hash tables have them.
using Json = nlohmann::json;

constexpr std::string_view kName = "scenario";
constexpr std::string_view kStackTrace = "__connect.errors.exception.stacktrace";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    return lines.empty() ? "" : fmt::format("{}\n", fmt::join(lines, "\n"));
}

/// The exceptions of a stack trace, without the places in Java's source and without the words of
/// its JSON library; at most the first two, as what lies below belongs to libraries.
std::string exceptions_of(const std::string& trace) {
    std::string text;
    int count = 0;
    for (const std::string& line : lines_of(trace)) {
        if (!line.starts_with('\t') && count++ < 2) {
            text += (text.empty() ? "" : " / ") + line.substr(0, line.find(": com.fasterxml."));
        }
    }
    return text;
}

/// What differs between two runs of the same worker, or says who it is.
void mask(Json& value) {
    if (value.is_object()) {
        for (auto& [key, part] : value.items()) {
            if (key == "version" || key == "commit" || key == "kafka_cluster_id") {
                part = "@" + key + "@";
            } else if (key == "trace") {
                part = exceptions_of(part.get<std::string>());
            } else {
                mask(part);
            }
        }
    } else if (value.is_array()) {
        for (Json& part : value) {
            mask(part);
        }
    }
}

}  // namespace

ScenarioPlace::ScenarioPlace() {
    name_ = unique_name(kName, "n");
}

std::string ScenarioPlace::here(std::string text) const {
    text = replaced(std::move(text), kName, name_);
    text = replaced(std::move(text), "@FILE@", (folder_.path() / "output.txt").string());
    text = replaced(std::move(text), "@INPUT@", (folder_.path() / "input.txt").string());
    text = replaced(std::move(text), "@FOLDER@", folder_.path().string());
    return replaced(std::move(text), "@PORT@", "0");
}

/// The port that the last worker took, as its log says; 0 before.
std::uint16_t ScenarioPlace::port() const {
    constexpr std::string_view kBefore = "REST server listening at http://127.0.0.1:";
    const std::string output = read_file(log());
    const std::size_t at = output.rfind(kBefore);
    if (at == std::string::npos) {
        return 0;
    }
    const std::size_t first = at + kBefore.size();
    const std::size_t last = output.find('/', first);
    return last == std::string::npos
               ? std::uint16_t{0}
               : static_cast<std::uint16_t>(std::stoi(output.substr(first, last - first)));
}

std::string ScenarioPlace::in_file(std::string text) const {
    text = replaced(std::move(text), (folder_.path() / "output.txt").string(), "@FILE@");
    text = replaced(std::move(text), (folder_.path() / "input.txt").string(), "@INPUT@");
    text = replaced(std::move(text), folder_.path().string(), "@FOLDER@");
    text = replaced(std::move(text), fmt::format("127.0.0.1:{}", port()), "127.0.0.1:@PORT@");
    return replaced(std::move(text), name_, kName);
}

ScratchDatabase& ScenarioPlace::database(const std::string& kind) {
    std::unique_ptr<ScratchDatabase>& database = databases_[kind];
    if (database == nullptr) {
        const auto server = kind == "postgresql" ? DatabaseKind::kPostgreSql : DatabaseKind::kMySql;
        database = std::make_unique<ScratchDatabase>(server, folder_.path());
    }
    return *database;
}

/// @POSTGRESQL@ and @MYSQL@ are the lines that name a database of this run.
std::string ScenarioPlace::with_databases(std::string text) {
    for (const auto& [mark, kind] :
         {std::pair("@POSTGRESQL@\n", "postgresql"), std::pair("@MYSQL@\n", "mysql")}) {
        if (text.find(mark) != std::string::npos) {
            text = replaced(std::move(text), mark, database(kind).properties());
        }
    }
    return text;
}

/// Cells joined by bars; what the server says when there is no such table or column.
std::vector<std::string> ScenarioPlace::query_lines(const std::string& kind,
                                                    const std::string& sql) {
    std::vector<std::string> lines;
    try {
        for (const auto& row : database(kind).rows(here(sql))) {
            lines.push_back(in_file(fmt::format("{}", fmt::join(row, "|"))));
        }
    } catch (const std::exception&) {
        return {"(no table)"};
    }
    return lines;
}

std::vector<std::string> ScenarioPlace::column_lines(const std::string& kind,
                                                     const std::string& table) {
    const std::string_view here = kind == "postgresql" ? "current_schema()" : "database()";
    return query_lines(
        kind,
        fmt::format("SELECT c.column_name, c.data_type, c.is_nullable, (SELECT count(*) FROM "
                    "information_schema.key_column_usage k WHERE k.table_schema = c.table_schema "
                    "AND k.table_name = c.table_name AND k.column_name = c.column_name) FROM "
                    "information_schema.columns c WHERE c.table_schema = {} AND c.table_name = "
                    "'{}' ORDER BY 1",
                    here,
                    table));
}

std::vector<std::string> ScenarioPlace::prepare(const ScenarioPhase& phase) {
    std::vector<std::filesystem::path> connectors;
    for (const ScenarioSection& section : phase.inputs) {
        const std::string text = with_databases(here(joined(section.lines)));
        if (section.name == "worker") {
            worker_lines_ = section.lines;
        } else if (section.name == "connector") {
            const std::string file = section.argument.empty()
                                         ? fmt::format("connector{}.properties", connectors.size())
                                         : section.argument;
            connectors.push_back(folder_.write(file, text));
        } else if (section.name == "sql") {
            for (const std::string& statement : lines_of(text)) {
                database(section.argument).execute(statement);
            }
        } else if (section.name == "records") {
            prepare_records(section);
        } else if (section.name == "input") {
            folder_.write(section.argument.empty() ? "input.txt" : section.argument, text);
        } else if (section.name == "append") {
            std::ofstream(folder_.path() / "input.txt", std::ios::app) << text;
        } else if (section.name == "remove") {
            std::filesystem::remove(here(section.argument));
        }
    }
    if (!connectors.empty()) {
        connectors_ = std::move(connectors);
    }
    std::vector<std::string> arguments{write_worker_file(worker_lines_)};
    arguments.insert(arguments.end(), connectors_.begin(), connectors_.end());
    return arguments;
}

/// "records TOPIC": the topic is made when no phase before has made it.
void ScenarioPlace::prepare_records(const ScenarioSection& section) {
    if (section.argument.find(kName) == std::string::npos) {
        throw std::runtime_error(
            fmt::format("topic '{}': a name needs '{}' in it", section.argument, kName));
    }
    const std::string topic = here(section.argument);
    if (read_topic(kafka_.bootstrap_servers(), topic).empty()) {
        kafka_.create_topic(topic, 1, "connect-" + name_);
    }
    std::vector<TopicRecord> records;
    for (const std::string& line : section.lines) {
        records.push_back(parse_record(here(line)));
    }
    send_records(kafka_.bootstrap_servers(), topic, records);
}

std::string ScenarioPlace::write_worker_file(const std::vector<std::string>& lines) {
    return folder_.write(
        "worker.properties",
        fmt::format("bootstrap.servers={}\n"
                    "key.converter=org.apache.kafka.connect.storage.StringConverter\n"
                    "value.converter=org.apache.kafka.connect.storage.StringConverter\n"
                    "offset.storage.file.filename={}/offsets\n"
                    "offset.flush.interval.ms=300\n"
                    "listeners=http://127.0.0.1:0\n{}",
                    kafka_.bootstrap_servers(),
                    folder_.path().string(),
                    here(joined(lines))));
}

std::vector<std::string> ScenarioPlace::observe(const ScenarioSection& section) {
    if (section.name == "file") {
        const std::string file = section.argument.empty() ? "@FILE@" : section.argument;
        std::vector<std::string> lines = lines_of(read_file(here(file)));
        for (std::string& line : lines) {
            line = in_file(std::move(line));
        }
        return lines;
    }
    if (section.name == "topic") {
        return topic_lines(here(section.argument));
    }
    if (section.name == "committed") {
        return {committed(here(section.argument))};
    }
    if (section.name == "rows" || section.name == "columns") {
        const std::size_t blank = section.argument.find(' ');
        const std::string kind = section.argument.substr(0, blank);
        const std::string what = section.argument.substr(blank + 1);
        return section.name == "rows" ? query_lines(kind, what) : column_lines(kind, what);
    }
    if (section.name == "status") {
        return status_lines(here(section.argument));
    }
    if (section.name == "rest") {
        return rest_lines(here(section.argument));
    }
    return section.lines;
}

std::vector<std::string> ScenarioPlace::topic_lines(const std::string& topic) const {
    std::vector<std::string> lines;
    for (TopicRecord& record : read_topic(kafka_.bootstrap_servers(), topic)) {
        for (auto& [name, value] : record.headers) {
            if (name == kStackTrace && value) {
                value = exceptions_of(*value);
            }
        }
        lines.push_back(in_file(record_text(record)));
    }
    return lines;
}

/// "CONNECTOR TOPIC": where its group continues.
std::string ScenarioPlace::committed(const std::string& connector_and_topic) const {
    const std::size_t blank = connector_and_topic.find(' ');
    const auto offset = kafka_.committed("connect-" + connector_and_topic.substr(0, blank),
                                         connector_and_topic.substr(blank + 1));
    return offset ? std::to_string(*offset) : "none";
}

/// The connector's state, then "NUMBER STATE TRACE" for each task.
std::vector<std::string> ScenarioPlace::status_lines(const std::string& connector) const {
    const auto answer = http_get(port(), "/connectors/" + connector + "/status");
    if (!answer || answer->status != 200) {
        return {};
    }
    Json status = Json::parse(answer->body);
    mask(status);
    const auto line = [this](const Json& part) {
        return in_file(part.at("state").get<std::string>() +
                       (part.contains("trace") ? " " + part["trace"].get<std::string>() : ""));
    };
    std::vector<std::string> lines{line(status.at("connector"))};
    for (const Json& task : status.at("tasks")) {
        lines.push_back(fmt::format("{} {}", task.at("id").get<int>(), line(task)));
    }
    return lines;
}

std::vector<std::string> ScenarioPlace::rest_lines(const std::string& path) const {
    const auto answer = http_get(port(), path);
    if (!answer) {
        return {};
    }
    std::vector<std::string> lines{std::to_string(answer->status)};
    Json body = Json::parse(answer->body, nullptr, false);
    if (body.is_discarded()) {
        lines.push_back("(no JSON)");
        return lines;
    }
    mask(body);
    for (const std::string& line : lines_of(body.dump(1))) {
        lines.push_back(in_file(line));
    }
    return lines;
}

}  // namespace kconnect::test

// Sends records through chains of transformations and compares with what Java's gave.
#include <fstream>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/transformation.hpp>

#include "goldens/notation.hpp"
#include "transform/builtin_transformations.hpp"
#include "transform/transformation_chain.hpp"

namespace kconnect::goldens {
namespace {

using nlohmann::json;

ConfigMap config_from(const json& properties) {
    ConfigMap config;
    for (const auto& [key, value] : properties.items()) {
        config[key] = value.get<std::string>();
    }
    return config;
}

template <typename Interface>
std::unique_ptr<Interface> make_configured(const std::string& name, const json& properties) {
    const bool is_whole = name.find(".transforms.") != std::string::npos;
    const std::string class_name = (is_whole ? "" : "org.apache.kafka.connect.transforms.") + name;
    for (const kconnect_plugin_entry& entry : transform::builtin_transformations()) {
        if (entry.class_name == class_name) {
            std::unique_ptr<Interface> made(static_cast<Interface*>(entry.create()));
            made->configure(config_from(properties));
            return made;
        }
    }
    throw std::runtime_error("no class " + class_name);
}

transform::TransformationChain make_chain(const json& steps) {
    std::vector<transform::ChainLink> links;
    for (const json& step : steps) {
        const auto name = step["class"].get<std::string>();
        std::unique_ptr<Predicate> predicate;
        if (step.contains("predicate")) {
            predicate = make_configured<Predicate>(
                "predicates." + step["predicate"].get<std::string>(), step["predicate_config"]);
        }
        links.push_back({make_configured<Transformation>(name, step["config"]),
                         name,
                         std::move(predicate),
                         step.value("negate", false)});
    }
    return transform::TransformationChain(std::move(links));
}

/// A schema that lives as long as `memory`; null for JSON null.
const Schema* keep_schema(const json& notation, BatchMemory& memory) {
    const SchemaPtr schema = schema_from(notation);
    return schema == nullptr ? nullptr : memory.keep(schema);
}

SinkRecord make_record(const json& notation, BatchMemory& memory) {
    Arena& arena = memory.arena();
    SinkRecord record;
    record.topic = arena.copy(notation["topic"].get<std::string>());
    record.partition = notation["partition"].get<std::int32_t>();
    record.kafka_offset = notation["offset"].get<std::int64_t>();
    if (!notation["timestamp"].is_null()) {
        record.timestamp = notation["timestamp"].get<std::int64_t>();
    }
    record.key_schema = keep_schema(notation["key_schema"], memory);
    record.key = value_from(notation["key"], record.key_schema, arena);
    record.value_schema = keep_schema(notation["value_schema"], memory);
    record.value = value_from(notation["value"], record.value_schema, arena);
    const auto headers = arena.make_array<Header>(notation["headers"].size());
    for (std::size_t index = 0; index < headers.size(); ++index) {
        const json& header = notation["headers"][index];
        headers[index].key = arena.copy(header[0].get<std::string>());
        headers[index].schema = keep_schema(header[1], memory);
        headers[index].value = value_from(header[2], headers[index].schema, arena);
    }
    record.headers = headers;
    return record;
}

json shown(const SinkRecord& record) {
    json headers = json::array();
    for (const Header& header : record.headers) {
        headers.push_back({std::string(header.key),
                           to_notation(header.schema),
                           to_notation(header.schema, header.value)});
    }
    return {{"topic", std::string(record.topic)},
            {"partition", record.partition ? json(*record.partition) : json()},
            {"offset", record.kafka_offset},
            {"timestamp", record.timestamp ? json(*record.timestamp) : json()},
            {"key_schema", to_notation(record.key_schema)},
            {"key", to_notation(record.key_schema, record.key)},
            {"value_schema", to_notation(record.value_schema)},
            {"value", to_notation(record.value_schema, record.value)},
            {"headers", std::move(headers)}};
}

/// What our chain makes of the line's record: {"result": record or null} or {"error": [...]}.
json answer_for(const json& line) {
    try {
        auto chain = make_chain(line["chain"]);
        BatchMemory memory;
        SinkRecord record = make_record(line["record"], memory);
        const auto result =
            chain.apply(record, memory, [](const auto& /*name*/, const auto& operation) {
                operation();
                return true;
            });
        const bool is_kept = result == transform::ChainResult::kKept;
        return {{"result", is_kept ? shown(record) : json()}};
    } catch (const ConnectException& error) {
        return {{"error", json::array({error.java_class(), error.what()})}};
    }
}

json expected_of(const json& line) {
    const char* name = line.contains("error") ? "error" : "result";
    return {{name, line[name]}};
}

/// Debezium fails where the fields to drop are looked for in a tombstone that has no schema; we let
/// it pass. A struct that is added has no fields in its schema there, so that events with it fail.
bool is_meant(const json& line, const json& answer) {
    const json& config = line["chain"][0]["config"];
    if (config.value("add.headers", "") == "before" || config.value("add.fields", "") == "before") {
        return answer.contains("result");
    }
    // Cast of a whole value: Java keeps the name of a logical type beside the new type.
    if (line["chain"][0]["class"] == "Cast$Value" && answer.contains("result") &&
        line.contains("result") && line["record"]["value_schema"].is_object()) {
        json named = answer["result"];
        json& schema = named["value_schema"];
        if (schema.is_string()) {
            schema = {{"type", schema}};
        }
        schema["name"] = line["record"]["value_schema"].value("name", "");
        return named == line["result"] &&
               schema["name"].get<std::string>().starts_with("org.apache.kafka.connect.data.");
    }
    return line.contains("error") && answer.contains("result") &&
           line["error"][1].get<std::string>().find("\"schema\" is null") != std::string::npos;
}

/// Runs all lines of a file; how many there are, and how many chains.
std::pair<std::size_t, std::size_t> compare(const std::string& name) {
    std::ifstream file(std::string(KCONNECT_GOLDENS) + "/" + name);
    std::set<std::string> chains;
    std::size_t count = 0;
    std::size_t differences = 0;
    for (std::string text; std::getline(file, text); ++count) {
        const json line = json::parse(text);
        chains.insert(line["chain"].dump());
        const json expected = with_sorted_maps(expected_of(line));
        const json answer = with_sorted_maps(answer_for(line));
        if (answer != expected && !is_meant(line, answer) && ++differences <= 20) {
            ADD_FAILURE() << name << ":" << count + 1 << "\n  chain " << line["chain"].dump()
                          << "\n  record " << line["record"].dump() << "\n  ours " << answer.dump()
                          << "\n  Java " << expected.dump();
        }
    }
    EXPECT_EQ(differences, 0U);
    return {count, chains.size()};
}

TEST(Goldens, TransformationsDoAsJavas) {
    const auto [count, chains] = compare("transformations.jsonl");
    EXPECT_GE(count, 1000U);
    EXPECT_GE(chains, 60U);
}

TEST(Goldens, CastsDoAsJavas) {
    const auto [count, chains] = compare("casts.jsonl");
    EXPECT_GE(count, 2000U);
    EXPECT_GE(chains, 25U);
}

TEST(Goldens, UnwrapsDoAsDebeziums) {
    const auto [count, chains] = compare("unwraps.jsonl");
    EXPECT_GE(count, 1000U);
    EXPECT_GE(chains, 60U);
}

TEST(Goldens, UnwrapsWithOlderKeysDoAsDebeziums) {
    const auto [count, chains] = compare("unwraps_older.jsonl");
    EXPECT_GE(count, 300U);
    EXPECT_GE(chains, 20U);
}

}  // namespace
}  // namespace kconnect::goldens

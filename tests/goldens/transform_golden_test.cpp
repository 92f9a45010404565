// Compares our transformations, line by line, with what Java's did.
#include <fstream>
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/record_batch.hpp>

#include "goldens/notation.hpp"
#include "goldens/transform_exceptions.hpp"
#include "transform/builtin_transformations.hpp"
#include "transform/java_date_format.hpp"
#include "transform/java_regex.hpp"
#include "transform/transformation_chain.hpp"

namespace kconnect::goldens {
namespace {

using nlohmann::json;

std::vector<json> lines_of(const std::string& name) {
    std::ifstream file(std::string(KCONNECT_GOLDENS) + "/" + name);
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(json::parse(line));
    }
    return lines;
}

template <typename Interface>
std::unique_ptr<Interface> make(const std::string& name) {
    for (const kconnect_plugin_entry& entry : transform::builtin_transformations()) {
        if (entry.class_name == "org.apache.kafka.connect.transforms." + name) {
            return std::unique_ptr<Interface>(static_cast<Interface*>(entry.create()));
        }
    }
    throw std::invalid_argument("no class " + name);
}

ConfigMap config_in(const json& node) {
    ConfigMap config;
    for (const auto& [key, value] : node.items()) {
        config[key] = value.get<std::string>();
    }
    return config;
}

transform::ChainLink link_from(const json& step) {
    transform::ChainLink link;
    link.transformation = make<Transformation>(step["class"]);
    link.transformation->configure(config_in(step["config"]));
    if (step.contains("predicate")) {
        link.predicate = make<Predicate>("predicates." + step["predicate"].get<std::string>());
        link.predicate->configure(config_in(step["predicate_config"]));
        link.negate = step["negate"];
    }
    return link;
}

/// A record of the corpus; its parts lie in `memory` and `json`.
class CorpusRecord {
public:
    CorpusRecord(const json& node, BatchMemory& memory) {
        const auto side = [&memory](const json& schema, const json& value) {
            const Schema* const type = memory.keep(schema_from(schema));
            return SchemaAndValue{type, value_from(value, type, memory.arena())};
        };
        const auto key = side(node["key_schema"], node["key"]);
        const auto value = side(node["value_schema"], node["value"]);
        record_.key_schema = key.schema;
        record_.key = key.value;
        record_.value_schema = value.schema;
        record_.value = value.value;
        record_.topic = memory.arena().copy(node["topic"].get<std::string>());
        if (!node["partition"].is_null()) {
            record_.partition = node["partition"];
        }
        if (!node["timestamp"].is_null()) {
            record_.timestamp = node["timestamp"];
        }
        const auto headers = memory.arena().make_array<Header>(node["headers"].size());
        for (std::size_t index = 0; index < headers.size(); ++index) {
            const json& header = node["headers"][index];
            const auto data = side(header[1], header[2]);
            headers[index] = {
                memory.arena().copy(header[0].get<std::string>()), data.schema, data.value};
        }
        record_.headers = headers;
    }

    SinkRecord sink(const json& node) {
        SinkRecord record;
        static_cast<ConnectRecord&>(record) = record_;
        record.kafka_offset = node["offset"];
        record.timestamp_type =
            record.timestamp ? TimestampType::kCreateTime : TimestampType::kNoTimestampType;
        raw_.topic = record.topic;
        raw_.partition = *record.partition;
        raw_.offset = record.kafka_offset;
        record.original = &raw_;
        return record;
    }
    SourceRecord source() const {
        SourceRecord record;
        static_cast<ConnectRecord&>(record) = record_;
        return record;
    }

private:
    ConnectRecord record_;
    RawRecord raw_;
};

json shown(const ConnectRecord& record) {
    json node = {{"topic", record.topic},
                 {"key_schema", to_notation(record.key_schema)},
                 {"key", to_notation(record.key_schema, record.key)},
                 {"value_schema", to_notation(record.value_schema)},
                 {"value", to_notation(record.value_schema, record.value)}};
    node["partition"] = record.partition ? json(*record.partition) : json();
    node["timestamp"] = record.timestamp ? json(*record.timestamp) : json();
    node["headers"] = json::array();
    for (const Header& header : record.headers) {
        node["headers"].push_back({std::string(header.key),
                                   to_notation(header.schema),
                                   to_notation(header.schema, header.value)});
    }
    return node;
}

json error_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const ConnectException& exception) {
        return json::array({exception.java_class(), exception.what()});
    }
}

template <typename Record>
json apply(transform::TransformationChain& chain, Record record, BatchMemory& memory) {
    json answer;
    int step = 0;
    const auto outcome = chain.apply(record, memory, [&](const auto&, const auto& operation) {
        try {
            operation();
            ++step;
            return true;
        } catch (const ConnectException&) {
            answer["error"] = error_of(std::current_exception());
            answer["failed_step"] = step;
            return false;
        }
    });
    if (outcome == transform::ChainResult::kKept) {
        answer["result"] = shown(record);
        if constexpr (std::is_same_v<Record, SinkRecord>) {
            answer["result"]["offset"] = record.kafka_offset;
        }
    } else if (outcome == transform::ChainResult::kDropped) {
        answer["result"] = nullptr;
    }
    return answer;
}

json answer_for(const json& line, const json& record) {
    std::vector<transform::ChainLink> links;
    for (const json& step : line["chain"]) {
        try {
            links.push_back(link_from(step));
        } catch (const ConnectException&) {
            return {{"error", error_of(std::current_exception())}, {"failed_step", links.size()}};
        }
    }
    transform::TransformationChain chain(std::move(links));
    BatchMemory memory;
    CorpusRecord corpus(record, memory);
    return record.contains("offset") ? apply(chain, corpus.sink(record), memory)
                                     : apply(chain, corpus.source(), memory);
}

/// Class and message; what transformations throw has causes in Java's libraries only.
json expected_in(const json& line) {
    json expected = line;
    expected.erase("chain");
    expected.erase("record");
    if (expected.contains("error")) {
        expected["error"].erase(expected["error"].begin() + 2, expected["error"].end());
    }
    return expected;
}

/// Counts differences and shows the first of them.
class Differences {
public:
    ~Differences() { EXPECT_EQ(count_, 0U); }

    void note(const json& line, const json& ours, const json& java) {
        if (++count_ <= 20) {
            ADD_FAILURE() << "line " << line.dump() << "\n  ours " << ours.dump() << "\n  Java "
                          << java.dump();
        }
    }

private:
    std::size_t count_ = 0;
};

TEST(TransformationGoldens, ChainsDoAsJavas) {
    const auto records = lines_of("transform_records.jsonl");
    const auto lines = lines_of("transforms.jsonl");
    EXPECT_GE(lines.size(), 3900U);
    Differences differences;
    for (const json& line : lines) {
        const json expected = with_sorted_maps(expected_in(line));
        const json ours = with_sorted_maps(answer_for(line, records.at(line["record"])));
        if (ours != expected && !is_named_chain(expected, ours)) {
            differences.note(line, ours, expected);
        }
    }
}

TEST(TransformationGoldens, RegularExpressionsAreJavas) {
    const auto lines = lines_of("regexes.jsonl");
    EXPECT_GE(lines.size(), 3000U);
    Differences differences;
    for (const json& line : lines) {
        json expected = line;
        json ours = {
            {"regex", line["regex"]}, {"text", line["text"]}, {"replacement", line["replacement"]}};
        const auto problem =
            transform::regex_validator().check(ConfigValue(line["regex"].get<std::string>()));
        if (problem) {
            ours["refused"] = problem->substr(std::string_view("Invalid regex: ").size());
        } else {
            transform::JavaRegex regex(line["regex"].get<std::string>());
            const std::string text = line["text"];
            try {
                ours["matches"] = regex.matches(text);
                ours["replaced"] =
                    regex.replace_first(text, line["replacement"].get<std::string>());
            } catch (const ConnectException&) {
                ours["error"] = error_of(std::current_exception());
            }
        }
        if (ours != expected && !is_named_regex(expected, ours)) {
            differences.note(line, ours, expected);
        }
    }
}

TEST(TransformationGoldens, DatesAreWrittenAsByJava) {
    const auto lines = lines_of("date_formats.jsonl");
    EXPECT_GE(lines.size(), 1500U);
    Differences differences;
    for (const json& line : lines) {
        json ours = {{"pattern", line["pattern"]}, {"instant", line["instant"]}};
        try {
            std::string text;
            transform::JavaDateFormat(line["pattern"].get<std::string>())
                .append(text, line["instant"]);
            ours["text"] = text;
        } catch (const ConnectException&) {
            ours["error"] = error_of(std::current_exception());
        }
        if (ours != line && !is_named_date(line)) {
            differences.note(line, ours, line);
        }
    }
}

}  // namespace
}  // namespace kconnect::goldens

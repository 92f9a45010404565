// Compares our converters, line by line, with what Java's did.
#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include <kconnect/converter.hpp>
#include <kconnect/errors.hpp>

#include "convert/builtin_converters.hpp"
#include "convert/simple_header_converter.hpp"
#include "goldens/exceptions.hpp"
#include "goldens/notation.hpp"

namespace kconnect::goldens {

namespace {

using nlohmann::json;

std::vector<std::string> lines_of(const std::string& name) {
    std::ifstream file(std::string(KCONNECT_GOLDENS) + "/" + name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::optional<std::string> bytes_in(const json& line) {
    if (line.contains("bytes_hex")) {
        return from_hex(line["bytes_hex"].get<std::string>());
    }
    if (!line.contains("bytes") || line["bytes"].is_null()) {
        return std::nullopt;
    }
    return line["bytes"].get<std::string>();
}

std::unique_ptr<Converter> converter_for(const json& line) {
    const std::string suffix = "." + line["converter"].get<std::string>();
    for (const kconnect_plugin_entry& entry : convert::builtin_converters()) {
        if (entry.kind == KCONNECT_CONVERTER &&
            std::string_view(entry.class_name).ends_with(suffix)) {
            return std::unique_ptr<Converter>(static_cast<Converter*>(entry.create()));
        }
    }
    throw std::runtime_error("no converter " + suffix);
}

/// Class and message, then the classes of the causes.
json failure_of(const ConnectException& error) {
    json failure = json::array({error.java_class(), error.what()});
    std::exception_ptr cause = error.cause();
    while (cause != nullptr) {
        try {
            std::rethrow_exception(cause);
        } catch (const ConnectException& next) {
            failure.push_back(next.java_class());
            cause = next.cause();
        }
    }
    return failure;
}

/// Puts what `work` throws into `answer`.
void note_failure(json& answer, const std::function<void()>& work) {
    try {
        work();
    } catch (const ConnectException& error) {
        answer["error"] = failure_of(error);
    }
}

json data_answer(const SchemaAndValue& data) {
    json answer;
    answer["schema"] = to_notation(data.schema);
    answer["value"] = to_notation(data.schema, data.value);
    return answer;
}

json bytes_answer(std::optional<std::string_view> bytes) {
    json answer;
    answer["bytes"] = bytes.has_value() ? json(to_hex(*bytes)) : json();
    return answer;
}

/// What Java answered, in the form of ours.
json expected_answer(const json& line, bool writes) {
    json answer;
    if (line.contains("error")) {
        answer["error"] = line["error"];
        return answer;
    }
    if (writes) {
        return bytes_answer(bytes_in(line));
    }
    answer["schema"] = line["schema"];
    answer["value"] = line["value"];
    return answer;
}

json converter_answer(const json& line) {
    json answer;
    note_failure(answer, [&] {
        const auto converter = converter_for(line);
        ConfigMap config;
        const json properties = line.value("config", json::object());
        for (const auto& [key, value] : properties.items()) {
            config[key] = value.get<std::string>();
        }
        converter->configure(config, ConverterRole::kValue);
        BatchMemory memory;
        if (line["direction"] == "read") {
            const auto bytes = bytes_in(line);
            answer = data_answer(converter->to_connect_data("topic", bytes, memory));
        } else {
            const SchemaPtr schema = schema_from(line["schema"]);
            const Value value = value_from(line["value"], schema.get(), memory.arena());
            answer =
                bytes_answer(converter->from_connect_data("topic", {schema.get(), value}, memory));
        }
    });
    return answer;
}

json header_read_answer(const json& line) {
    json answer;
    note_failure(answer, [&] {
        convert::SimpleHeaderConverter converter(line["zone"].get<std::string>());
        BatchMemory memory;
        const auto bytes = bytes_in(line);
        answer = data_answer(converter.to_connect_header("topic", {"key", bytes}, memory));
    });
    return answer;
}

json header_write_answer(const json& line) {
    json answer;
    note_failure(answer, [&] {
        convert::SimpleHeaderConverter converter(line["zone"].get<std::string>());
        BatchMemory memory;
        const SchemaPtr schema = schema_from(line["schema"]);
        const Value value = value_from(line["value"], schema.get(), memory.arena());
        answer = bytes_answer(
            converter.from_connect_header("topic", {"key", schema.get(), value}, memory));
    });
    return answer;
}

/// Runs all lines of a file; `least` guards against a file that lost its lines.
void compare(const std::string& name,
             std::size_t least,
             const std::function<json(const json&)>& answer_for) {
    const std::vector<std::string> lines = lines_of(name);
    EXPECT_GE(lines.size(), least);
    std::size_t differences = 0;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        const json line = json::parse(lines[number]);
        const bool writes = name == "header_write.jsonl" || line.value("direction", "") == "write";
        json expected = expected_answer(line, writes);
        json answer = answer_for(line);
        if (name == "json_read.jsonl") {
            expected = with_sorted_maps(std::move(expected));
            answer = with_sorted_maps(std::move(answer));
        }
        if (answer != expected && !is_named_exception(line, expected, answer)) {
            ++differences;
            if (differences <= 20) {
                ADD_FAILURE() << name << ":" << number + 1 << "\n  line " << lines[number]
                              << "\n  ours " << answer.dump() << "\n  Java " << expected.dump();
            }
        }
    }
    EXPECT_EQ(differences, 0U);
}

}  // namespace

TEST(Goldens, JsonIsReadAsByJava) {
    compare("json_read.jsonl", 2500, converter_answer);
}

TEST(Goldens, JsonIsWrittenAsByJava) {
    compare("json_write.jsonl", 500, converter_answer);
}

TEST(Goldens, SmallConvertersDoAsJavas) {
    compare("converters.jsonl", 1400, converter_answer);
}

TEST(Goldens, HeadersAreReadAsByJava) {
    compare("header_read.jsonl", 1000, header_read_answer);
}

TEST(Goldens, HeadersAreWrittenAsByJava) {
    compare("header_write.jsonl", 700, header_write_answer);
}

}  // namespace kconnect::goldens

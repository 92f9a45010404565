#include "scenarios/java/recorded_scenario.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kconnect::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSection = "-- ";
constexpr std::string_view kArrow = " => ";
constexpr std::string_view kBar = " | ";
constexpr std::string_view kTimestamp = "timestamp=";
constexpr std::string_view kHeaders = "headers ";
/// 2001-09-09, in milliseconds: what is older was given by the scenario, not by a clock.
constexpr std::int64_t kFirstRealTime = 1'000'000'000'000;

constexpr std::array<std::string_view, 7> kInputs{
    "worker", "connector", "records", "input", "append", "remove", "sql"};
constexpr std::array<std::string_view, 9> kResults{
    "file", "topic", "committed", "status", "rest", "exit", "log", "rows", "columns"};

bool is_input(std::string_view name) {
    return std::ranges::find(kInputs, name) != kInputs.end();
}

std::string with_bytes(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with("\\x") && at + 3 < text.size()) {
            bytes += static_cast<char>(std::stoi(std::string(text.substr(at + 2, 2)), nullptr, 16));
            at += 3;
        } else {
            bytes += text[at];
        }
    }
    return bytes;
}

std::string without_bytes(std::string_view bytes) {
    const bool is_text = nlohmann::json(bytes)
                             .dump(-1, ' ', false, Json::error_handler_t::replace)
                             .find("\xEF\xBF\xBD") == std::string::npos;
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += byte < 0x20 || byte == 0x7F || (!is_text && byte > 0x7F)
                    ? fmt::format("\\x{:02X}", byte)
                    : std::string(1, c);
    }
    return text;
}

std::optional<std::string> nullable(std::string_view text) {
    return text == "null" ? std::nullopt : std::optional(with_bytes(text));
}

std::string nullable_text(const std::optional<std::string>& bytes) {
    return bytes ? without_bytes(*bytes) : "null";
}

/// Cuts off and returns what stands between `name` and the next bar; empty when it lacks.
std::string_view take_part(std::string_view& line, std::string_view name) {
    const std::size_t bar = line.find(kBar);
    if (!line.starts_with(name) || bar == std::string_view::npos) {
        return {};
    }
    const std::string_view part = line.substr(name.size(), bar - name.size());
    line.remove_prefix(bar + kBar.size());
    return part;
}

}  // namespace

bool ScenarioSection::is_result() const {
    return std::ranges::find(kResults, name) != kResults.end();
}

RecordedScenario read_recorded_scenario(const std::filesystem::path& file) {
    RecordedScenario scenario;
    ScenarioSection* section = nullptr;
    const auto begin_section = [&](std::string_view title) {
        const std::size_t blank = title.find(' ');
        ScenarioSection next{std::string(title.substr(0, blank)),
                             std::string(blank == std::string_view::npos ? std::string_view()
                                                                         : title.substr(blank + 1)),
                             {}};
        if (!is_input(next.name) && !next.is_result()) {
            throw std::runtime_error(fmt::format("unknown section '{}'", title));
        }
        if (scenario.phases.empty() ||
            (!next.is_result() && !scenario.phases.back().results.empty())) {
            scenario.phases.emplace_back();
        }
        auto& sections =
            next.is_result() ? scenario.phases.back().results : scenario.phases.back().inputs;
        section = &sections.emplace_back(std::move(next));
    };
    std::ifstream stream(file);
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        try {
            if (line.starts_with(kSection)) {
                begin_section(std::string_view(line).substr(kSection.size()));
            } else if (section != nullptr) {
                section->lines.push_back(line);
            } else if (line.starts_with('#')) {
                scenario.comment.push_back(line);
            } else {
                throw std::runtime_error("a line outside of a section");
            }
        } catch (const std::exception& error) {
            throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
        }
    }
    return scenario;
}

void write_recorded_scenario(const std::filesystem::path& file, const RecordedScenario& scenario) {
    std::ofstream stream(file);
    const auto write_section = [&stream](const ScenarioSection& section) {
        stream << kSection << section.name << (section.argument.empty() ? "" : " ")
               << section.argument << '\n';
        for (const std::string& line : section.lines) {
            stream << line << '\n';
        }
    };
    for (const std::string& line : scenario.comment) {
        stream << line << '\n';
    }
    for (const ScenarioPhase& phase : scenario.phases) {
        std::ranges::for_each(phase.inputs, write_section);
        std::ranges::for_each(phase.results, write_section);
    }
    if (!stream.flush()) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

TopicRecord parse_record(std::string_view line) {
    TopicRecord record;
    if (const std::string_view part = take_part(line, kTimestamp); !part.empty()) {
        record.timestamp = std::stoll(std::string(part));
    }
    if (const std::string_view part = take_part(line, kHeaders); !part.empty()) {
        for (const Json& header : Json::parse(part)) {
            record.headers.emplace_back(header.at(0).get<std::string>(),
                                        header.at(1).is_null()
                                            ? std::nullopt
                                            : std::optional(header.at(1).get<std::string>()));
        }
    }
    const std::size_t arrow = line.find(kArrow);
    if (arrow == std::string_view::npos) {
        throw std::runtime_error(fmt::format("a record without ' => ': {}", line));
    }
    record.key = nullable(line.substr(0, arrow));
    record.value = nullable(line.substr(arrow + kArrow.size()));
    return record;
}

std::string record_text(const TopicRecord& record) {
    std::string text;
    if (record.timestamp.value_or(kFirstRealTime) < kFirstRealTime) {
        text += fmt::format("{}{}{}", kTimestamp, *record.timestamp, kBar);
    }
    if (!record.headers.empty()) {
        Json headers = Json::array();
        for (const auto& [name, value] : record.headers) {
            headers.push_back({name, value ? Json(without_bytes(*value)) : Json(nullptr)});
        }
        text += fmt::format("{}{}{}", kHeaders, headers.dump(), kBar);
    }
    return text + nullable_text(record.key) + std::string(kArrow) + nullable_text(record.value);
}

}  // namespace kconnect::test

#include "scenarios/scenario.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace kconnect::test {
namespace {

constexpr std::string_view kArrow = " => ";
constexpr std::string_view kSection = "-- ";
constexpr std::string_view kHeaders = "headers ";
constexpr std::string_view kBar = " | ";

std::optional<std::string> nullable(std::string_view text) {
    return text == "null" ? std::nullopt : std::optional(std::string(text));
}

/// Headers "a=1 b=x".
std::vector<std::pair<std::string, std::string>> headers_in(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> headers;
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos) {
            throw std::runtime_error(fmt::format("a header without '=': {}", word));
        }
        headers.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return headers;
}

/// Collects a scenario line by line.
class ScenarioReader {
public:
    /// A line "-- NAME [ARGUMENT]".
    void begin_section(std::string_view title) {
        const std::size_t blank = title.find(' ');
        section_ = title.substr(0, blank);
        const std::string argument(blank == std::string_view::npos ? std::string_view()
                                                                   : title.substr(blank + 1));
        if (section_ == "query") {
            scenario_.queries.push_back({argument, {}});
        } else if (section_ == "file") {
            scenario_.output_file = "";
        } else if (section_ == "exit") {
            scenario_.exit_code = std::stoi(argument);
        } else if (section_ == "sink" && !argument.empty()) {
            scenario_.sink_name = argument;
        } else if (section_ != "worker" && section_ != "sink" && section_ != "records" &&
                   section_ != "log" && section_ != "no-log" && section_ != "secrets") {
            throw std::runtime_error(fmt::format("unknown section '{}'", title));
        }
    }

    /// A line of the section that began last.
    void add_line(const std::string& line) {
        if (section_ == "worker") {
            scenario_.worker += line + "\n";
        } else if (section_ == "sink") {
            scenario_.sink += line + "\n";
        } else if (section_ == "records") {
            add_record(line);
        } else if (section_ == "query") {
            scenario_.queries.back().rows.push_back(line);
        } else if (section_ == "file") {
            *scenario_.output_file += line + "\n";
        } else if (section_ == "secrets") {
            scenario_.secrets += line + "\n";
        } else if (section_ == "no-log") {
            scenario_.no_log.push_back(line);
        } else if (section_ == "log") {
            scenario_.log.push_back(line);
        } else {
            throw std::runtime_error("a line outside of a section");
        }
    }

    Scenario take() { return std::move(scenario_); }

private:
    void add_record(std::string_view text) {
        ScenarioRecord record;
        if (const std::size_t bar = text.find(kBar);
            text.starts_with(kHeaders) && bar != std::string_view::npos) {
            record.headers = headers_in(text.substr(kHeaders.size(), bar - kHeaders.size()));
            text.remove_prefix(bar + kBar.size());
        }
        const std::size_t arrow = text.find(kArrow);
        if (arrow == std::string_view::npos) {
            throw std::runtime_error("a record without ' => '");
        }
        record.key = nullable(text.substr(0, arrow));
        record.value = nullable(text.substr(arrow + kArrow.size()));
        scenario_.records.push_back(std::move(record));
    }

    Scenario scenario_;
    std::string section_;
};

}  // namespace

Scenario read_scenario(const std::filesystem::path& file) {
    std::ifstream stream(file);
    ScenarioReader reader;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        try {
            if (line.starts_with(kSection)) {
                reader.begin_section(std::string_view(line).substr(kSection.size()));
            } else if (!line.empty() && line[0] != '#') {
                reader.add_line(line);
            }
        } catch (const std::exception& error) {
            throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
        }
    }
    return reader.take();
}

}  // namespace kconnect::test

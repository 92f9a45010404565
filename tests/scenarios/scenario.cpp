#include "scenarios/scenario.hpp"

#include <fstream>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace kconnect::test {
namespace {

constexpr std::string_view kArrow = " => ";
constexpr std::string_view kSection = "-- ";

std::optional<std::string> nullable(std::string_view text) {
    return text == "null" ? std::nullopt : std::optional(std::string(text));
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
        } else if (section_ != "worker" && section_ != "sink" && section_ != "records" &&
                   section_ != "log") {
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
        } else if (section_ == "log") {
            scenario_.log.push_back(line);
        } else {
            throw std::runtime_error("a line outside of a section");
        }
    }

    Scenario take() { return std::move(scenario_); }

private:
    void add_record(const std::string& line) {
        const std::size_t arrow = line.find(kArrow);
        if (arrow == std::string::npos) {
            throw std::runtime_error("a record without ' => '");
        }
        const std::string_view text = line;
        scenario_.records.push_back(
            {nullable(text.substr(0, arrow)), nullable(text.substr(arrow + kArrow.size()))});
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

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <span>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "config/secret_mask.hpp"
#include "plugin/plugin_probe.hpp"
#include "verify/arguments.hpp"
#include "verify/progress.hpp"
#include "verify/report.hpp"
#include "verify/verification.hpp"

namespace kconnect::verify {
namespace {

/// Shows errors of the parts that the program is made of.
class ErrorLog final : public LogSink {
public:
    explicit ErrorLog(const SecretMask& secrets) : secrets_(secrets) {}

    bool is_enabled(LogLevel level, std::string_view /*logger*/) noexcept override {
        return level >= LogLevel::kError;
    }
    void write(LogLevel /*level*/,
               std::string_view logger,
               std::string_view /*context*/,
               std::string_view message) noexcept override {
        std::cerr << secrets_.masked(message) << " (" << logger << ")\n";
    }

private:
    const SecretMask& secrets_;
};

/// In one line, whatever it holds.
std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

void write_report(const Report& report, const std::string& file) {
    std::ofstream out(file);
    out << to_json(report);
    out.close();
    if (!out) {
        throw ConfigException(
            fmt::format("--report {}: the file cannot be written; name one that can", file));
    }
}

int run(const Arguments& arguments, SecretMask& secrets) {
    const auto style = arguments.quiet              ? Progress::Style::kNone
                       : isatty(STDERR_FILENO) == 1 ? Progress::Style::kBar
                                                    : Progress::Style::kLines;
    Progress progress(style, std::cerr);
    const Report report = verify::verify(arguments, secrets, progress);
    if (!arguments.report_file.empty()) {
        write_report(report, arguments.report_file);
    }
    if (!arguments.quiet) {
        print(report, arguments.listed_rows, std::cout);
    }
    return static_cast<int>(report.is_equal() ? ExitCode::kEqual : ExitCode::kDifferent);
}

int act(std::span<const char* const> words) {
    SecretMask secrets;
    ErrorLog log(secrets);
    set_log_sink(&log);
    int exit_code = 0;
    try {
        const Arguments arguments = parse_arguments(words);
        if (arguments.shows_help) {
            std::cout << usage_text();
        } else {
            exit_code = run(arguments, secrets);
        }
    } catch (const UsageError& error) {
        std::cerr << "kconnect-verify: " << error.what() << '\n' << usage_text();
        exit_code = static_cast<int>(ExitCode::kConfiguration);
    } catch (...) {
        const auto error = std::current_exception();
        std::cerr << "kconnect-verify: " << secrets.masked(one_line(describe(error))) << '\n';
        exit_code = static_cast<int>(exit_code_of(error));
    }
    set_log_sink(nullptr);
    return exit_code;
}

}  // namespace
}  // namespace kconnect::verify

/// The process: compares topics and tables, see usage_text().
int main(int count, char** arguments) {
    const auto words =
        std::span<const char* const>(arguments, static_cast<std::size_t>(count)).subspan(1);
    if (words.size() == 2 && words[0] == kconnect::kProbeArgument) {
        return kconnect::run_plugin_probe(words[1]);
    }
    return kconnect::verify::act(words);
}

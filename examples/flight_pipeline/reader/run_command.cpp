#include "reader/run_command.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/rand.h>

#include "reader/base64.hpp"
#include "reader/dead_letter_file.hpp"
#include "reader/log_line.hpp"

namespace kconnect::flight_reader {
namespace {

constexpr const char* kScheduledEvent =
    R"({"version":"0","detail-type":"Scheduled Event","source":"aws.events","detail":{}})";

std::string new_request_id() {
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    std::string id;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        id += fmt::format(
            "{}{:02x}", index >= 4 && index <= 10 && index % 2 == 0 ? "-" : "", bytes[index]);
    }
    return id;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        throw std::runtime_error("The event cannot be read from '" + path.string() + "'");
    }
    return text.str();
}

/// All or nothing: a reader of the file never sees half of an answer.
void replace_file(const std::filesystem::path& path, const std::string& text) {
    const std::filesystem::path partial = path.string() + ".part";
    std::ofstream file(partial, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    std::error_code problem;
    if (file) {
        std::filesystem::rename(partial, path, problem);
    }
    if (!file || problem) {
        throw std::runtime_error("The answer cannot be written to '" + path.string() + "'");
    }
}

void write_answer(const RunOptions& options, const std::string& body) {
    if (options.output) {
        replace_file(*options.output, body);
    } else if (std::fwrite(body.data(), 1, body.size(), stdout) != body.size() ||
               std::fflush(stdout) != 0) {
        throw std::runtime_error("The answer cannot be written to standard output");
    }
}

int give_up(const RunOptions& options, const FailedRun& run) {
    log_to_standard_error(log_line("ERROR", {{"id", run.id}, {"error", run.error}}));
    if (options.dead_letters) {
        append_dead_letter(*options.dead_letters, run);
    }
    return 1;
}

}  // namespace

int run_once(const RunOptions& options, const Function& function) {
    FailedRun run{new_request_id(), kScheduledEvent, ""};
    try {
        if (options.event) {
            run.event = read_file(*options.event);
        }
        const Invocation invocation{run.id, std::chrono::steady_clock::now() + options.timeout};
        const auto answer = nlohmann::json::parse(function(run.event, invocation));
        const int status = answer.at("statusCode");
        const std::string body = answer.at("body");
        if (status >= 400) {
            run.error = fmt::format("status {}: {}", status, body);
            return give_up(options, run);
        }
        write_answer(options,
                     answer.at("isBase64Encoded") == true ? decode_base64(body) : body + '\n');
        return 0;
    } catch (const std::exception& error) {
        run.error = error.what();
        return give_up(options, run);
    }
}

}  // namespace kconnect::flight_reader

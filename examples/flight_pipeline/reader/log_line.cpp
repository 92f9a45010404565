#include "reader/log_line.hpp"

#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "text/iso_time.hpp"

namespace kconnect::flight_reader {

std::string log_line(std::string_view level,
                     std::initializer_list<std::pair<const char*, std::string>> fields) {
    nlohmann::ordered_json line;
    line["time"] = flight_text::iso_time(
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    line["level"] = level;
    for (const auto& [name, value] : fields) {
        line[name] = value;
    }
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void log_to_standard_error(const std::string& line) {
    const std::string whole = line + '\n';
    std::fwrite(whole.data(), 1, whole.size(), stderr);
}

}  // namespace kconnect::flight_reader

#include "table_naming.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::jdbc {

namespace {

std::string with_topic(std::string format, std::string_view topic) {
    static constexpr std::string_view kVariable = "${topic}";
    for (std::size_t at = format.find(kVariable); at != std::string::npos;
         at = format.find(kVariable, at + topic.size())) {
        format.replace(at, kVariable.size(), topic);
    }
    return format;
}

/// One '_' for each character that is none of these, as Java's regular expression replaces it.
std::string normalized(std::string_view name) {
    std::string result;
    for (const char letter : name) {
        const bool stays = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == '_';
        const bool continues_character = (static_cast<unsigned char>(letter) & 0xC0U) == 0x80U;
        if (stays || !continues_character) {
            result += stays ? letter : '_';
        }
    }
    return result;
}

[[noreturn]] void fail(const JdbcSinkConfig& config, std::string_view topic) {
    std::string pairs;
    for (const auto& [name, table] : config.table_names) {
        pairs += fmt::format("{}{}->{}", pairs.empty() ? "" : ",", name, table);
    }
    throw ConnectException(
        fmt::format("Destination table for the topic: '{}' couldn't be found in the topics to "
                    "tables mapping: '{}' and couldn't be generated for the format string '{}'",
                    topic,
                    pairs,
                    config.table_name_format));
}

}  // namespace

std::string table_name_for(const JdbcSinkConfig& config, std::string_view topic) {
    std::string name;
    if (!config.table_names.empty()) {
        const auto found = config.table_names.find(topic);
        name = found == config.table_names.end() ? "" : found->second;
    } else {
        name = with_topic(config.table_name_format, topic);
        name = config.normalize_table_names ? normalized(name) : name;
    }
    if (name.empty()) {
        fail(config, topic);
    }
    return name;
}

}  // namespace kconnect::jdbc

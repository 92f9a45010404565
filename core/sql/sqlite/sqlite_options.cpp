#include "sqlite/sqlite_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::sqlite {
namespace {

/// Pragmas that sqlite-jdbc takes as parameters and that change nothing about what is written.
constexpr std::array<std::string_view, 13> kPragmas{"auto_vacuum",
                                                    "cache_size",
                                                    "case_sensitive_like",
                                                    "foreign_keys",
                                                    "journal_mode",
                                                    "journal_size_limit",
                                                    "locking_mode",
                                                    "mmap_size",
                                                    "page_size",
                                                    "recursive_triggers",
                                                    "synchronous",
                                                    "temp_store",
                                                    "wal_autocheckpoint"};

[[noreturn]] void refuse(std::string_view name, std::string_view value, std::string_view remedy) {
    throw ConfigException(fmt::format("Connection parameter '{}': '{}' {}", name, value, remedy));
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 32 : letter);
    });
    return result;
}

/// A pragma's value is a word or number: it stands in a statement as it is.
bool is_word(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](unsigned char letter) {
        return (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' ||
               (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    });
}

int parse_milliseconds(std::string_view name, std::string_view value) {
    int result = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), result);
    if (error != std::errc() || stop != value.data() + value.size() || result < 0) {
        refuse(name, value, "is not a number of milliseconds");
    }
    return result;
}

void read(Options& options, const std::string& name, const std::string& value) {
    if (name == "busy_timeout") {
        options.busy_timeout_milliseconds = parse_milliseconds(name, value);
    } else if (name == "transaction_mode") {
        options.transaction_mode = upper(value);
        constexpr std::array<std::string_view, 3> kModes{"DEFERRED", "IMMEDIATE", "EXCLUSIVE"};
        if (std::find(kModes.begin(), kModes.end(), options.transaction_mode) == kModes.end()) {
            refuse(name, value, "is none of DEFERRED, IMMEDIATE, EXCLUSIVE");
        }
    } else if (name == "date_class" && upper(value) != "INTEGER") {
        refuse(name, value, "is not supported: dates and times are stored as INTEGER");
    } else if (name == "date_precision" && upper(value) != "MILLISECONDS") {
        refuse(name, value, "is not supported: dates and times are stored as MILLISECONDS");
    } else if (std::find(kPragmas.begin(), kPragmas.end(), name) != kPragmas.end()) {
        if (!is_word(value)) {
            refuse(name, value, "is no value of this pragma");
        }
        options.pragmas.emplace_back(name, value);
    } else if (name != "date_class" && name != "date_precision") {
        options.unknown.push_back(name);
    }
}

}  // namespace

Options parse_options(const ConnectionSettings& settings) {
    Options options;
    options.file = settings.url.database;
    std::map<std::string, std::string> parameters = settings.url.parameters;
    parameters.insert(settings.properties.begin(), settings.properties.end());
    for (const auto& [name, value] : parameters) {
        read(options, name, value);
    }
    return options;
}

}  // namespace kconnect::sql::sqlite

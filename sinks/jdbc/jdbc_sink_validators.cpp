#include "jdbc_sink_validators.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>
#include <kconnect/sql/time_zone.hpp>

namespace kconnect::jdbc {

namespace {

constexpr const char* kInvalid = "Invalid enumerator";

std::string upper_case(std::string word) {
    std::ranges::transform(word, word.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return word;
}

std::vector<std::string> in_both_cases(const std::vector<std::string>& words) {
    std::vector<std::string> accepted = words;
    for (const std::string& word : words) {
        accepted.push_back(upper_case(word));
    }
    return accepted;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::string shown_list(const std::vector<std::string>& words) {
    std::string text = "[";
    for (std::size_t index = 0; index < words.size(); ++index) {
        text.append(index == 0 ? "" : ", ").append(words[index]);
    }
    return text + "]";
}

Validator enumerator(const std::vector<std::string>& words) {
    return {[words](const ConfigValue& value) -> std::optional<std::string> {
                const auto* text = std::get_if<std::string>(&value);
                if (text != nullptr && contains(words, *text)) {
                    return std::nullopt;
                }
                return kInvalid;
            },
            shown_list(words)};
}

Validator time_zone(const std::string& shown, const std::string& refusal) {
    return {[refusal](const ConfigValue& value) -> std::optional<std::string> {
                const auto* text = std::get_if<std::string>(&value);
                if (text == nullptr || sql::find_time_zone(*text) != nullptr) {
                    return std::nullopt;
                }
                return refusal;
            },
            shown};
}

Validator lower_or_upper(const std::vector<std::string>& words) {
    return {enumerator(in_both_cases(words)).check, shown_list(words)};
}

Validator each_lower_or_upper(const std::string& key, const std::vector<std::string>& words) {
    return {[key, words, accepted = in_both_cases(words)](
                const ConfigValue& value) -> std::optional<std::string> {
                const auto* elements = std::get_if<std::vector<std::string>>(&value);
                if (elements == nullptr) {
                    return std::nullopt;
                }
                if (elements->empty()) {
                    return "At least one value must be specified. Valid values are: " +
                           shown_list(words);
                }
                for (const std::string& element : *elements) {
                    if (!contains(accepted, element)) {
                        throw ConfigException(key, element, kInvalid);
                    }
                }
                return std::nullopt;
            },
            shown_list(words)};
}

std::function<std::vector<std::string>(const ConfigMap&)> always_recommend(
    std::vector<std::string> words) {
    return [words = std::move(words)](const ConfigMap&) { return words; };
}

const std::vector<std::string>& dialect_names() {
    // Java keeps them in a hash set.
    static const std::vector<std::string> names{"",
                                                "Db2DatabaseDialect",
                                                "MySqlDatabaseDialect",
                                                "SybaseDatabaseDialect",
                                                "GenericDatabaseDialect",
                                                "OracleDatabaseDialect",
                                                "SqlServerDatabaseDialect",
                                                "PostgreSqlDatabaseDialect",
                                                "SqliteDatabaseDialect",
                                                "DerbyDatabaseDialect",
                                                "SapHanaDatabaseDialect",
                                                "VerticaDatabaseDialect"};
    return names;
}

}  // namespace kconnect::jdbc

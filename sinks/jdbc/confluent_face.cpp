#include <algorithm>

#include "sink_face.hpp"

namespace kconnect::jdbc {

namespace {

/// A key's value when it is well; empty otherwise.
std::string sound_text(std::vector<ConfigKeyResult>& results, std::string_view key) {
    const ConfigKeyResult* result = sound_result(results, key);
    const auto* text = result == nullptr ? nullptr : std::get_if<std::string>(&result->value);
    return text == nullptr ? std::string() : *text;
}

/// Mirrors JdbcSinkConnectorValidation.validateDeleteEnabledPkMode and DeleteEnabledRecommender.
void check_deletes(std::vector<ConfigKeyResult>& results) {
    constexpr const char* kText = "Deletes are only supported for pk.mode record_key";
    const bool record_keys = has_record_keys(sound_text(results, "pk.mode"));
    ConfigKeyResult* deletes = sound_result(results, "delete.enabled");
    ConfigKeyResult* mode = sound_result(results, "pk.mode");
    if (deletes != nullptr && mode != nullptr && !record_keys &&
        deletes->value == ConfigValue(true)) {
        deletes->errors.emplace_back(kText);
        mode->errors.emplace_back(kText);
    }
    for (ConfigKeyResult& result : results) {
        result.is_visible =
            result.is_visible && (record_keys || result.key.name != "delete.enabled");
    }
}

}  // namespace

ConfigKeyResult* sound_result(std::vector<ConfigKeyResult>& results, std::string_view key) {
    const auto found = std::ranges::find_if(results, [key](const ConfigKeyResult& result) {
        return result.key.name == key && result.errors.empty();
    });
    return found == results.end() ? nullptr : &*found;
}

const SinkFace& confluent_face() {
    static const SinkFace face{.task_class = "io.confluent.connect.jdbc.sink.JdbcSinkTask",
                               .config_def = jdbc_sink_config_def,
                               .check = check_deletes,
                               .parse = parse_jdbc_sink_config,
                               .tries_connection = true};
    return face;
}

}  // namespace kconnect::jdbc

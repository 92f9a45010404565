#include "aiven_sink_config.hpp"
#include "sink_face.hpp"

namespace kconnect::jdbc {

namespace {

std::string lower_case_text(const ConfigKeyResult& result) {
    const auto* text = std::get_if<std::string>(&result.value);
    std::string lower = text == nullptr ? std::string() : *text;
    for (char& letter : lower) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return lower;
}

const ConfigKeyResult* result_of(const std::vector<ConfigKeyResult>& results,
                                 std::string_view key) {
    for (const ConfigKeyResult& result : results) {
        if (result.key.name == key) {
            return &result;
        }
    }
    return nullptr;
}

/// Mirrors Aiven's JdbcSinkConfig.validatePKModeAgainstPKFields.
void check_key_fields(const std::string& mode, ConfigKeyResult& fields) {
    const auto* names = std::get_if<std::vector<std::string>>(&fields.value);
    const std::size_t count = names == nullptr ? 0 : names->size();
    if (mode == "none" && count != 0) {
        fields.errors.emplace_back("Primary key fields should not be set when pkMode is 'none'.");
    } else if (mode == "kafka" && count != 3) {
        fields.errors.emplace_back(
            "Primary key fields must be set with three fields (topic, partition, offset) when "
            "pkMode is 'kafka'.");
    } else if (mode != "none" && mode != "kafka" && mode != "record_key" &&
               mode != "record_value") {
        fields.errors.push_back("Invalid pkMode value: " + mode);
    }
}

void check(std::vector<ConfigKeyResult>& results) {
    const std::string mode = lower_case_text(*result_of(results, "pk.mode"));
    ConfigKeyResult* deletes = sound_result(results, "delete.enabled");
    if (deletes != nullptr && deletes->value == ConfigValue(true) && mode != "record_key") {
        deletes->errors.emplace_back("Delete support only works with pk.mode=record_key");
    }
    for (ConfigKeyResult& result : results) {
        if (result.key.name == "pk.fields") {
            check_key_fields(mode, result);
        }
    }
}

}  // namespace

const SinkFace& aiven_face() {
    static const SinkFace face{.task_class = "io.aiven.connect.jdbc.sink.JdbcSinkTask",
                               .config_def = aiven_sink_config_def,
                               .check = check,
                               .parse = parse_aiven_sink_config,
                               .tries_connection = false};
    return face;
}

}  // namespace kconnect::jdbc

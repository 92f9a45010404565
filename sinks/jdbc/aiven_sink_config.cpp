#include "aiven_sink_config.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <kconnect/errors.hpp>

#include "jdbc_sink_validators.hpp"

namespace kconnect::jdbc {

namespace {

using TableNames = std::map<std::string, std::string, std::less<>>;

/// "topic:table" pairs; absent when one of them is none. What follows a second colon is dropped,
/// as in Java.
std::optional<TableNames> table_names(const std::vector<std::string>& pairs) {
    TableNames names;
    for (const std::string& pair : pairs) {
        const std::size_t colon = pair.find(':');
        if (colon == std::string::npos) {
            return std::nullopt;
        }
        const std::string table = pair.substr(colon + 1, pair.find(':', colon + 1) - colon - 1);
        if (table.empty() || !names.emplace(pair.substr(0, colon), table).second) {
            return std::nullopt;
        }
    }
    return names;
}

Validator table_name_mapping() {
    return {[](const ConfigValue& value) -> std::optional<std::string> {
                const auto* pairs = std::get_if<std::vector<std::string>>(&value);
                if (pairs == nullptr || (!pairs->empty() && table_names(*pairs).has_value())) {
                    return std::nullopt;
                }
                return "Invalid topics to tables mapping";
            },
            "topic:table pairs"};
}

/// A key of Confluent's sink in another place, with what differs.
class ConfluentKeys {
public:
    ConfluentKeys(ConfigDef& def, std::string group) : keys_(def, std::move(group)) {}

    void take(std::string_view name, const std::function<void(ConfigKey&)>& differ = {}) {
        ConfigKey key = *jdbc_sink_config_def().find(name);
        if (differ) {
            differ(key);
        }
        keys_.add(std::move(key));
    }
    void add(ConfigKey key) { keys_.add(std::move(key)); }

private:
    KeyGroup keys_;
};

void without_recommender(ConfigKey& key) {
    key.recommended_values = nullptr;
}

void add_database_keys(ConfigDef& def) {
    ConfluentKeys keys(def, "Database");
    keys.take("connection.url");
    keys.take("connection.user");
    keys.take("connection.password");
    keys.take("db.timezone", [](ConfigKey& key) {
        key.display_name = "DB time zone";
        key.validator =
            time_zone("valid time zone identifier (e.g., 'Europe/Helsinki', 'UTC+2', 'Z', 'CET')",
                      "Invalid time zone identifier");
    });
    keys.take("dialect.name", [](ConfigKey& key) { key.width = Width::kMedium; });
    keys.add({.name = "sql.quote.identifiers",
              .type = ConfigType::kBoolean,
              .default_value = "true",
              .importance = Importance::kLow,
              .doc = "Whether names of tables and columns are quoted.",
              .width = Width::kShort,
              .display_name = "Quote SQL Identifiers"});
}

void add_write_keys(ConfigDef& def) {
    ConfluentKeys keys(def, "Writes");
    keys.take("insert.mode", [](ConfigKey& key) {
        key.validator = lower_or_upper({"insert", "multi", "upsert", "update"});
        key.doc += " multi: as insert, which writes many rows by one statement in any case.";
    });
    keys.take("batch.size");
    keys.take("delete.enabled", [](ConfigKey& key) {
        key.recommended_values = nullptr;
        key.display_name = "Delete enabled";
    });
}

void add_mapping_keys(ConfigDef& def) {
    ConfluentKeys keys(def, "Data Mapping");
    keys.take("table.name.format", [](ConfigKey& key) { key.validator.reset(); });
    keys.add({.name = "table.name.normalize",
              .type = ConfigType::kBoolean,
              .default_value = "false",
              .importance = Importance::kMedium,
              .doc = "Write _ for everything in a table's name but letters, digits and _.",
              .width = Width::kLong,
              .display_name = "Table Name Normalize"});
    keys.add({.name = "topics.to.tables.mapping",
              .type = ConfigType::kList,
              .default_value = nullptr,
              .validator = table_name_mapping(),
              .importance = Importance::kMedium,
              .doc =
                  "Tables of topics, as topic:table; wins over table.name.format, and then names "
                  "a table for every topic.",
              .width = Width::kLong,
              .display_name = "Topics To Tables Mapping"});
    keys.take("pk.mode", without_recommender);
    keys.take("pk.fields");
    keys.take("fields.whitelist");
}

void add_other_keys(ConfigDef& def) {
    ConfluentKeys ddl(def, "DDL Support");
    ddl.take("auto.create");
    ddl.take("auto.evolve");
    ConfluentKeys retries(def, "Retries");
    retries.take("max.retries");
    retries.take("retry.backoff.ms");
    ConfluentKeys own(def, "kconnect");
    own.take("kconnect.mysql.large.columns");
}

}  // namespace

const ConfigDef& aiven_sink_config_def() {
    static const ConfigDef def = [] {
        ConfigDef keys;
        add_database_keys(keys);
        add_write_keys(keys);
        add_mapping_keys(keys);
        add_other_keys(keys);
        return keys;
    }();
    return def;
}

namespace {

bool is_multi(const std::string& mode) {
    return mode == "multi" || mode == "MULTI";
}

bool is_true_in_java(std::string_view text) {
    constexpr std::string_view kTrue = "true";
    return std::ranges::equal(text, kTrue, [](char given, char expected) {
        return given == expected || given == expected - 'a' + 'A';
    });
}

/// Whether Java hears how many rows its inserts made: a driver that makes one statement of many
/// does not tell, but for Aiven's own statement of many rows.
bool counts_inserts(const JdbcSinkConfig& config, const std::string& mode) {
    const auto rewrite = config.connection.url.parameters.find("reWriteBatchedInserts");
    return is_multi(mode) || rewrite == config.connection.url.parameters.end() ||
           !is_true_in_java(rewrite->second);
}

}  // namespace

ConfigMap in_confluent_words(const ConfigMap& config) {
    const ParsedConfig parsed = aiven_sink_config_def().parse(config);
    ConfigMap words;
    for (const auto& [key, value] : config) {
        const bool is_foreign = jdbc_sink_config_def().find(key) != nullptr ||
                                key.starts_with("connection.") || key == "trim.sensitive.log";
        if (!is_foreign || aiven_sink_config_def().find(key) != nullptr) {
            words.emplace(key, value);
        }
    }
    const std::string& mode = parsed.string("insert.mode");
    words["insert.mode"] = is_multi(mode) ? "insert" : mode;
    words["quote.sql.identifiers"] = parsed.boolean("sql.quote.identifiers") ? "always" : "never";
    const bool is_postgresql = parsed.string("connection.url").starts_with("jdbc:postgresql:");
    words["table.types"] = is_postgresql ? "TABLE,PARTITIONED TABLE" : "TABLE";
    return words;
}

JdbcSinkConfig parse_aiven_sink_config(const ConfigMap& config) {
    JdbcSinkConfig result = parse_jdbc_sink_config(in_confluent_words(config));
    const ParsedConfig parsed = aiven_sink_config_def().parse(config);
    result.short_texts = true;
    result.counts_inserts = counts_inserts(result, parsed.string("insert.mode"));
    result.normalize_table_names = parsed.boolean("table.name.normalize");
    if (!std::holds_alternative<std::monostate>(parsed.value("topics.to.tables.mapping"))) {
        result.table_names = *table_names(parsed.list("topics.to.tables.mapping"));
    }
    return result;
}

}  // namespace kconnect::jdbc

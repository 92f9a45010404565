#include <gtest/gtest.h>

#include <kconnect/config_def.hpp>
#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

const ConfigDef& definition() {
    static const ConfigDef def{
        {.name = "url", .importance = Importance::kHigh},
        {.name = "tasks.max",
         .type = ConfigType::kInt,
         .default_value = "1",
         .validator = at_least(1)},
        {.name = "enabled", .type = ConfigType::kBoolean, .default_value = "false"},
        {.name = "topics", .type = ConfigType::kList, .default_value = ""},
        {.name = "password", .type = ConfigType::kPassword, .default_value = nullptr},
        {.name = "mode", .default_value = "a", .validator = one_of({"a", "b"})},
    };
    return def;
}

std::string parse_error(const ConfigMap& config) {
    try {
        definition().parse(config);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "none";
}

std::vector<std::string> errors_of(const ConfigMap& config, const std::string& key) {
    for (const ConfigKeyResult& result : definition().validate(config)) {
        if (result.key.name == key) {
            return result.errors;
        }
    }
    return {};
}

using List = std::vector<std::string>;

TEST(ConfigDef, ParsesValuesAndDefaults) {
    const ParsedConfig parsed = definition().parse(
        {{"url", " x "}, {"enabled", "TRUE"}, {"topics", "a , b,,c"}, {"other", "kept silent"}});
    EXPECT_EQ(parsed.string("url"), "x");
    EXPECT_EQ(parsed.integer("tasks.max"), 1);
    EXPECT_TRUE(parsed.boolean("enabled"));
    EXPECT_EQ(parsed.list("topics"), (List{"a", "b", "", "c"}));
    EXPECT_EQ(parsed.optional_string("password"), std::nullopt);
    EXPECT_EQ(parsed.string("mode"), "a");
}

TEST(ConfigDef, ReadsAnEmptyListAsEmpty) {
    EXPECT_TRUE(definition().parse({{"url", "x"}, {"topics", "  "}}).list("topics").empty());
}

TEST(ConfigDef, NamesAMissingKey) {
    EXPECT_EQ(parse_error({}),
              "Missing required configuration \"url\" which has no default value.");
}

TEST(ConfigDef, RefusesBadValuesWithKafkasTexts) {
    EXPECT_EQ(parse_error({{"url", "x"}, {"tasks.max", "abc"}}),
              "Invalid value abc for configuration tasks.max: Not a number of type INT");
    EXPECT_EQ(parse_error({{"url", "x"}, {"tasks.max", "99999999999"}}),
              "Invalid value 99999999999 for configuration tasks.max: Not a number of type INT");
    EXPECT_EQ(parse_error({{"url", "x"}, {"tasks.max", "0"}}),
              "Invalid value 0 for configuration tasks.max: Value must be at least 1");
    EXPECT_EQ(
        parse_error({{"url", "x"}, {"enabled", "yes"}}),
        "Invalid value yes for configuration enabled: Expected value to be either true or false");
    EXPECT_EQ(parse_error({{"url", "x"}, {"mode", "A"}}),
              "Invalid value A for configuration mode: String must be one of: a, b");
}

TEST(ConfigDef, ReportsABadNumberUnderARangeTwice) {
    EXPECT_EQ(errors_of({{"url", "x"}, {"tasks.max", "abc"}}, "tasks.max"),
              (List{"Invalid value abc for configuration tasks.max: Not a number of type INT",
                    "Invalid value null for configuration tasks.max: Value must be non-null"}));
}

TEST(ConfigDef, HidesPasswords) {
    EXPECT_EQ(display(ConfigValue(std::string("secret")), ConfigType::kPassword), "[hidden]");
    EXPECT_EQ(display(ConfigValue(List{"a", "b"}), ConfigType::kList), "[a, b]");
    EXPECT_EQ(display(ConfigValue(), ConfigType::kPassword), "null");
}

TEST(ConfigDef, ExpandsSections) {
    ConfigDef def = definition();
    def.add(ConfigSection{"topics.<topic>.size", [](const ConfigMap& config) {
                              std::vector<ConfigKey> keys;
                              for (const auto& [name, value] : with_prefix(config, "topics.")) {
                                  keys.push_back(
                                      {.name = "topics." + name, .type = ConfigType::kInt});
                              }
                              return keys;
                          }});
    EXPECT_EQ(def.parse({{"url", "x"}, {"topics.a.size", "5"}}).integer("topics.a.size"), 5);
    EXPECT_THROW(def.parse({{"url", "x"}, {"topics.a.size", "y"}}), ConfigException);
}

TEST(ConfigDef, RefusesASecondDefinitionOfAKey) {
    ConfigDef def = definition();
    EXPECT_THROW(def.add({.name = "url"}), ConfigException);
}

TEST(ConfigDef, ChecksNamesForControlCharacters) {
    const Validator validator = non_empty_string_without_control_characters();
    EXPECT_EQ(validator.check(std::string("")), "String may not be empty");
    EXPECT_EQ(validator.check(std::string("a\x07")),
              "String may not contain control sequences but had the following ASCII chars: 7");
    EXPECT_EQ(validator.check(std::string("rds-sink")), std::nullopt);
}

}  // namespace
}  // namespace kconnect

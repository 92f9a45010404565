#include "rest/rest_config.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::rest {
namespace {

using Values = std::map<std::string, ConfigValue, std::less<>>;
using List = std::vector<std::string>;

/// The worker's keys with Connect's defaults.
Values defaults() {
    return {{"listeners", List{"http://:8083"}},
            {"admin.listeners", std::monostate()},
            {"rest.advertised.host.name", std::monostate()},
            {"rest.advertised.port", std::monostate()},
            {"rest.extension.classes", List{}},
            {"access.control.allow.origin", std::string()},
            {"access.control.allow.methods", std::string()},
            {"response.http.headers.config", std::string()},
            {"topic.tracking.enable", true},
            {"topic.tracking.allow.reset", true}};
}

RestConfig parse_with(std::string key, ConfigValue value) {
    auto values = defaults();
    values.insert_or_assign(std::move(key), std::move(value));
    return parse_rest_config(ParsedConfig(std::move(values)));
}

std::string message_for(std::string key, ConfigValue value) {
    try {
        parse_with(std::move(key), std::move(value));
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "";
}

TEST(RestConfig, ListensEverywhereByDefault) {
    const auto config = parse_rest_config(ParsedConfig(defaults()));

    ASSERT_EQ(1U, config.listeners.size());
    EXPECT_EQ("", config.listeners.front().host);
    EXPECT_EQ(8083, config.listeners.front().port);
    EXPECT_FALSE(config.admin_listeners);
}

TEST(RestConfig, TellsNoAdminListenersFromNoneSaid) {
    EXPECT_TRUE(parse_with("admin.listeners", List{}).admin_listeners.value().empty());
    EXPECT_EQ(1U, parse_with("admin.listeners", List{"http://a:1"}).admin_listeners.value().size());
}

TEST(RestConfig, RefusesListsOfListenersWithConnectsTexts) {
    EXPECT_EQ(
        "Invalid value for listeners, at least one URL is expected, ex: "
        "http://localhost:8080,https://localhost:8443.",
        message_for("listeners", List{}));
    EXPECT_EQ("Empty URL found when parsing listeners list.",
              message_for("listeners", List{"http://a:1", ""}));
    EXPECT_EQ("Empty URL found when parsing admin.listeners list.",
              message_for("admin.listeners", List{""}));
}

TEST(RestConfig, RefusesExtensionsThatMightGuardTheApi) {
    EXPECT_EQ(
        "rest.extension.classes=com.example.Auth: REST extensions are not supported yet by "
        "kconnect 0.1.0; remove the key, and guard the listeners in another way",
        message_for("rest.extension.classes", List{"com.example.Auth"}));
}

}  // namespace
}  // namespace kconnect::rest

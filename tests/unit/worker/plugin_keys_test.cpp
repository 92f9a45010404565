#include "worker/plugin_keys.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "unit/worker/test_connector.hpp"

namespace kconnect {
namespace {

class PluginKeysTest : public ::testing::Test {
protected:
    PluginKeysTest() {
        registry_.add(test::test_connector_entries(), "classpath");
        keys_ = plugin_keys(*registry_.find(KCONNECT_SINK_CONNECTOR, "TestSink"));
    }

    const rest::ConfigKeyView& key(std::string_view name) const {
        return *std::find_if(
            keys_.begin(), keys_.end(), [name](const auto& view) { return view.key.name == name; });
    }

    PluginRegistry registry_;
    std::vector<rest::ConfigKeyView> keys_;
};

TEST_F(PluginKeysTest, BeginWithThoseOfThePlugin) {
    EXPECT_EQ("tasks", keys_.at(0).key.name);
    EXPECT_EQ("secret", keys_.at(1).key.name);
    EXPECT_EQ("mode", keys_.at(2).key.name);
    EXPECT_EQ("name", keys_.at(3).key.name);
    EXPECT_EQ(-1, keys_.at(0).order_in_group);
}

TEST_F(PluginKeysTest, HaveTheirPlacesInTheirGroups) {
    EXPECT_EQ(1, key("name").order_in_group);
    EXPECT_EQ(4, key("tasks.max").order_in_group);
    EXPECT_EQ(11, key("header.converter.plugin.version").order_in_group);
    EXPECT_EQ(12, key("transforms").order_in_group);
    EXPECT_EQ(14, key("config.action.reload").order_in_group);
    EXPECT_EQ(1, key("errors.retry.timeout").order_in_group);
    EXPECT_EQ(4, key("topics").order_in_group);
    EXPECT_EQ(6, key("errors.deadletterqueue.topic.name").order_in_group);
}

TEST_F(PluginKeysTest, TellTheVersionOfThePlugin) {
    EXPECT_EQ("0.1.0", key("connector.plugin.version").key.default_value.text());
}

}  // namespace
}  // namespace kconnect

#include "plugin/plugin_registry.hpp"

#include <array>
#include <deque>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

kconnect_plugin_entry entry(kconnect_plugin_kind kind,
                            const char* class_name,
                            const char* const* aliases = nullptr) {
    return {kind,
            class_name,
            aliases,
            "1.2",
            []() -> void* { throw std::runtime_error("no room"); },
            nullptr};
}

/// A registry with one built-in library.
PluginRegistry registry_of(const std::vector<kconnect_plugin_entry>& entries) {
    static std::deque<std::vector<kconnect_plugin_entry>> kept;
    PluginRegistry registry;
    registry.add(kept.emplace_back(entries), "classpath");
    return registry;
}

std::string connector_error(const PluginRegistry& registry, std::string_view name) {
    try {
        return registry.connector(name).class_name;
    } catch (const ConnectException& error) {
        return error.what();
    }
}

TEST(PluginRegistry, FindsAConnectorByItsThreeNames) {
    const auto registry =
        registry_of({entry(KCONNECT_SINK_CONNECTOR, "com.acme.BoxSinkConnector")});
    for (const auto* name : {"com.acme.BoxSinkConnector", "BoxSinkConnector", "BoxSink"}) {
        EXPECT_EQ(connector_error(registry, name), "com.acme.BoxSinkConnector") << name;
    }
}

TEST(PluginRegistry, FindsAClassByTheJavaClassItStandsFor) {
    static constexpr std::array<const char*, 2> kAliases = {"io.other.CrateSinkConnector", nullptr};
    const auto registry =
        registry_of({entry(KCONNECT_SINK_CONNECTOR, "com.acme.BoxSinkConnector", kAliases.data())});
    for (const auto* name : {"io.other.CrateSinkConnector", "CrateSink"}) {
        EXPECT_EQ(connector_error(registry, name), "com.acme.BoxSinkConnector") << name;
    }
}

TEST(PluginRegistry, CutsTheSuffixOfTheKind) {
    const auto registry =
        registry_of({entry(KCONNECT_CONVERTER, "org.x.JsonConverter"),
                     entry(KCONNECT_HEADER_CONVERTER, "org.x.SimpleHeaderConverter"),
                     entry(KCONNECT_TRANSFORMATION, "org.x.Cast$Value")});
    EXPECT_NE(registry.find(KCONNECT_CONVERTER, "Json"), nullptr);
    EXPECT_NE(registry.find(KCONNECT_HEADER_CONVERTER, "Simple"), nullptr);
    EXPECT_NE(registry.find(KCONNECT_TRANSFORMATION, "org.x.Cast$Value"), nullptr);
    EXPECT_EQ(registry.find(KCONNECT_TRANSFORMATION, "Json"), nullptr);
}

TEST(PluginRegistry, DropsAShortNameThatFitsTwoClasses) {
    const auto registry = registry_of({entry(KCONNECT_TRANSFORMATION, "org.x.Cast$Value"),
                                       entry(KCONNECT_TRANSFORMATION, "org.x.Flatten$Value")});
    EXPECT_EQ(registry.find(KCONNECT_TRANSFORMATION, "Value"), nullptr);
}

TEST(PluginRegistry, AsksForTheFullNameOfAnAmbiguousConnector) {
    const auto registry = registry_of({entry(KCONNECT_SINK_CONNECTOR, "a.BoxConnector"),
                                       entry(KCONNECT_SOURCE_CONNECTOR, "b.BoxConnector")});
    EXPECT_EQ(connector_error(registry, "Box"),
              "More than one connector matches alias Box. Please use full package and class name "
              "instead. Classes found: a.BoxConnector, b.BoxConnector");
}

TEST(PluginRegistry, ListsAllConnectorsWhenAClassIsUnknown) {
    const auto registry = registry_of({entry(KCONNECT_SOURCE_CONNECTOR, "a.In"),
                                       entry(KCONNECT_SINK_CONNECTOR, "a.Out"),
                                       entry(KCONNECT_CONVERTER, "a.Json")});
    EXPECT_EQ(connector_error(registry, "NoSuch"),
              "Failed to find any class that implements Connector and which name matches NoSuch, "
              "available connectors are: PluginDesc{klass=class a.Out, name='a.Out', "
              "version='1.2', encodedVersion=1.2, type=sink, typeName='sink', "
              "location='classpath'}, PluginDesc{klass=class a.In, name='a.In', version='1.2', "
              "encodedVersion=1.2, type=source, typeName='source', location='classpath'}");
}

TEST(PluginRegistry, KeepsTheFirstOfTwoClassesWithOneName) {
    auto registry = registry_of({entry(KCONNECT_SINK_CONNECTOR, "a.Out")});
    static const std::array<kconnect_plugin_entry, 1> kSecond = {
        entry(KCONNECT_SINK_CONNECTOR, "a.Out")};
    registry.add(kSecond, "file:/second.so");
    EXPECT_EQ(registry.connector("a.Out").location, "classpath");
    EXPECT_EQ(registry.of_kind(KCONNECT_SINK_CONNECTOR).size(), 1U);
}

TEST(PluginRegistry, NamesTheClassThatCannotBeCreated) {
    const auto registry = registry_of({entry(KCONNECT_SINK_CONNECTOR, "a.Out")});
    try {
        create_plugin<SinkConnector>(registry.connector("a.Out"));
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(), "Plugin class a.Out of classpath cannot be created: no room");
    }
}

TEST(PluginRegistry, RefusesToCreateAClassAsAnotherKind) {
    const auto registry = registry_of({entry(KCONNECT_SOURCE_CONNECTOR, "a.In")});
    EXPECT_THROW(create_plugin<SinkConnector>(registry.connector("a.In")), ConnectException);
}

}  // namespace
}  // namespace kconnect

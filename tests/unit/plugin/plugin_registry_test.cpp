#include "plugin/plugin_registry.hpp"

#include <array>
#include <deque>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "unit/plugin/log_capture.hpp"

namespace kconnect {
namespace {

using ::testing::ElementsAre;

kconnect_plugin_entry entry(kconnect_plugin_kind kind,
                            const char* class_name,
                            const char* const* aliases = nullptr,
                            const char* version = "1.2") {
    return {kind,
            class_name,
            aliases,
            version,
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

/// A class as Connect's texts list it.
std::string listed(const std::string& name, const std::string& type) {
    return "PluginDesc{klass=class " + name + ", name='" + name +
           "', version='1.2', encodedVersion=1.2, type=" + type + ", typeName='" + type +
           "', location='classpath'}";
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
              "instead. Classes found: " +
                  listed("a.BoxConnector", "sink") + ", " + listed("b.BoxConnector", "source"));
}

TEST(PluginRegistry, ListsAllConnectorsWhenAClassIsUnknown) {
    const auto registry = registry_of({entry(KCONNECT_SOURCE_CONNECTOR, "a.In"),
                                       entry(KCONNECT_SINK_CONNECTOR, "a.Out"),
                                       entry(KCONNECT_CONVERTER, "a.Json")});
    EXPECT_EQ(connector_error(registry, "NoSuch"),
              "Failed to find any class that implements Connector and which name matches NoSuch, "
              "available connectors are: " +
                  listed("a.In", "source") + ", " + listed("a.Out", "sink"));
}

/// A sink class "a.Out" of this version in a library of its own.
std::span<const kconnect_plugin_entry> out(const char* version) {
    static std::deque<kconnect_plugin_entry> kept;
    return {&kept.emplace_back(entry(KCONNECT_SINK_CONNECTOR, "a.Out", nullptr, version)), 1};
}

TEST(PluginRegistry, UsesTheHighestVersionOfAClassAndListsAll) {
    PluginRegistry registry;
    registry.add(out("1.9"), "classpath");
    registry.add(out("1.10"), "file:/b.so", PluginOrigin::kPluginPath);
    registry.add(out("1.2"), "file:/c.so", PluginOrigin::kPluginPath);
    EXPECT_EQ(registry.connector("a.Out").version, "1.10");
    EXPECT_EQ(registry.connector("Out").version, "1.10");
    ASSERT_EQ(registry.of_kind(KCONNECT_SINK_CONNECTOR).size(), 3U);
    EXPECT_EQ(registry.of_kind(KCONNECT_SINK_CONNECTOR)[0]->version, "1.2");
}

TEST(PluginRegistry, PrefersTheProgramsOwnOfEqualVersionsThenTheLastLocation) {
    PluginRegistry registry;
    registry.add(out("1"), "file:/b.so", PluginOrigin::kPluginPath);
    registry.add(out("1"), "file:/a.so", PluginOrigin::kPluginPath);
    EXPECT_EQ(registry.connector("a.Out").location, "file:/b.so");
    registry.add(out("1"), "file:/own.so", PluginOrigin::kProgram);
    EXPECT_EQ(registry.connector("a.Out").location, "file:/own.so");
}

TEST(PluginRegistry, WarnsOnceAboutAClassThatIsThereTwice) {
    test::LogCapture log;
    PluginRegistry registry;
    const auto library = out("1");
    registry.add(library, "file:/a.so", PluginOrigin::kPluginPath);
    registry.add(library, "file:/link-to-a.so", PluginOrigin::kPluginPath);  // Twice the same one.
    registry.add(out("2"), "file:/b.so", PluginOrigin::kPluginPath);
    EXPECT_THAT(
        log.lines,
        ElementsAre("Class a.Out is there twice: version 2 of file:/b.so is used, version 1 "
                    "of file:/a.so is not; remove one of the libraries, or choose with "
                    "connector.plugin.version"));
}

TEST(PluginRegistry, GivesTheHighestVersionInTheRangeThatIsAskedFor) {
    PluginRegistry registry;
    for (const char* version : {"1.0", "1.5", "2.0"}) {
        registry.add(out(version), version, PluginOrigin::kPluginPath);
    }
    EXPECT_EQ(registry.connector("a.Out", "1.5").version, "1.5");
    EXPECT_EQ(registry.connector("Out", "[1.0,2.0)").version, "1.5");
    try {
        registry.connector("a.Out", "3");
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "Plugin a.Out not found that matches the version range [3,3], available "
                     "versions: [1.0, 1.5, 2.0]");
    }
}

TEST(PluginRegistry, PrefersAClassToOneThatStandsForIt) {
    static constexpr std::array<const char*, 2> kAliases = {"a.Out", nullptr};
    const auto registry =
        registry_of({entry(KCONNECT_SINK_CONNECTOR, "b.Replacement", kAliases.data()),
                     entry(KCONNECT_SINK_CONNECTOR, "a.Out")});
    EXPECT_EQ(registry.connector("a.Out").class_name, "a.Out");
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

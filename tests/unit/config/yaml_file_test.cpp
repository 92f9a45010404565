#include "config/yaml_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string connector_error(std::string_view text) {
    try {
        parse_connector_yaml(text, "/f.yaml");
        return "accepted";
    } catch (const ConnectException& error) {
        return error.what();
    }
}

ConfigMap worker(std::string_view text) {
    return parse_worker_yaml(text, "/f.yaml");
}

TEST(YamlFile, KeepsTheTextOfScalars) {
    EXPECT_THAT(
        worker("a: 1.0\nb: yes\nc: 0123\nd: 1_000\ne: 0x10\nf: 'null'\ng: \"\"\nh: .5\ni: 1e3\n"
               "j: |\n  two\n  lines\nk: 2026-11-22\n1: x\n"),
        ElementsAre(Pair("1", "x"),
                    Pair("a", "1.0"),
                    Pair("b", "yes"),
                    Pair("c", "0123"),
                    Pair("d", "1_000"),
                    Pair("e", "0x10"),
                    Pair("f", "null"),
                    Pair("g", ""),
                    Pair("h", ".5"),
                    Pair("i", "1e3"),
                    Pair("j", "two\nlines\n"),
                    Pair("k", "2026-11-22")));
}

TEST(YamlFile, JoinsMappingsByDotsAndListsByCommas) {
    EXPECT_THAT(worker("transforms: [a, b]\ntransforms.a.type: X\nconsumer:\n  max.poll:\n    "
                       "records: 5\nempty: []\n"),
                ElementsAre(Pair("consumer.max.poll.records", "5"),
                            Pair("empty", ""),
                            Pair("transforms", "a,b"),
                            Pair("transforms.a.type", "X")));
}

TEST(YamlFile, ReadsAliasesOfScalars) {
    EXPECT_THAT(worker("a: &x v\nb: *x\n"), ElementsAre(Pair("a", "v"), Pair("b", "v")));
}

TEST(YamlFile, ReadsAConnectorOfEachForm) {
    const auto requests = parse_connector_yaml(
        "name: a\ntopics: t\n"
        "---\n"
        "name: b\ninitial_state: Paused\nconfig:\n  topics: t\n"
        "---\n"
        "connectors:\n- name: c\n  topics: t\n- config: {name: d}\n"
        "---\n",
        "/f.yaml");
    ASSERT_EQ(requests.size(), 4U);
    EXPECT_EQ(requests[0].name, "a");
    EXPECT_EQ(requests[1].initial_state, InitialState::kPaused);
    EXPECT_THAT(requests[1].config, ElementsAre(Pair("name", "b"), Pair("topics", "t")));
    EXPECT_EQ(requests[2].name, "c");
    EXPECT_EQ(requests[3].name, "d");
}

TEST(YamlFile, NamesThePlaceOfWhatHasNoClearMeaning) {
    EXPECT_EQ(connector_error("name: x\na: 1\na: 2\n"), "/f.yaml:3:1: the key 'a' is there twice");
    EXPECT_EQ(connector_error("name: x\na.b: 1\na:\n  b: 2\n"),
              "/f.yaml:4:6: the key 'a.b' is there twice");
    EXPECT_EQ(connector_error("name: x\nbase: &b {k: v}\n<<: *b\n"),
              "/f.yaml:3:1: merge keys (<<) are not supported: write the keys themselves");
    EXPECT_EQ(connector_error("name: x\nk: ~\n"),
              "/f.yaml:2:1: 'k' is null: write \"\" for an empty text, or remove the key");
    EXPECT_EQ(connector_error("name: x\n[a, b]: 1\n"), "/f.yaml:2:1: a key must be a text");
    EXPECT_EQ(connector_error("name: x\nk: !secret y\n"),
              "/f.yaml:2:4: the tag !secret is not supported");
    EXPECT_EQ(connector_error("name: x\nk: [a, [b]]\n"),
              "/f.yaml:2:8: 'k': an element of a list is a text without commas");
    EXPECT_EQ(connector_error("name: x\nk: ['a,b']\n"),
              "/f.yaml:2:5: 'k': an element of a list is a text without commas");
    EXPECT_EQ(connector_error("- a\n"), "/f.yaml:1:1: a mapping of keys to values is expected");
    EXPECT_EQ(connector_error("name: x\nconfig: {k: v}\nstate: y\n"),
              "/f.yaml:3:8: 'state' is unknown beside name, config and initial_state");
    EXPECT_EQ(connector_error("connectors: []\n"), "/f.yaml:1:1: the file has no connectors");
    EXPECT_EQ(connector_error("# nothing\n"), "/f.yaml:1:1: the file has no keys");
    EXPECT_THAT(connector_error("name: x\n  k: v\n"), ::testing::StartsWith("/f.yaml:2:"));
}

TEST(YamlFile, MissesTheNameOfAConnector) {
    EXPECT_EQ(connector_error("name: x\n---\ntopics: t\n"),
              "Connector configuration at '/f.yaml:3:1' is missing the mandatory 'name' "
              "configuration");
    EXPECT_EQ(connector_error("name: x\nconfig: {name: y}\n"),
              "Connector name configuration in 'config' doesn't match the one specified in 'name' "
              "at '/f.yaml:1:1'");
}

TEST(YamlFile, RefusesAliasesOfAliasesWithoutEnd) {
    std::string text = "a: &a0 {k: v}\n";
    for (int level = 1; level < 20; ++level) {
        const auto below = std::to_string(level - 1);
        text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " {x: *a" + below +
                ", y: *a" + below + "}\n";
    }
    EXPECT_THROW(worker(text), ConfigException);
}

TEST(YamlFile, RefusesAWorkersFileWithTwoDocuments) {
    EXPECT_THROW(worker("a: 1\n---\nb: 2\n"), ConfigException);
}

}  // namespace
}  // namespace kconnect

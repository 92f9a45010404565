#include "config/connector_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/scratch_folder.hpp"

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::string error_of(std::string_view text) {
    try {
        parse_connector_text(text, "/f");
        return "accepted";
    } catch (const ConnectException& error) {
        return error.what();
    }
}

TEST(ConnectorFile, ReadsProperties) {
    const auto request = parse_connector_text("name=x\ntopics=a,b\n", "/f");
    EXPECT_EQ(request.name, "x");
    EXPECT_THAT(request.config, ElementsAre(Pair("name", "x"), Pair("topics", "a,b")));
    EXPECT_EQ(request.initial_state, InitialState::kRunning);
}

TEST(ConnectorFile, ReadsAJsonMapAndKeepsTheSpellingOfScalars) {
    const auto request =
        parse_connector_text(R"({"name":"x","n":1,"r":1.50,"b":true,"n":2} rest)", "/f");
    EXPECT_THAT(
        request.config,
        ElementsAre(Pair("b", "true"), Pair("n", "2"), Pair("name", "x"), Pair("r", "1.50")));
}

TEST(ConnectorFile, ReadsTheJsonOfARequestAndIgnoresUnknownMembers) {
    const auto request = parse_connector_text(
        R"({"name":"x","config":{"topics":"a"},"initial_state":"paused","more":[{"name":"y"}]})",
        "/f");
    EXPECT_EQ(request.name, "x");
    EXPECT_THAT(request.config, ElementsAre(Pair("name", "x"), Pair("topics", "a")));
    EXPECT_EQ(request.initial_state, InitialState::kPaused);
}

TEST(ConnectorFile, RefusesARequestWithTwoNames) {
    EXPECT_EQ(error_of(R"({"name":"x","config":{"name":"y"}})"),
              "Connector name configuration in 'config' doesn't match the one specified in 'name' "
              "at '/f'");
}

TEST(ConnectorFile, MissesTheName) {
    const auto* text =
        "Connector configuration at '/f' is missing the mandatory 'name' configuration";
    EXPECT_EQ(error_of("topics=a\n"), text);
    EXPECT_EQ(error_of(R"({"topics":"a"})"), text);
    EXPECT_EQ(error_of(R"({"name":"x",)"), text);
    EXPECT_EQ(error_of(R"(["name"])"), text);
    EXPECT_EQ(error_of(""), text);
}

TEST(ConnectorFile, RefusesANullInJson) {
    const std::string text =
        "Connector configuration is invalid and contains the following 1 error(s):\n"
        "Null value can not be supplied as the configuration value.\n"
        "You can also find the above list of errors at the endpoint "
        "`/connector-plugins/{connectorType}/config/validate`";
    EXPECT_EQ(error_of(R"({"name":"x","connector.class":"A","a":null})"), text);
    EXPECT_EQ(error_of(R"({"name":"x","config":null})"),
              "Connector config {config=null, name=x} contains no connector type");
    EXPECT_EQ(error_of(R"({"config":{"connector.class":"A"}})"), text);
    EXPECT_EQ(error_of(R"({"name":null,"config":{"connector.class":"A"}})"), text);
    EXPECT_EQ(error_of(R"({"config":{"topics":"a"}})"),
              "Connector config {name=null, topics=a} contains no connector type");
}

TEST(ConnectorFile, RefusesARequestWithoutItsParts) {
    EXPECT_EQ(error_of(R"({"config":{"name":"x","connector.class":"A"}})"),
              "Connector name configuration in 'config' doesn't match the one specified in 'name' "
              "at '/f'");
    EXPECT_EQ(error_of(R"({"name":"x","conf":{"a":"b"}})"),
              "Connector request at '/f' is missing the mandatory 'config' object");
    EXPECT_EQ(error_of(R"({"name":"x","config":{"a":{"b":1}}})"),
              "Connector configuration at '/f' is missing the mandatory 'name' configuration");
}

TEST(ConnectorFile, IsYamlByItsExtension) {
    const test::ScratchFolder folder;
    const auto requests = read_connector_file(folder.write("x.yml", "name: x\ntopics: [a, b]\n"));
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_THAT(requests[0].config, ElementsAre(Pair("name", "x"), Pair("topics", "a,b")));
}

}  // namespace
}  // namespace kconnect

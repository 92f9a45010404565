#include "gateway/route_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::flight_gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const std::vector<RouteConfig>& routes() {
    static const std::vector<RouteConfig> all = {{{"ANY"}, "/a/{x}", "f"},
                                                 {{"GET", "PUT"}, "/a/b", "f"},
                                                 {{"GET"}, "/{y}/b", "f"},
                                                 {{"POST"}, "/", "f"}};
    return all;
}

FoundRoute find(const std::string& method, const std::vector<std::string>& path) {
    return RouteTable(routes()).find(method, path);
}

TEST(RouteTable, PrefersWhatIsWritten) {
    EXPECT_EQ(1U, find("GET", {"a", "b"}).index);
    EXPECT_EQ(0U, find("DELETE", {"a", "b"}).index);
    EXPECT_EQ(2U, find("GET", {"c", "b"}).index);
    EXPECT_EQ(3U, find("POST", {}).index);
}

TEST(RouteTable, GivesTheValuesOfParameters) {
    EXPECT_THAT(find("GET", {"a", "DLH 4AB"}).parameters, ElementsAre(Pair("x", "DLH 4AB")));
}

TEST(RouteTable, TellsTheMethodsOfAKnownPath) {
    const auto found = find("PUT", {"c", "b"});

    EXPECT_FALSE(found.index);
    EXPECT_THAT(found.allowed, ElementsAre("GET"));
}

TEST(RouteTable, FindsNothingForAnUnknownPath) {
    EXPECT_FALSE(find("GET", {"x"}).index);
    EXPECT_THAT(find("GET", {"x"}).allowed, IsEmpty());
}

TEST(RoutePath, RefusesWhatIsNone) {
    for (const auto* const path : {"",
                                   "a",
                                   "/a//b",
                                   "/a/../b",
                                   "/{}",
                                   "/a b",
                                   "/{a",
                                   "/health",
                                   "/metrics",
                                   "/{a}/{a}",
                                   "/%41"}) {
        EXPECT_THROW(parse_route_path(path), ConfigException) << path;
    }
}

}  // namespace
}  // namespace kconnect::flight_gateway

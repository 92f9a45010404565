#include "rest/routes.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace kconnect::rest {
namespace {

std::string page() {
    std::ifstream file(KCONNECT_REST_PAGE);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string line_of(const Route& route) {
    return fmt::format("| {} | `{}` | {}{} | {} |\n",
                       route.method,
                       route.path,
                       route.description,
                       route.role == ListenerRole::kAdmin ? " (admin listener)" : "",
                       route.handler == nullptr ? "not yet: 501" : "works");
}

TEST(Routes, AreThoseOfTheReferencePageInItsOrder) {
    std::string table;
    for (const auto& route : routes()) {
        table += line_of(route);
    }

    EXPECT_NE(std::string::npos, page().find("|---|---|---|---|\n" + table + "\n"))
        << "docs/reference/rest.md must have this table, and no line more:\n"
        << table;
}

TEST(Routes, AreThereOnce) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& route : routes()) {
        EXPECT_TRUE(seen.emplace(route.method, route.path).second)
            << route.method << ' ' << route.path;
    }
}

}  // namespace
}  // namespace kconnect::rest

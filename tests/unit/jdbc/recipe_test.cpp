// The files of docs/sinks/jdbc.md are accepted as they stand, but for the place of the database.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/config_map.hpp>

#include "jdbc/jdbc_sink_connector.hpp"

namespace kconnect::jdbc {
namespace {

std::vector<ConfigMap> recipes() {
    std::ifstream page(KCONNECT_TEST_JDBC_PAGE);
    std::vector<ConfigMap> found;
    bool is_inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("```")) {
            is_inside = line == "```properties";
            if (is_inside) {
                found.emplace_back();
            }
        } else if (is_inside) {
            const std::size_t equals = line.find('=');
            found.back()[line.substr(0, equals)] = line.substr(equals + 1);
        }
    }
    return found;
}

TEST(JdbcRecipes, AreThere) {
    EXPECT_EQ(recipes().size(), 10U);
}

TEST(JdbcRecipes, AreAcceptedAsTheyStand) {
    for (ConfigMap config : recipes()) {
        SCOPED_TRACE(config["name"]);
        config["connection.url"] = "jdbc:sqlite::memory:";
        const bool is_aiven = config["connector.class"].starts_with("io.aiven.");
        const std::vector<ConfigKeyResult> results = is_aiven
                                                         ? AivenJdbcSinkConnector().validate(config)
                                                         : JdbcSinkConnector().validate(config);
        for (const ConfigKeyResult& result : results) {
            for (const std::string& error : result.errors) {
                ADD_FAILURE() << result.key.name << ": " << error;
            }
        }
        const SinkFace& face = is_aiven ? aiven_face() : confluent_face();
        EXPECT_EQ(face.parse(config).connector_name, config["name"]);
    }
}

}  // namespace
}  // namespace kconnect::jdbc

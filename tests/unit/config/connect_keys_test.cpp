// Our tables of keys beside those of Java's Connect, as tests/goldens/config recorded them.
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "config/connector_config.hpp"
#include "config/source_connector_config.hpp"

namespace kconnect {
namespace {

std::string default_text(const ConfigKey& key) {
    if (!key.default_value.has_default()) {
        return "required";
    }
    return key.default_value.text() ? "=" + *key.default_value.text() : "null";
}

/// As the recorder writes a key.
std::string line_of(const ConfigKey& key) {
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                       key.name,
                       name_of(key.type),
                       default_text(key),
                       name_of(key.importance),
                       key.group,
                       key.order,
                       name_of(key.width),
                       key.display_name.empty() ? key.name : key.display_name,
                       key.validator ? key.validator->description : "");
}

/// The line without what Java prints for validators that check classes and versions: here the
/// plugin registry does that.
std::string comparable(const std::string& line) {
    for (const auto* java_only :
         {"\tA concrete subclass of", "\torg.apache.kafka.connect.runtime."}) {
        if (const auto at = line.find(java_only); at != std::string::npos) {
            return line.substr(0, at) + "\t";
        }
    }
    return line.ends_with("\tvalid regex") ? line.substr(0, line.rfind('\t') + 1) : line;
}

void expect_keys_of(const std::string& golden, const ConfigDef& def) {
    std::ifstream file(std::string(KCONNECT_GOLDENS) + "/config/" + golden);
    std::string line;
    std::size_t count = 0;
    for (; std::getline(file, line); ++count) {
        ASSERT_LT(count, def.keys().size()) << line;
        EXPECT_EQ(line_of(def.keys()[count]), comparable(line));
    }
    EXPECT_EQ(count, def.keys().size());
}

TEST(ConnectKeys, OfAWorkerAreThoseOfJava) {
    expect_keys_of("worker_keys.tsv", worker_config_def());
}

TEST(ConnectKeys, OfASinkConnectorAreThoseOfJava) {
    expect_keys_of("sink_connector_keys.tsv", sink_connector_config_def());
}

TEST(ConnectKeys, OfASourceConnectorAreThoseOfJava) {
    expect_keys_of("source_connector_keys.tsv", source_connector_config_def());
}

}  // namespace
}  // namespace kconnect

#include "conformance/jdbc/sink_fixture.hpp"

#include <chrono>

#include <fmt/format.h>
#include <jdbc/table_structure.hpp>
#include <jdbc/unit_writer.hpp>

namespace kconnect::sql {

void SinkFixture::SetUp() {
    EveryDatabase::SetUp();
    config.connection = settings_of(database());
    config.table_name_format = id().name;
    config.max_retries = 0;
}

void SinkFixture::create_table(std::string_view columns) {
    connection().execute(fmt::format("CREATE TABLE {} ({})", qualified(), columns));
}

std::string SinkFixture::outcome(jdbc::testing::BatchBuilder& records,
                                 std::int64_t first_offset,
                                 ErrantRecordReporter* reporter) {
    constexpr std::chrono::seconds kPatience{20};
    jdbc::UnitWriter writer(
        config, jdbc::dialect_of(config), [] {}, reporter);
    try {
        writer.put(*records.build(first_offset), kPatience, [] { return false; });
        writer.wait_until_idle(kPatience);
        writer.check();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "written";
}

std::string SinkFixture::displayed_table() const {
    return jdbc::displayed(id());
}

std::string SinkFixture::exact(std::string_view type) {
    if (database() != Database::kMysql) {
        return std::string(type);
    }
    const bool is_mariadb = connection().server().starts_with("MariaDB");
    return std::string(type) + " COLLATE " +
           (is_mariadb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
}

void add(jdbc::testing::BatchBuilder& records,
         std::string_view key,
         const SchemaPtr& schema,
         std::vector<Value> fields) {
    records.add(primitive_schema(SchemaType::kString),
                Value::of_string(key),
                schema,
                Value::of_struct(fields));
}

}  // namespace kconnect::sql

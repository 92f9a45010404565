#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <jdbc/jdbc_sink_config.hpp>

#include <kconnect/sink_task.hpp>

#include "conformance/sql/every_database.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::sql {

/// Writes units to a real database as the sink's task does.
class SinkFixture : public EveryDatabase {
protected:
    void SetUp() override;

    /// CREATE TABLE with these columns for the test's table.
    void create_table(std::string_view columns);

    /// Writes one put as one unit; what the task would fail with, or "written".
    std::string outcome(jdbc::testing::BatchBuilder& records,
                        std::int64_t first_offset = 0,
                        ErrantRecordReporter* reporter = nullptr);

    /// `"db"."public"."C 'Test"`
    std::string displayed_table() const;

    /// `type` with the collation that compares bytes, where the database's own one may not.
    std::string exact(std::string_view type);

    jdbc::JdbcSinkConfig config = jdbc::testing::upsert_config();
};

/// For a record whose key is a text and whose value has the fields of `schema`.
void add(jdbc::testing::BatchBuilder& records,
         std::string_view key,
         const SchemaPtr& schema,
         std::vector<Value> fields);

}  // namespace kconnect::sql

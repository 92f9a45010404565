#include "reader/flight_statement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/sql/jdbc_url.hpp>

namespace kconnect::flight_reader {
namespace {

FlightStatement statement(const char* url, const char* table, const FlightQuery& query) {
    const sql::Dialect& dialect = sql::find_dialect(sql::parse_jdbc_url(url));
    return flight_statement(dialect, dialect.parse_table_name(table), query);
}

TEST(FlightStatement, AsksForOneRowMoreThanThePageHolds) {
    const FlightStatement result =
        statement("jdbc:postgresql://h/d", "flight-data", {.limit = 500});
    EXPECT_EQ(result.sql,
              "SELECT \"id\", \"aircraft_id\", \"timestamp\", \"altitude\", \"speed\", "
              "\"heading\", \"lat\", \"lon\" FROM \"flight-data\" ORDER BY \"id\" LIMIT $1");
    ASSERT_EQ(result.parameters.size(), 1U);
    EXPECT_EQ(result.parameters[0].as_int64(), 501);
}

TEST(FlightStatement, MakesParametersOfAllValues) {
    const FlightQuery query{.aircraft_id = "'; DROP TABLE x",
                            .since = 17,
                            .bbox = BoundingBox{1, 2, 3, 4},
                            .limit = 10,
                            .after = 99};
    const FlightStatement result = statement("jdbc:mysql://h/d", "ops.flights", query);
    EXPECT_THAT(result.sql,
                testing::EndsWith(
                    "FROM `ops`.`flights` WHERE `id` > ? AND `aircraft_id` = ? AND `timestamp` >= ?"
                    " AND `lat` >= ? AND `lat` <= ? AND (`lon` >= ? AND `lon` <= ?)"
                    " ORDER BY `id` LIMIT ?"));
    ASSERT_EQ(result.parameters.size(), 8U);
    EXPECT_EQ(result.parameters[0].as_int64(), 99);
    EXPECT_EQ(result.parameters[1].as_string(), "'; DROP TABLE x");
    EXPECT_EQ(result.parameters[7].as_int64(), 11);
}

TEST(FlightStatement, LetsABoxGoOverTheDateLine) {
    const FlightStatement result =
        statement("jdbc:postgresql://h/d", "a\"b", {.bbox = BoundingBox{170, -10, -170, 10}});
    EXPECT_THAT(result.sql, testing::HasSubstr("(\"lon\" >= $3 OR \"lon\" <= $4)"));
}

}  // namespace
}  // namespace kconnect::flight_reader

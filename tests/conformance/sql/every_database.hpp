#pragma once

#include "conformance/sql/database_fixture.hpp"

/// Runs the EveryDatabase tests of a file for all databases; the names end in the database's.
#define KCONNECT_FOR_EVERY_DATABASE(fixture)                                         \
    INSTANTIATE_TEST_SUITE_P(                                                        \
        All,                                                                         \
        fixture,                                                                     \
        testing::Values(Database::kPostgresql, Database::kMysql, Database::kSqlite), \
        [](const auto& test) { return std::string(name_of(test.param)); })

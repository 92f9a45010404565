#pragma once

#include <string>
#include <vector>

#include "conformance/sql/database_fixture.hpp"

namespace kconnect::sql {

/// What a test of all databases needs, and not each of them has.
enum class Ability {
    kConstraintsCheckedAtCommit,
    kWritableViews,
    kPartitionedTables,
    kNamesThatDifferInCase,
    kTablesThatLoseTheirKey,
};

/// An ability that a database lacks.
struct Impossible {
    Database database;
    Ability ability;
    std::string source;                   ///< Where its manual says so.
    std::vector<std::string> statements;  ///< The last of them is refused.
};

/// All of them. What is not listed here is tested.
const std::vector<Impossible>& impossibilities();

bool is_impossible(Database database, Ability ability);

}  // namespace kconnect::sql

#include "conformance/jdbc/impossible.hpp"

#include <algorithm>

namespace kconnect::sql {

const std::vector<Impossible>& impossibilities() {
    static const std::vector<Impossible> all{
        {Database::kMysql,
         Ability::kConstraintsCheckedAtCommit,
         "https://dev.mysql.com/doc/refman/8.0/en/ansi-diff-foreign-keys.html",
         {"CREATE TABLE kc_deferred (a INT UNIQUE DEFERRABLE INITIALLY DEFERRED)"}},
        {Database::kSqlite,
         Ability::kConstraintsCheckedAtCommit,
         "https://www.sqlite.org/lang_createtable.html#unique_constraints",
         {"CREATE TABLE kc_deferred (a INT UNIQUE DEFERRABLE INITIALLY DEFERRED)",
          "INSERT INTO kc_deferred VALUES (1)",
          "INSERT INTO kc_deferred VALUES (1)"}},
        {Database::kSqlite,
         Ability::kWritableViews,
         "https://www.sqlite.org/lang_createview.html",
         {"CREATE TABLE kc_base (a INT)",
          "CREATE VIEW kc_view AS SELECT a FROM kc_base",
          "INSERT INTO kc_view VALUES (1)"}},
        {Database::kSqlite,
         Ability::kPartitionedTables,
         "https://www.sqlite.org/lang_createtable.html",
         {"CREATE TABLE kc_parted (id INT PRIMARY KEY) PARTITION BY KEY (id) PARTITIONS 2"}},
        {Database::kSqlite,
         Ability::kNamesThatDifferInCase,
         "https://www.sqlite.org/lang_createtable.html",
         {"CREATE TABLE kc_case (a INT)", "CREATE TABLE \"KC_CASE\" (a INT)"}},
        {Database::kSqlite,
         Ability::kTablesThatLoseTheirKey,
         "https://www.sqlite.org/lang_altertable.html#otheralter",
         {"CREATE TABLE kc_keyed (id INT PRIMARY KEY)", "ALTER TABLE kc_keyed DROP PRIMARY KEY"}},
    };
    return all;
}

bool is_impossible(Database database, Ability ability) {
    return std::ranges::any_of(impossibilities(), [&](const Impossible& entry) {
        return entry.database == database && entry.ability == ability;
    });
}

}  // namespace kconnect::sql

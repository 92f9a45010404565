#include "src/builtin_dialects.hpp"

#include "mysql/mysql_dialect.hpp"
#include "postgresql/postgresql_dialect.hpp"
#include "sqlite/sqlite_dialect.hpp"

namespace kconnect::sql {

std::vector<const Dialect*> builtin_dialects() {
    static const MySqlDialect mysql;
    static const SqliteDialect sqlite;
    return {&postgresql::postgresql_dialect(), &mysql, &sqlite};
}

}  // namespace kconnect::sql

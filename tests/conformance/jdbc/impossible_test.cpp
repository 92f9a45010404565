// The list of what a database cannot do is no place to hide what the sink cannot.
#include "conformance/jdbc/impossible.hpp"

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

class Impossibilities : public EveryDatabase {};

TEST_P(Impossibilities, AreRefusedByTheDatabaseItself) {
    for (const Impossible& entry : impossibilities()) {
        if (entry.database != database()) {
            continue;
        }
        for (std::size_t i = 0; i + 1 < entry.statements.size(); ++i) {
            connection().execute(entry.statements[i]);
        }
        EXPECT_THROW(connection().execute(entry.statements.back()), SqlError)
            << entry.statements.back() << "\nsee " << entry.source;
    }
}

KCONNECT_FOR_EVERY_DATABASE(Impossibilities);

TEST(ImpossibilitiesOfPostgresql, AreNone) {
    for (const Impossible& entry : impossibilities()) {
        EXPECT_NE(entry.database, Database::kPostgresql) << entry.statements.back();
        EXPECT_TRUE(entry.source.starts_with("https://")) << entry.statements.back();
    }
}

}  // namespace
}  // namespace kconnect::sql

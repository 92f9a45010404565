#include <fmt/format.h>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<ColumnDefinition>& columns() {
    static const std::vector<ColumnDefinition> definitions{
        key("id", SchemaType::kInt64), column("a", primitive_schema(SchemaType::kString))};
    return definitions;
}

class Errors : public EveryDatabase {
protected:
    SqlError error_of_write(WriteMode mode, const std::vector<Value>& cells) {
        return error_of([&] { write(mode, columns(), cells); });
    }
};

TEST_P(Errors, BlameTheRecordForADuplicateKey) {
    create(columns());
    const std::vector<Value> row{Value::of_int64(1), Value::of_string("x")};
    write(WriteMode::kInsert, columns(), row);
    const SqlError error = error_of_write(WriteMode::kInsert, row);
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord) << error.what();
    EXPECT_FALSE(error.connection_lost());
    EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
    EXPECT_TRUE(connection().is_open(true));
}

TEST_P(Errors, BlameTheRecordForANullInARequiredColumn) {
    create(columns());
    const SqlError error = error_of_write(WriteMode::kInsert, {Value::of_int64(1), Value()});
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("a"));
}

TEST_P(Errors, BlameTheTaskForAMissingTable) {
    create(columns());
    const auto rows_of_shape = writer(WriteMode::kInsert, columns());
    connection().execute("DROP TABLE " + qualified());
    const std::vector<Value> cells{Value::of_int64(1), Value::of_string("x")};
    connection().begin();
    const SqlError error = error_of([&] { rows_of_shape->write({cells.data(), 1, 2}); });
    connection().rollback();
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask) << error.what();
}

TEST_P(Errors, BlameTheTaskForSyntax) {
    const SqlError error = error_of([&] { connection().execute("SELEKT 1"); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask) << error.what();
    EXPECT_FALSE(error.connection_lost());
}

TEST_P(Errors, EndASessionThatWasGivenUp) {
    connection().abort();
    const SqlError error = error_of([&] { connection().execute("SELECT 1"); });
    EXPECT_TRUE(error.connection_lost()) << error.what();
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_FALSE(connection().is_open(false));
    connection().rollback();
}

TEST_P(Errors, RefuseShapesWithoutKeys) {
    create(columns());
    EXPECT_THROW(writer(WriteMode::kUpsert, {columns()[1]}), ConnectException);
    EXPECT_THROW(writer(WriteMode::kDelete, {columns()[1]}), ConnectException);
    EXPECT_THROW(writer(WriteMode::kUpdate, {columns()[0]}), ConnectException);
}

KCONNECT_FOR_EVERY_DATABASE(Errors);

/// What only databases behind a network have.
class ServerErrors : public EveryDatabase {};

TEST_P(ServerErrors, NameUserAndRemedyForAWrongPassword) {
    ConnectionSettings settings = settings_of(GetParam());
    settings.password = "not-this-one";
    const SqlError error = error_of([&] { dialect().connect(settings); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(*settings.url.user));
    EXPECT_THAT(error.what(), HasSubstr("connection.password"));
    EXPECT_THAT(error.what(), Not(HasSubstr("not-this-one")));
    EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
}

TEST_P(ServerErrors, NameAnUnknownDatabase) {
    ConnectionSettings settings = settings_of(GetParam());
    settings.url.database = "no_such_database";
    const SqlError error = error_of([&] { dialect().connect(settings); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("no_such_database"));
    EXPECT_THAT(error.what(), HasSubstr("connection.url"));
}

TEST_P(ServerErrors, NameHostAndPortThatNobodyListensOn) {
    ConnectionSettings settings = settings_of(GetParam());
    settings.url.hosts = {{"127.0.0.1", 1}};
    const SqlError error = error_of([&] { dialect().connect(settings); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient) << error.what();
    EXPECT_TRUE(error.connection_lost());
    EXPECT_THAT(error.what(), HasSubstr("127.0.0.1:1"));
}

TEST_P(ServerErrors, GoOnWithTheNextHost) {
    ConnectionSettings settings = settings_of(GetParam());
    settings.url.hosts.insert(settings.url.hosts.begin(), {"127.0.0.1", 1});
    EXPECT_TRUE(dialect().connect(settings)->is_open(true));
}

INSTANTIATE_TEST_SUITE_P(All,
                         ServerErrors,
                         testing::Values(Database::kPostgresql, Database::kMysql),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace kconnect::sql

#include <chrono>
#include <future>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include <kconnect/errors.hpp>

#include "conformance/sql/database_fixture.hpp"
#include "support/unique_name.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

/// What only MySQL and MariaDB have.
class MySql : public DatabaseFixture {
protected:
    void SetUp() override { open(Database::kMysql); }

    /// A further session whose URL has these parameters too.
    static ConnectionSettings settings_with(const std::string& name, const std::string& value) {
        ConnectionSettings settings = settings_of(Database::kMysql);
        settings.url.parameters[name] = value;
        return settings;
    }

    std::unique_ptr<Connection> connect(const ConnectionSettings& settings) {
        return dialect().connect(settings);
    }

    std::string only_cell(std::string_view sql) {
        return connection().query(sql).at(0).at(0).value_or("NULL");
    }
};

TEST_F(MySql, KeepsTextKeysApartThatDifferInCaseOrTrailingBlanks) {
    const std::vector columns{key("id", SchemaType::kString), column("a", SchemaType::kInt32)};
    const Table table = create(columns);
    EXPECT_TRUE(dialect().compares_exactly(*columns[0].schema, table.columns[0]));
    std::vector<Value> cells;
    for (const char* name : {"a", "A", "a ", "a"}) {
        cells.insert(
            cells.end(),
            {Value::of_string(name), Value::of_int32(static_cast<std::int32_t>(cells.size()))});
    }
    write(WriteMode::kUpsert, columns, cells, false);
    EXPECT_THAT(rows("id, a", "a"), ElementsAre("A|2", "a |4", "a|6"));
}

TEST_F(MySql, StoresEveryType) {
    const SchemaPtr decimal = decimal_schema(2, true);
    const std::vector columns{key("i8", SchemaType::kInt8),
                              column("i16", SchemaType::kInt16),
                              column("i64", SchemaType::kInt64),
                              column("f", SchemaType::kFloat32),
                              column("d", SchemaType::kFloat64),
                              column("b", SchemaType::kBoolean),
                              column("x", SchemaType::kBytes),
                              column("n", decimal),
                              column("day", logical_schema(LogicalType::kDate, true)),
                              column("at", logical_schema(LogicalType::kTime, true)),
                              column("ts", logical_schema(LogicalType::kTimestamp, true))};
    create(columns);
    const std::array<std::byte, 2> bytes{std::byte{0x00}, std::byte{0xFF}};
    const std::array<std::byte, 2> unscaled{std::byte{0xFB}, std::byte{0x1E}};
    const Decimal number{2, unscaled};
    std::vector<Value> cells{Value::of_int8(-128),
                             Value::of_int16(-32768),
                             Value::of_int64(INT64_MIN),
                             Value::of_float32(0.1F),
                             Value::of_float64(0.1),
                             Value::of_boolean(true),
                             Value::of_bytes(bytes),
                             Value::of_decimal(&number),
                             Value::of_int32(19675),
                             Value::of_int32(45'296'789),
                             Value::of_int64(-1)};
    cells.push_back(Value::of_int8(1));
    cells.resize(2 * columns.size());
    write(WriteMode::kUpsert, columns, cells);
    EXPECT_THAT(rows("i8, i16, i64, f, d, b, hex(x), n, day, at, ts", "i8"),
                ElementsAre("-128|-32768|-9223372036854775808|0.1|0.1|1|00FF|-12.50|2023-11-14|"
                            "12:34:56.789|1969-12-31 23:59:59.999",
                            "1|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"));
}

TEST_F(MySql, WritesAFloatIntoADoubleColumnAsItsText) {
    connection().execute("CREATE TABLE " + qualified() + " (f DOUBLE, n DECIMAL(20,10))");
    write(WriteMode::kInsert,
          {column("f", SchemaType::kFloat32), column("n", SchemaType::kFloat64)},
          {Value::of_float32(3.14F), Value::of_float64(0.1)});
    EXPECT_THAT(rows({"f", "n"}), ElementsAre("3.14|0.1000000000"));
}

TEST_F(MySql, NamesDaysBeforeTheGregorianCalendarAsJavaDoes) {
    const std::vector columns{column("day", logical_schema(LogicalType::kDate, true))};
    create(columns);
    write(WriteMode::kInsert, columns, {Value::of_int32(-141'428)});
    EXPECT_THAT(rows({"day"}), ElementsAre("1582-10-04"));
}

TEST_F(MySql, RefusesNotANumberBeforeSending) {
    const std::vector columns{column("d", SchemaType::kFloat64)};
    create(columns);
    try {
        write(WriteMode::kInsert, columns, {Value::of_float64(std::nan(""))});
        FAIL() << "NaN was written";
    } catch (const DataException& error) {
        EXPECT_STREQ(error.what(), "'NaN' is not a valid numeric or approximate numeric value");
    }
}

TEST_F(MySql, BlamesTheRecordForItsValues) {
    const std::vector columns{key("id", SchemaType::kInt64), column("a", SchemaType::kString)};
    connection().execute("CREATE TABLE " + qualified() +
                         " (id TINYINT PRIMARY KEY, a VARCHAR(3) NOT NULL, CHECK (id <> 7))");
    const auto refused = [&](std::int64_t id, Value text) {
        const SqlError error = error_of([&] {
            write(WriteMode::kInsert, columns, {Value::of_int64(id), text});
        });
        EXPECT_EQ(error.kind(), SqlErrorKind::kRecord) << error.what();
        return error.vendor_code();
    };
    EXPECT_EQ(refused(1000, Value::of_string("x")), 1264);
    EXPECT_EQ(refused(1, Value::of_string("long")), 1406);
    EXPECT_EQ(refused(1, Value()), 1048);
    EXPECT_EQ(refused(7, Value::of_string("x")), 4025);
    write(WriteMode::kInsert, columns, {Value::of_int64(1), Value::of_string("x")});
    EXPECT_EQ(refused(1, Value::of_string("x")), 1062);
}

TEST_F(MySql, RefusesValuesThatAServerWithoutStrictModeWouldCut) {
    connection().execute("CREATE TABLE " + qualified() + " (a VARCHAR(3))");
    const std::string loose = "sql_mode=''";
    EXPECT_EQ(
        connect(settings_with("sessionVariables", loose))->query("SELECT @@sql_mode").at(0).at(0),
        "STRICT_TRANS_TABLES");
    ConnectionSettings settings = settings_with("sessionVariables", loose);
    settings.url.parameters["jdbcCompliantTruncation"] = "false";
    EXPECT_EQ(connect(settings)->query("SELECT @@sql_mode").at(0).at(0), "");
}

TEST_F(MySql, RefusesARowThatIsLargerThanTheServersPacket) {
    const std::vector columns{column("a", SchemaType::kBytes)};
    connection().execute("CREATE TABLE " + qualified() + " (a LONGBLOB)");
    const auto limit = std::stoul(only_cell("SELECT @@max_allowed_packet"));
    const std::vector<std::byte> large(limit + 1);
    const SqlError error =
        error_of([&] { write(WriteMode::kInsert, columns, {Value::of_bytes(large)}); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord);
    EXPECT_THAT(error.what(), HasSubstr("max_allowed_packet"));
    EXPECT_TRUE(connection().is_open(true));
}

TEST_F(MySql, TakesADeadlockForTransient) {
    const std::vector columns{key("id", SchemaType::kInt64), column("a", SchemaType::kInt32)};
    create(columns);
    const auto row = [](std::int64_t id) {
        return std::vector<Value>{Value::of_int64(id), Value::of_int32(0)};
    };
    write(WriteMode::kInsert, columns, row(1));
    const std::unique_ptr<Connection> other = another_connection();
    other->execute("SET innodb_lock_wait_timeout=1");
    connection().begin();
    connection().execute("SELECT * FROM " + qualified() + " WHERE id=1 FOR UPDATE");
    const SqlError error =
        error_of([&] { other->execute("DELETE FROM " + qualified() + " WHERE id=1"); });
    connection().rollback();
    EXPECT_EQ(error.vendor_code(), 1205);
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_FALSE(error.connection_lost());
}

TEST_F(MySql, FailsWhatRunsAndEveryLaterCallOnceGivenUp) {
    std::promise<void> started;
    auto running = std::async(std::launch::async, [&] {
        started.set_value();
        return error_of([&] { connection().query("SELECT SLEEP(30)"); });
    });
    started.get_future().wait();
    connection().abort();
    ASSERT_EQ(running.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    EXPECT_TRUE(running.get().connection_lost());
    EXPECT_FALSE(connection().is_open(false));
    EXPECT_TRUE(error_of([&] { connection().execute("SELECT 1"); }).connection_lost());
}

TEST_F(MySql, SeesThatTheServerEndedTheSession) {
    const std::string id = only_cell("SELECT CONNECTION_ID()");
    another_connection()->execute("KILL " + id);
    const SqlError error = error_of([&] { connection().execute("DO 1"); });
    EXPECT_TRUE(error.connection_lost()) << error.what();
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_FALSE(connection().is_open(true));
}

TEST_F(MySql, NamesTheServerAndTheRemedyButNoPassword) {
    ConnectionSettings settings = settings_of(Database::kMysql);
    settings.password = "wrong-secret";
    SqlError error = error_of([&] { connect(settings); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
    EXPECT_THAT(error.what(), HasSubstr(fmt::format(":{}", settings.url.hosts.at(0).port)));
    EXPECT_THAT(error.what(), HasSubstr("check connection.user and connection.password"));
    EXPECT_THAT(error.what(), Not(HasSubstr("wrong-secret")));

    settings = settings_of(Database::kMysql);
    settings.url.database = "no_such_database";
    error = error_of([&] { connect(settings); });
    EXPECT_EQ(error.vendor_code(), 1049);
    EXPECT_THAT(error.what(), HasSubstr("database 'no_such_database'"));
}

TEST_F(MySql, TriesSeveralHostsInOrder) {
    ConnectionSettings settings = settings_of(Database::kMysql);
    const HostPort dead{"127.0.0.1", 1};
    settings.url.hosts.insert(settings.url.hosts.begin(), dead);
    EXPECT_TRUE(connect(settings)->is_open(true));
    settings.url.hosts = {dead, {"localhost", 2}};
    const SqlError error = error_of([&] { connect(settings); });
    EXPECT_TRUE(error.connection_lost());
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_THAT(error.what(), HasSubstr("127.0.0.1:1"));
    EXPECT_THAT(error.what(), HasSubstr("localhost:2"));
}

TEST_F(MySql, CreatesTheDatabaseOnRequest) {
    connection().execute("DROP DATABASE IF EXISTS kconnect_made");
    ConnectionSettings settings = settings_with("createDatabaseIfNotExist", "true");
    settings.url.database = "kconnect_made";
    const auto made = connect(settings);
    EXPECT_EQ(made->resolve({{}, {}, "t"}), (TableId{"kconnect_made", {}, "t"}));
    connection().execute("DROP DATABASE kconnect_made");
}

TEST_F(MySql, RefusesAServerWithoutTlsWhenTlsIsRequired) {
    if (only_cell("SELECT @@have_ssl") == "YES") {
        EXPECT_TRUE(connect(settings_with("sslMode", "REQUIRED"))->is_open(true));
        return;
    }
    const SqlError error = error_of([&] { connect(settings_with("sslMode", "REQUIRED")); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
    EXPECT_THAT(error.what(), HasSubstr("sslMode"));
}

TEST_F(MySql, SetsUpTheSession) {
    EXPECT_EQ(only_cell("SELECT @@session.time_zone"), only_cell("SELECT @@global.time_zone"));
    EXPECT_EQ(only_cell("SELECT @@character_set_client"), "utf8mb4");
}

TEST_F(MySql, BoundsTheWaitOfADefinition) {
    EXPECT_EQ(only_cell("SELECT @@lock_wait_timeout"), "60");
    create({column("a", SchemaType::kString)});
    connection().begin();
    connection().query("SELECT * FROM " + qualified());
    const auto other = connect(settings_with("sessionVariables", "lock_wait_timeout=1"));
    const SqlError error =
        error_of([&] { other->define("ALTER TABLE " + qualified() + " ADD b INT"); });
    connection().rollback();
    EXPECT_EQ(error.vendor_code(), 1205);
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
}

/// Backslashes and double quotes mean other things in these modes.
TEST_F(MySql, QuotesNamesAndDefaultsInEverySqlMode) {
    const std::string difficult = "it's \\ \"q\" `b` \\' \\n %_";
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kString).default_value(Value::of_string(difficult)).build();
    const std::array<std::byte, 3> bytes{std::byte{0x27}, std::byte{0x5C}, std::byte{0x00}};
    const SchemaPtr blob =
        SchemaBuilder(SchemaType::kBytes).default_value(Value::of_bytes(bytes)).build();
    const std::vector columns{
        key("id\\'`\"", SchemaType::kInt32), column("a\\", schema), column("x", blob)};
    for (const char* mode : {"''",
                             "'ANSI_QUOTES'",
                             "'NO_BACKSLASH_ESCAPES'",
                             "'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
                             "'ANSI'"}) {
        const auto session =
            connect(settings_with("sessionVariables", fmt::format("sql_mode={}", mode)));
        session->execute("DROP TABLE IF EXISTS " + qualified());
        session->define(dialect().create_table(id(), columns));
        const std::optional<Table> table = session->describe(id());
        ASSERT_TRUE(table.has_value()) << mode;
        const WriteShape shape{*table,
                               WriteMode::kUpsert,
                               {{columns[0].name, columns[0].schema, table->columns[0]}},
                               1};
        const Value one = Value::of_int32(1);
        session->row_writer(shape)->write({&one, 1, 1});
        EXPECT_THAT(rows(fmt::format("{}, hex(x)", dialect().quote("a\\")), "1"),
                    ElementsAre(difficult + "|275C00"))
            << mode;
    }
}

TEST_F(MySql, ReachesATableInAnotherDatabase) {
    const std::string database = test::unique_name("kconnect other", " ");
    const std::string quoted = dialect().quote(database);
    connection().execute("CREATE DATABASE " + quoted);
    const TableId other = connection().resolve(dialect().parse_table_name(quoted + ".t"));
    EXPECT_EQ(other.catalog, database);
    connection().execute(dialect().create_table(other, std::vector{key("id", SchemaType::kInt32)}));
    EXPECT_TRUE(connection().describe(other).has_value());
    EXPECT_FALSE(connection().describe(connection().resolve({{}, {}, "t"})).has_value());
    connection().execute("DROP DATABASE " + quoted);
}

TEST_F(MySql, DescribesIndexesOverPartsOfTexts) {
    connection().execute("CREATE TABLE " + qualified() +
                         " (a TEXT, b INT UNIQUE, UNIQUE KEY part (a(10)), n INT AUTO_INCREMENT "
                         "PRIMARY KEY, g INT AS (b + 1))");
    const Table table = describe();
    ASSERT_THAT(table.unique_indexes, SizeIs(3));
    EXPECT_EQ(table.unique_index(std::vector<std::string>{"a"}), nullptr);
    EXPECT_NE(table.unique_index(std::vector<std::string>{"b"}), nullptr);
    EXPECT_TRUE(table.column("n")->has_default);
    EXPECT_TRUE(table.column("g")->has_default);
    EXPECT_FALSE(table.column("b")->has_default);
}

TEST_F(MySql, UpsertsByABusinessKeyBesideANumberThatTheServerCounts) {
    connection().execute("CREATE TABLE " + qualified() +
                         " (n INT AUTO_INCREMENT PRIMARY KEY, id BIGINT UNIQUE, a INT)");
    const std::vector columns{key("id", SchemaType::kInt64), column("a", SchemaType::kInt32)};
    const auto row = [](std::int64_t id, std::int32_t a) {
        return std::vector<Value>{Value::of_int64(id), Value::of_int32(a)};
    };
    write(WriteMode::kUpsert, columns, row(7, 1));
    write(WriteMode::kUpsert, columns, row(8, 2));
    write(WriteMode::kUpsert, columns, row(7, 3));
    EXPECT_THAT(rows("id, a", "id"), ElementsAre("7|3", "8|2"));
}

TEST_F(MySql, NamesTheOtherIndexThatARowClashesIn) {
    connection().execute("CREATE TABLE " + qualified() +
                         " (id BIGINT PRIMARY KEY, a TEXT, UNIQUE KEY part (a(3)))");
    const std::vector columns{key("id", SchemaType::kInt64), column("a", SchemaType::kString)};
    write(WriteMode::kUpsert, columns, {Value::of_int64(1), Value::of_string("abcd")});
    const SqlError error = error_of([&] {
        write(WriteMode::kUpsert, columns, {Value::of_int64(2), Value::of_string("abce")});
    });
    EXPECT_EQ(error.what(),
              qualified() +
                  ": Duplicate entry: a row of another key has the same values in a unique index "
                  "beside the key's: part (a) (errno 1062, SQLSTATE 23000)");
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord);
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("1|abcd"));
}

}  // namespace
}  // namespace kconnect::sql

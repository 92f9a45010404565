#include <chrono>
#include <cmath>
#include <future>
#include <thread>

#include <fmt/format.h>

#include "conformance/sql/database_fixture.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// What only PostgreSQL has.
class Postgresql : public DatabaseFixture {
protected:
    void SetUp() override { open(Database::kPostgresql); }

    void create_as(std::string_view columns) {
        connection().execute(fmt::format("CREATE TABLE {} ({})", qualified(), columns));
    }

    std::string process_id() { return *connection().query("SELECT pg_backend_pid()")[0][0]; }

    /// Blocks until the session `process` waits for or works on a statement.
    void wait_until_active(Connection& observer, const std::string& process) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (
            observer
                .query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid = " + process)
                .empty()) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the statement did not start";
            std::this_thread::yield();
        }
    }
};

Value text(std::string_view value) {
    return Value::of_string(value);
}

TEST_F(Postgresql, NamesItsVersion) {
    EXPECT_THAT(connection().server(), testing::MatchesRegex("PostgreSQL [0-9]+\\.[0-9]+"));
}

TEST_F(Postgresql, BoundsTheWaitOfADefinitionAndOfNothingElse) {
    connection().define("CREATE TABLE " + qualified() +
                        " AS SELECT current_setting('lock_timeout') AS a");
    EXPECT_THAT(rows({"a"}), ElementsAre("1min"));
    EXPECT_EQ(connection().query("SHOW lock_timeout")[0][0], "0");
}

TEST_F(Postgresql, GivesUpADefinitionOfATableThatIsInUse) {
    create({column("a", SchemaType::kString)});
    connection().begin();
    connection().execute("SELECT * FROM " + qualified());
    const std::unique_ptr<Connection> other = another_connection();
    other->execute("SET lock_timeout = '100ms'");
    const SqlError error =
        error_of([&] { other->define("ALTER TABLE " + qualified() + " ADD b INT"); });
    EXPECT_EQ(error.sql_state(), "55P03");
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_TRUE(other->is_open(true));
    connection().rollback();
}

TEST_F(Postgresql, SendsOneStatementForManyRows) {
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt64),
                                                column("a", SchemaType::kString)};
    create(columns);
    connection().execute("CREATE TEMP TABLE statements (operation text)");
    connection().execute(
        "CREATE FUNCTION pg_temp.count_statement() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO statements VALUES (TG_OP); RETURN NULL; END'");
    connection().execute(
        fmt::format("CREATE TRIGGER counted AFTER INSERT OR DELETE ON {} FOR EACH STATEMENT "
                    "EXECUTE FUNCTION pg_temp.count_statement()",
                    qualified()));
    std::vector<Value> cells;
    std::vector<Value> keys;
    for (int row = 0; row < 3000; ++row) {
        cells.insert(cells.end(), {Value::of_int64(row), text("x")});
        keys.push_back(Value::of_int64(row));
    }
    write(WriteMode::kInsert, columns, cells);
    write(WriteMode::kUpsert, columns, cells);
    write(WriteMode::kDelete, {columns[0]}, keys);
    std::vector<std::string> operations;
    for (const TextRow& row : connection().query("SELECT operation FROM statements")) {
        operations.push_back(*row[0]);
    }
    EXPECT_THAT(operations, ElementsAre("INSERT", "INSERT", "DELETE"));
    // Dropped here: the end of the session would drop it while the table goes, and deadlock.
    connection().execute(fmt::format("DROP TRIGGER counted ON {}", qualified()));
}

TEST_F(Postgresql, RefusesTextForAnIntegerColumn) {
    create_as("id int PRIMARY KEY");
    const SqlError error = error_of(
        [&] { write(WriteMode::kInsert, {column("id", SchemaType::kString)}, {text("1")}); });
    EXPECT_EQ(error.sql_state(), "42804");
    EXPECT_THAT(error.what(),
                HasSubstr("column \"id\" is of type integer but expression is of type character "
                          "varying"));
}

TEST_F(Postgresql, TakesUntypedStringsWhenAsked) {
    create_as("id int PRIMARY KEY, i inet, c character(3), n numeric(5,2), v varchar(3)");
    ConnectionSettings settings = settings_of(Database::kPostgresql);
    settings.url.parameters["stringtype"] = "unspecified";
    const auto untyped = dialect().connect(settings);
    WriteShape shape{describe(), WriteMode::kUpsert, {}, 1, true};
    for (const Column& target : shape.table.columns) {
        shape.columns.push_back({target.name, primitive_schema(SchemaType::kString), target});
    }
    const std::vector<Value> cells{
        text("1"), text("10.0.0.1"), text("abc"), text("1.5"), text("ab")};
    untyped->row_writer(shape)->write({cells.data(), 1, 5});
    EXPECT_THAT(rows({"id", "i", "c", "n", "v"}), ElementsAre("1|10.0.0.1|abc|1.50|ab"));
    const std::vector<Value> too_long{text("2"), Value(), text("abcd"), Value(), Value()};
    EXPECT_EQ(error_of([&] {
                  untyped->row_writer(shape)->write({too_long.data(), 1, 5});
              }).sql_state(),
              "22001");
}

TEST_F(Postgresql, CastsTextToJsonAndUuid) {
    create_as("id int PRIMARY KEY, j json, b jsonb, u uuid");
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt32),
                                                column("j", SchemaType::kString),
                                                column("b", SchemaType::kString),
                                                column("u", SchemaType::kString)};
    const std::string_view uuid = "00000000-0000-0000-0000-00000000000a";
    write(WriteMode::kUpsert, columns, {Value::of_int32(1), text("{}"), text("[1,2]"), text(uuid)});
    write(WriteMode::kUpdate, columns, {Value::of_int32(1), text("[]"), Value(), text(uuid)});
    EXPECT_THAT(rows({"id", "j", "b", "u"}), ElementsAre(fmt::format("1|[]|NULL|{}", uuid)));
}

TEST_F(Postgresql, DoesNotCastOtherKeysInAWhereClause) {
    create_as("i inet PRIMARY KEY, a int");
    const SqlError error = error_of(
        [&] { write(WriteMode::kDelete, {key("i", SchemaType::kString)}, {text("10.0.0.1")}); });
    EXPECT_EQ(error.sql_state(), "42883");
}

TEST_F(Postgresql, PutsTemporalValuesIntoColumnsOfAnyTemporalType) {
    create_as(
        "id int PRIMARY KEY, a timestamptz, b date, c text, d timestamp, e timestamptz, f text, "
        "g time, h timetz, i varchar(20)");
    const SchemaPtr timestamp = logical_schema(LogicalType::kTimestamp, true);
    const SchemaPtr date = logical_schema(LogicalType::kDate, true);
    const SchemaPtr time = logical_schema(LogicalType::kTime, true);
    write(WriteMode::kInsert,
          {key("id", SchemaType::kInt32),
           column("a", timestamp),
           column("b", timestamp),
           column("c", timestamp),
           column("d", date),
           column("e", date),
           column("f", date),
           column("g", timestamp),
           column("h", time),
           column("i", time)},
          {Value::of_int32(1),
           Value::of_int64(1'700'000'000'120),
           Value::of_int64(1'700'000'000'120),
           Value::of_int64(1'700'000'000'120),
           Value::of_int32(19675),
           Value::of_int32(19675),
           Value::of_int32(-719'165),
           Value::of_int64(1'700'000'000'120),
           Value::of_int32(45'296'700),
           Value::of_int32(45'296'000)});
    EXPECT_THAT(rows({"a", "b", "c"}),
                ElementsAre("2023-11-14 22:13:20.12+00|2023-11-14|2023-11-14 22:13:20.12+00"));
    EXPECT_THAT(rows({"d", "e", "f"}),
                ElementsAre("2023-11-14 00:00:00|2023-11-14 00:00:00+00|0001-12-31 BC +00"));
    EXPECT_THAT(rows({"g", "h", "i"}), ElementsAre("22:13:20.12|12:34:56.7+00|12:34:56+00"));
}

TEST_F(Postgresql, RefusesTimesBeyondItsLimits) {
    create_as("t timestamp, d date");
    for (const std::int64_t millis : {std::numeric_limits<std::int64_t>::max(),
                                      std::numeric_limits<std::int64_t>::min(),
                                      std::int64_t{9'224'318'016'000'000}}) {
        const SqlError error = error_of([&] {
            write(WriteMode::kInsert,
                  {column("t", logical_schema(LogicalType::kTimestamp, true))},
                  {Value::of_int64(millis)});
        });
        EXPECT_EQ(error.sql_state(), "22008") << millis;
    }
    const SqlError error = error_of([&] {
        write(WriteMode::kInsert,
              {column("d", logical_schema(LogicalType::kDate, true))},
              {Value::of_int32(std::numeric_limits<std::int32_t>::max())});
    });
    EXPECT_EQ(error.sql_state(), "22008");
}

TEST_F(Postgresql, StoresOldDates) {
    create_as("t timestamp, d date");
    write(WriteMode::kInsert,
          {column("t", logical_schema(LogicalType::kTimestamp, true)),
           column("d", logical_schema(LogicalType::kDate, true))},
          {Value::of_int64(-62'135'769'600'000 - 1), Value::of_int32(2'932'897)});
    EXPECT_THAT(rows({"t", "d"}), ElementsAre("0001-12-31 23:59:59.999 BC|10000-01-01"));
    EXPECT_THROW(write(WriteMode::kInsert,
                       {column("d", logical_schema(LogicalType::kDate, true))},
                       {Value::of_int32(-171'596)}),  // 1500-02-29
                 DataException);
    EXPECT_TRUE(connection().is_open(true));
}

TEST_F(Postgresql, StoresArrays) {
    const auto array_of_type = [](SchemaType type) {
        return SchemaBuilder(SchemaType::kArray)
            .values(primitive_schema(type, true))
            .optional()
            .build();
    };
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt32),
                                                column("i8", array_of_type(SchemaType::kInt8)),
                                                column("s", array_of_type(SchemaType::kString)),
                                                column("d", array_of_type(SchemaType::kFloat64)),
                                                column("b", array_of_type(SchemaType::kBoolean))};
    create(columns);
    const std::vector<Value> bytes{Value::of_int8(-1), Value(), Value::of_int8(3)};
    const std::vector<Value> strings{text("a,\"b\\"), text("NULL"), Value(), text("{}"), text("")};
    const std::vector<Value> reals{Value::of_float64(0.1), Value::of_float64(-1e300)};
    const std::vector<Value> booleans{Value::of_boolean(true), Value::of_boolean(false)};
    for (const bool distinct : {true, false}) {
        write(WriteMode::kUpsert,
              columns,
              {Value::of_int32(distinct ? 1 : 2),
               Value::of_array(bytes),
               Value::of_array(strings),
               Value::of_array(reals),
               Value::of_array(booleans),
               Value::of_int32(distinct ? 3 : 4),
               Value::of_array({}),
               Value(),
               Value(),
               Value()},
              distinct);
    }
    const std::string full = R"({-1,NULL,3}|{"a,\"b\\","NULL",NULL,"{}",""}|{0.1,-1e+300}|{t,f})";
    EXPECT_THAT(
        rows({"id", "i8", "s", "d", "b"}),
        ElementsAre("1|" + full, "2|" + full, "3|{}|NULL|NULL|NULL", "4|{}|NULL|NULL|NULL"));
}

TEST_F(Postgresql, StoresArraysOfEveryElementType) {
    const std::vector<Value> int16s{Value::of_int16(-32768), Value()};
    const std::vector<Value> int32s{Value::of_int32(std::numeric_limits<std::int32_t>::min())};
    const std::vector<Value> int64s{Value::of_int64(std::numeric_limits<std::int64_t>::max())};
    const double infinite = std::numeric_limits<double>::infinity();
    const std::vector<Value> float32s{Value::of_float32(0.1F),
                                      Value::of_float32(static_cast<float>(-infinite))};
    const std::vector<Value> float64s{Value::of_float64(std::nan("")), Value::of_float64(5e-324)};
    const std::vector<Value> nulls{Value(), Value()};
    const std::vector<std::pair<SchemaType, const std::vector<Value>*>> cases{
        {SchemaType::kInt16, &int16s},
        {SchemaType::kInt32, &int32s},
        {SchemaType::kInt64, &int64s},
        {SchemaType::kFloat32, &float32s},
        {SchemaType::kFloat64, &float64s},
        {SchemaType::kString, &nulls}};
    std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt32)};
    std::vector<Value> cells{Value::of_int32(0)};
    for (const auto& [type, values] : cases) {
        columns.push_back(column("c" + std::to_string(columns.size()),
                                 SchemaBuilder(SchemaType::kArray)
                                     .values(primitive_schema(type, true))
                                     .optional()
                                     .build()));
        cells.push_back(Value::of_array(*values));
    }
    create(columns);
    write(WriteMode::kInsert, columns, cells);
    EXPECT_THAT(rows({"c1", "c2", "c3", "c4", "c5", "c6"}),
                ElementsAre("{-32768,NULL}|{-2147483648}|{9223372036854775807}|{0.1,-Infinity}|"
                            "{NaN,5e-324}|{NULL,NULL}"));
}

TEST_F(Postgresql, StoresDecimalsOfManySizes) {
    create_as("n numeric, t text");
    const auto rows_of_shape = writer(WriteMode::kInsert, {column("n", decimal_schema(0))});
    connection().begin();
    std::vector<std::string> expected;
    for (std::int64_t number : {0, 1, -1, 9999, 10000, -10001, 100'000'000, 123'456'789}) {
        for (const std::int32_t scale : {-7, -4, -1, 0, 1, 3, 4, 5, 8, 13}) {
            std::array<std::byte, 8> octets{};
            for (std::size_t index = 0; index < 8; ++index) {
                octets[index] = static_cast<std::byte>(number >> (8 * (7 - index)));
            }
            const Decimal decimal{scale, octets};
            const Value cell = Value::of_decimal(&decimal);
            rows_of_shape->write({&cell, 1, 1});
            expected.push_back(fmt::format("{}e{}", number, -scale));
        }
    }
    connection().commit();
    const auto stored = connection().query("SELECT n FROM " + qualified());
    ASSERT_EQ(stored.size(), expected.size());
    for (std::size_t row = 0; row < stored.size(); ++row) {
        // numeric's own input function says what the text is.
        const auto same =
            connection().query(fmt::format("SELECT '{}'::numeric::text", expected[row]));
        EXPECT_EQ(*stored[row][0], *same[0][0]) << expected[row];
    }
}

TEST_F(Postgresql, DescribesWhatTheCatalogueKnows) {
    connection().execute("DROP DOMAIN IF EXISTS short_text CASCADE");
    connection().execute("CREATE DOMAIN short_text AS varchar(5) NOT NULL DEFAULT 'x'");
    connection().execute(
        "CREATE COLLATION IF NOT EXISTS any_case (provider=icu, locale='und-u-ks-level2', "
        "deterministic=false)");
    create_as(
        "i int GENERATED ALWAYS AS IDENTITY, s serial, g int GENERATED ALWAYS AS (1) STORED, "
        "d short_text, c text COLLATE any_case, t timestamp(3), x varchar(7) UNIQUE, "
        "y int, UNIQUE (y) DEFERRABLE");
    connection().execute(fmt::format("CREATE UNIQUE INDEX ON {} (lower(x))", qualified()));
    connection().execute(fmt::format("CREATE UNIQUE INDEX ON {} (t) WHERE y > 0", qualified()));
    connection().execute(fmt::format("CREATE UNIQUE INDEX ON {} (t) INCLUDE (y)", qualified()));
    const Table table = describe();
    EXPECT_TRUE(table.column("i")->has_default);
    EXPECT_TRUE(table.column("s")->has_default);
    EXPECT_TRUE(table.column("g")->has_default);
    EXPECT_TRUE(table.column("d")->has_default);
    EXPECT_FALSE(table.column("d")->nullable);
    EXPECT_EQ(table.column("d")->type, "character varying(5)");
    EXPECT_EQ(table.column("d")->type_code, 1043U);
    EXPECT_EQ(table.column("t")->type, "timestamp(3) without time zone");
    EXPECT_FALSE(
        dialect().compares_exactly(*primitive_schema(SchemaType::kString), *table.column("c")));
    EXPECT_TRUE(
        dialect().compares_exactly(*primitive_schema(SchemaType::kString), *table.column("x")));
    std::vector<std::vector<std::string>> keys;
    std::vector<std::vector<std::string>> others;
    for (const UniqueIndex& index : table.unique_indexes) {
        (index.names_key() ? keys : others).push_back(index.columns);
    }
    EXPECT_THAT(keys, testing::UnorderedElementsAre(ElementsAre("x"), ElementsAre("t")));
    EXPECT_THAT(
        others,
        testing::UnorderedElementsAre(ElementsAre("y"), ElementsAre(""), ElementsAre("t", "")));
}

TEST_F(Postgresql, WritesToPartitionedTables) {
    create_as("id bigint PRIMARY KEY, a int) PARTITION BY RANGE (id");
    connection().execute(fmt::format(
        "CREATE TABLE {} PARTITION OF {} DEFAULT", dialect().quote("C part"), qualified()));
    EXPECT_EQ(describe().kind, TableKind::kPartitionedTable);
    write(WriteMode::kUpsert,
          {key("id", SchemaType::kInt64), column("a", SchemaType::kInt32)},
          {Value::of_int64(1), Value::of_int32(2)});
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("1|2"));
}

TEST_F(Postgresql, ReportsTableColumnAndConstraint) {
    create_as("id int CONSTRAINT positive CHECK (id > 0), v varchar(3)");
    const SqlError check = error_of([&] {
        write(WriteMode::kInsert, {column("id", SchemaType::kInt32)}, {Value::of_int32(-1)});
    });
    EXPECT_EQ(check.kind(), SqlErrorKind::kRecord);
    EXPECT_THAT(check.what(), HasSubstr("constraint \"positive\""));
    EXPECT_THAT(check.what(), HasSubstr(id().name));
    const SqlError length = error_of(
        [&] { write(WriteMode::kInsert, {column("v", SchemaType::kString)}, {text("abcd")}); });
    EXPECT_EQ(length.kind(), SqlErrorKind::kRecord);
    EXPECT_EQ(length.sql_state(), "22001");
}

TEST_F(Postgresql, FailsAtCommitForADeferredConstraint) {
    create_as("id int, UNIQUE (id) DEFERRABLE INITIALLY DEFERRED");
    const SqlError error = error_of([&] {
        write(WriteMode::kInsert,
              {column("id", SchemaType::kInt32)},
              {Value::of_int32(1), Value::of_int32(1)});
    });
    EXPECT_EQ(error.sql_state(), "23505");
    EXPECT_TRUE(connection().is_open(true));
}

TEST_F(Postgresql, ReportsAFailureInsideAPipelineAndGoesOn) {
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt64),
                                                column("a", primitive_schema(SchemaType::kString))};
    create(columns);
    std::vector<Value> cells;
    for (int row = 0; row < 2000; ++row) {
        cells.insert(cells.end(), {Value::of_int64(row), row == 700 ? Value() : text("x")});
    }
    const SqlError error = error_of([&] { write(WriteMode::kUpsert, columns, cells, false); });
    EXPECT_EQ(error.sql_state(), "23502");
    cells[1401] = text("y");
    write(WriteMode::kUpsert, columns, cells, false);
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("2000"));
}

TEST_F(Postgresql, InsertsManyRowsWhereCopyIsNotPossible) {
    create_as("id bigint, a text");
    connection().execute(fmt::format("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", qualified()));
    EXPECT_FALSE(describe().accepts_copy);
    const std::vector<ColumnDefinition> columns{column("id", SchemaType::kInt64),
                                                column("a", SchemaType::kString)};
    std::vector<Value> cells;
    for (int row = 0; row < 500; ++row) {
        cells.insert(cells.end(), {Value::of_int64(row), text("x")});
    }
    write(WriteMode::kInsert, columns, cells);
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("500"));
}

TEST_F(Postgresql, GoesOnAfterACopyThatFailed) {
    const std::vector<ColumnDefinition> columns{
        key("id", SchemaType::kInt64), column("d", logical_schema(LogicalType::kDate, true))};
    EXPECT_TRUE(create(columns).accepts_copy);
    std::vector<Value> cells;
    for (int row = 0; row < 20'000; ++row) {
        cells.insert(cells.end(), {Value::of_int64(row % 19'000), Value::of_int32(row)});
    }
    EXPECT_EQ(error_of([&] { write(WriteMode::kInsert, columns, cells); }).sql_state(), "23505");
    cells[39'999] = Value::of_int32(-171'596);  // 1500-02-29
    EXPECT_THROW(write(WriteMode::kInsert, columns, cells), DataException);
    cells.resize(38'000);
    write(WriteMode::kInsert, columns, cells);
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("19000"));
}

TEST_F(Postgresql, NoticesThatItsSessionWasKilled) {
    const auto observer = another_connection();
    const std::string process = process_id();
    observer->query("SELECT pg_terminate_backend(" + process + ", 5000)");
    const SqlError error = error_of([&] { connection().execute("SELECT 1"); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient) << error.what();
    EXPECT_TRUE(error.connection_lost());
    EXPECT_EQ(error.sql_state(), "57P01") << error.what();
    EXPECT_FALSE(connection().is_open(false));
}

TEST_F(Postgresql, EndsARunningStatementWhenGivenUp) {
    const auto observer = another_connection();
    const std::string process = process_id();
    auto running = std::async(std::launch::async, [&] {
        return error_of([&] { connection().query("SELECT pg_sleep(60)"); });
    });
    wait_until_active(*observer, process);
    connection().abort();
    ASSERT_EQ(running.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    const SqlError error = running.get();
    EXPECT_TRUE(error.connection_lost());
    EXPECT_THAT(error.what(), HasSubstr("given up"));
}

TEST_F(Postgresql, GivesASilentServerUpAfterTheSocketTimeout) {
    ConnectionSettings settings = settings_of(Database::kPostgresql);
    settings.url.parameters["socketTimeout"] = "1";
    const auto impatient = dialect().connect(settings);
    const SqlError error = error_of([&] { impatient->query("SELECT pg_sleep(60)"); });
    EXPECT_TRUE(error.connection_lost());
    EXPECT_THAT(error.what(), HasSubstr("socketTimeout"));
}

TEST_F(Postgresql, AppliesTheParametersOfItsUrl) {
    ConnectionSettings settings = settings_of(Database::kPostgresql);
    settings.url.parameters = {{"currentSchema", "pg_catalog"},
                               {"ApplicationName", "named"},
                               {"sslmode", "disable"},
                               {"targetServerType", "primary"},
                               {"prepareThreshold", "0"}};
    const auto session = dialect().connect(settings);
    EXPECT_EQ(session->resolve({{}, {}, "pg_class"}).schema, "pg_catalog");
    const auto shown = session->query(
        "SELECT current_setting('application_name'), current_setting('TimeZone'), "
        "current_setting('client_encoding')");
    EXPECT_EQ(shown[0][0], "named");
    EXPECT_EQ(shown[0][1], "UTC");
    EXPECT_EQ(shown[0][2], "UTF8");
}

TEST_F(Postgresql, CutsNamesAsTheServerDoes) {
    EXPECT_EQ(connection().resolve({{}, {}, std::string(70, 'x')}).name, std::string(63, 'x'));
    EXPECT_EQ(connection().resolve({{}, {}, std::string(62, 'x') + "\xC3\xA4"}).name,
              std::string(62, 'x'));
}

}  // namespace
}  // namespace kconnect::sql

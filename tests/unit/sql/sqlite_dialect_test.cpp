#include "sqlite/sqlite_dialect.hpp"

#include <map>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {
namespace {

std::unique_ptr<Connection> open(std::string_view url) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url(url);
    return find_dialect(settings.url).connect(settings);
}

/// One database in memory with what a test needs to write to it.
class Database {
public:
    explicit Database(std::string_view parameters = {})
        : connection_(open("jdbc:sqlite::memory:" + std::string(parameters))) {}

    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

    WriteShape shape(WriteMode mode, std::size_t keys, std::vector<ColumnDefinition> columns) {
        WriteShape result;
        result.table = connection_->describe({{}, {}, "t"}).value();
        result.mode = mode;
        result.key_count = keys;
        for (ColumnDefinition& column : columns) {
            const Column* target = result.table.column(column.name);
            result.columns.push_back({column.name, column.schema, *target});
        }
        return result;
    }

    std::string dump(std::string_view sql) {
        std::string text;
        for (const TextRow& row : connection_->query(sql)) {
            for (const auto& cell : row) {
                text += cell.value_or("NULL") + '|';
            }
            text += ' ';
        }
        return text;
    }

private:
    std::unique_ptr<Connection> connection_;
};

const SchemaPtr& integer() {
    return primitive_schema(SchemaType::kInt64);
}
const SchemaPtr& text() {
    return primitive_schema(SchemaType::kString);
}

const SqliteDialect& dialect() {
    static const SqliteDialect instance;
    return instance;
}

Column column(std::string type, std::string collation = "BINARY") {
    Column result;
    result.type = std::move(type);
    result.collation = std::move(collation);
    return result;
}

TEST(SqliteDialect, UpsertsAndKeepsColumnsThatTheRecordLacks) {
    Database database;
    database->execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT)");
    database->execute("INSERT INTO t VALUES(1, 'old', 'kept')");
    const WriteShape shape =
        database.shape(WriteMode::kUpsert, 1, {{"id", integer()}, {"a", text()}});
    const std::vector<Value> cells{Value::of_int64(1),
                                   Value::of_string("new"),
                                   Value::of_int64(2),
                                   Value{},
                                   Value::of_int64(1),
                                   Value::of_string("newest")};
    database->begin();
    database->row_writer(shape)->write({cells.data(), 3, 2});
    database->commit();
    EXPECT_EQ(database.dump("SELECT * FROM t ORDER BY id"), "1|newest|kept| 2|NULL|NULL| ");
}

TEST(SqliteDialect, StoresDatesAndTimesAsMillisecondsLikeSqliteJdbc) {
    Database database;
    database->execute("CREATE TABLE t(d NUMERIC, t NUMERIC, s NUMERIC, n NUMERIC, e BLOB)");
    const WriteShape shape = database.shape(WriteMode::kInsert,
                                            0,
                                            {{"d", logical_schema(LogicalType::kDate)},
                                             {"t", logical_schema(LogicalType::kTime)},
                                             {"s", logical_schema(LogicalType::kTimestamp)},
                                             {"n", decimal_schema(2)},
                                             {"e", primitive_schema(SchemaType::kBytes)}});
    const std::array<std::byte, 2> unscaled{std::byte{0x04}, std::byte{0xE2}};
    const Decimal decimal{2, unscaled};
    const std::vector<Value> cells{Value::of_int32(19675),
                                   Value::of_int32(1),
                                   Value::of_int64(1700000000123),
                                   Value::of_decimal(&decimal),
                                   Value::of_bytes({})};
    database->row_writer(shape)->write({cells.data(), 1, 5});
    EXPECT_EQ(database.dump("SELECT d, t, s, n, typeof(e), length(e) FROM t"),
              "1699920000000|1|1700000000123|12.5|blob|0| ");
}

TEST(SqliteDialect, BlamesTheRecordForAConstraint) {
    Database database;
    database->execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL)");
    const WriteShape shape =
        database.shape(WriteMode::kInsert, 1, {{"id", integer()}, {"a", text()}});
    const std::vector<Value> cells{Value::of_int64(1), Value{}};
    const auto writer = database->row_writer(shape);
    try {
        writer->write({cells.data(), 1, 2});
        FAIL() << "NULL was taken";
    } catch (const SqlError& error) {
        EXPECT_EQ(error.kind(), SqlErrorKind::kRecord);
        EXPECT_EQ(error.sql_state(), "23000");
        EXPECT_STREQ(error.what(),
                     "`t`: NOT NULL constraint failed: t.a (constraint failed, code 1299)");
    }
}

TEST(SqliteDialect, DescribesColumnsKeysAndCollations) {
    Database database;
    database->execute(
        "CREATE TABLE T(b TEXT COLLATE NOCASE, a INTEGER NOT NULL, c TEXT DEFAULT 'x' UNIQUE, "
        "PRIMARY KEY(a, b))");
    const Table table = database->describe({{}, {}, "t"}).value();
    EXPECT_EQ(table.id.name, "T");
    EXPECT_EQ(table.kind, TableKind::kTable);
    ASSERT_EQ(table.columns.size(), 3U);
    EXPECT_EQ(table.columns[0].collation, "NOCASE");
    EXPECT_TRUE(table.columns[0].primary_key);
    EXPECT_FALSE(table.columns[1].nullable);
    EXPECT_TRUE(table.columns[2].has_default);
    EXPECT_TRUE(table.columns[2].nullable);
    ASSERT_EQ(table.unique_indexes.size(), 2U);
    EXPECT_TRUE(table.unique_indexes[0].primary);
    EXPECT_EQ(table.unique_indexes[0].columns, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(table.unique_indexes[1].columns, (std::vector<std::string>{"c"}));
}

TEST(SqliteDialect, TellsIndexesThatAreNoTargetOfAnUpsert) {
    Database database;
    database->execute("CREATE TABLE t(a TEXT, b TEXT)");
    database->execute("CREATE UNIQUE INDEX part ON t(a) WHERE b IS NULL");
    database->execute("CREATE UNIQUE INDEX expression ON t(lower(a))");
    database->execute("CREATE UNIQUE INDEX collation ON t(a COLLATE NOCASE)");
    database->execute("CREATE UNIQUE INDEX usable ON t(b)");
    const Table table = database->describe({{}, {}, "t"}).value();
    using Names = std::vector<std::string>;
    std::map<std::string, Names> columns;
    Names keys;
    for (const UniqueIndex& index : table.unique_indexes) {
        columns[index.name] = index.columns;
        if (index.names_key()) {
            keys.push_back(index.name);
        }
    }
    EXPECT_EQ(keys, Names{"usable"});
    EXPECT_EQ(columns["part"], (Names{"a", ""}));
    EXPECT_EQ(columns["expression"], Names{""});
    EXPECT_EQ(columns["collation"], Names{"a"});
}

TEST(SqliteDialect, FindsViewsAndNoMissingTables) {
    Database database;
    database->execute("CREATE VIEW t AS SELECT 1 AS a");
    EXPECT_EQ(database->describe({{}, {}, "t"}).value().kind, TableKind::kView);
    EXPECT_FALSE(database->describe({{}, {}, "other"}));
}

TEST(SqliteDialect, FailsEveryCallOnceGivenUp) {
    Database database;
    database->execute("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    const auto writer =
        database->row_writer(database.shape(WriteMode::kInsert, 1, {{"id", integer()}}));
    database->abort();
    EXPECT_FALSE(database->is_open(false));
    const Value cell = Value::of_int64(1);
    try {
        writer->write({&cell, 1, 1});
        FAIL() << "written after abort()";
    } catch (const SqlError& error) {
        EXPECT_TRUE(error.connection_lost());
    }
    EXPECT_THROW(database->execute("SELECT 1"), SqlError);
}

TEST(SqliteDialect, SetsPragmasAndRefusesWhatWouldChangeValues) {
    Database database("?foreign_keys=on&busy_timeout=1");
    EXPECT_EQ(database.dump("PRAGMA foreign_keys"), "1| ");
    EXPECT_THROW(Database("?date_class=TEXT"), ConfigException);
    EXPECT_THROW(Database("?journal_mode=a;b"), ConfigException);
}

TEST(SqliteDialect, NamesTheFileThatCannotBeOpened) {
    try {
        open("jdbc:sqlite:/no/such/folder/file.db");
        FAIL() << "opened";
    } catch (const SqlError& error) {
        EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
        EXPECT_TRUE(std::string_view(error.what())
                        .starts_with("Cannot open SQLite file '/no/such/folder/file.db': "))
            << error.what();
    }
}

TEST(SqliteDialect, MapsTypes) {
    const auto type = [](const SchemaPtr& schema) { return dialect().column_type(*schema, false); };
    EXPECT_EQ(type(primitive_schema(SchemaType::kBoolean)), "INTEGER");
    EXPECT_EQ(type(primitive_schema(SchemaType::kFloat32)), "REAL");
    EXPECT_EQ(type(primitive_schema(SchemaType::kBytes)), "BLOB");
    EXPECT_EQ(type(text()), "TEXT");
    EXPECT_EQ(type(decimal_schema(2)), "NUMERIC");
    EXPECT_EQ(type(logical_schema(LogicalType::kTimestamp)), "NUMERIC");
}

TEST(SqliteDialect, ComparesExactlyWhereAffinityAndCollationChangeNothing) {
    EXPECT_TRUE(dialect().compares_exactly(*integer(), column("INTEGER")));
    EXPECT_TRUE(dialect().compares_exactly(*text(), column("VARCHAR(20)")));
    EXPECT_FALSE(dialect().compares_exactly(*integer(), column("TEXT")));
    EXPECT_FALSE(dialect().compares_exactly(*integer(), column("REAL")));
    EXPECT_FALSE(dialect().compares_exactly(*text(), column("TEXT", "NOCASE")));
    EXPECT_FALSE(dialect().compares_exactly(*text(), column("NUMERIC")));
    EXPECT_FALSE(dialect().compares_exactly(*decimal_schema(2), column("NUMERIC")));
    EXPECT_TRUE(
        dialect().compares_exactly(*primitive_schema(SchemaType::kBytes), column("TEXT", "RTRIM")));
}

}  // namespace
}  // namespace kconnect::sql

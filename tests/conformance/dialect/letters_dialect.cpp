// A dialect in one file: SQLite under other names. It is registered here and nowhere else, and then
// passes the suites of SQL and of the JDBC sink.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/standard_dialect.hpp>

namespace kconnect::sql {
namespace {

/// `jdbc:letters:FILE`: names in double quotes, types with longer names than SQLite's.
class LettersDialect final : public StandardDialect {
public:
    std::string_view name() const override { return "LettersDatabaseDialect"; }
    bool handles(std::string_view subprotocol) const override { return subprotocol == "letters"; }

    std::unique_ptr<Connection> connect(const ConnectionSettings& settings,
                                        const AbortSignal& abort) const override {
        ConnectionSettings file = settings;
        file.url.subprotocol = "sqlite";
        file.url.database.insert(0, "/");  // is no part of what is behind a server's name
        return sqlite().connect(file, abort);
    }
    std::vector<std::string> add_columns(const TableId& table,
                                         std::span<const ColumnDefinition> columns) const override {
        return add_column_each(table, columns);
    }
    bool compares_exactly(const Schema& schema, const Column& target) const override {
        return sqlite().compares_exactly(schema, target);
    }
    std::string fault_of(const SqlError& error,
                         const Value& cell,
                         const Column& target) const override {
        return sqlite().fault_of(error, cell, target);
    }

protected:
    std::string mapped_type(const Schema& schema, bool /*primary_key*/) const override {
        if (schema.logical_type() != LogicalType::kNone) {
            return "NUMERIC";
        }
        switch (schema.type()) {
            case SchemaType::kFloat32:
            case SchemaType::kFloat64:
                return "DOUBLE PRECISION";
            case SchemaType::kString:
                return "CHARACTER VARYING";
            case SchemaType::kBytes:
                return "LARGE BLOB";
            default:
                return schema.type() < SchemaType::kArray ? "BIGINT" : "";
        }
    }

private:
    static const Dialect& sqlite() {
        JdbcUrl url;
        url.subprotocol = "sqlite";
        return find_dialect(url);
    }
};

class RegisteredDialect : public testing::Test {
protected:
    static JdbcUrl url() { return parse_jdbc_url("jdbc:letters:/tmp/letters.db"); }
};

TEST_F(RegisteredDialect, IsFoundByItsUrl) {
    EXPECT_EQ(find_dialect(url()).name(), "LettersDatabaseDialect");
}

TEST_F(RegisteredDialect, IsFoundByItsName) {
    EXPECT_EQ(find_dialect(parse_jdbc_url("jdbc:sqlite:x.db"), "LettersDatabaseDialect").name(),
              "LettersDatabaseDialect");
}

TEST_F(RegisteredDialect, SpellsNamesAndTypesItsOwnWay) {
    const ColumnDefinition key{"a\"b", primitive_schema(SchemaType::kString), true};
    EXPECT_EQ(find_dialect(url()).create_table({{}, {}, "t"}, std::span(&key, 1)),
              "CREATE TABLE \"t\" (\n\"a\"\"b\" CHARACTER VARYING NOT NULL,\n"
              "PRIMARY KEY(\"a\"\"b\"))");
}

}  // namespace
}  // namespace kconnect::sql

int main(int argc, char** argv) {
    static const kconnect::sql::LettersDialect dialect;
    kconnect::sql::register_dialect(dialect);
    testing::InitGoogleMock(&argc, argv);
    return RUN_ALL_TESTS();
}

#include <array>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string text_of(const Value& cell) {
    switch (cell.kind()) {
        case ValueKind::kNull:
            return "NULL";
        case ValueKind::kInt64:
            return fmt::format("i{}", cell.as_int64());
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return fmt::format("r{}", cell.to_real());
        case ValueKind::kBoolean:
            return cell.as_boolean() ? "true" : "false";
        case ValueKind::kString:
            return fmt::format("'{}'", cell.as_string());
        case ValueKind::kBytes: {
            std::string text = "x";
            for (const std::byte byte : cell.as_bytes()) {
                text += fmt::format("{:02x}", static_cast<unsigned>(byte));
            }
            return text;
        }
        default:
            return std::string(kconnect::name_of(cell.kind()));
    }
}

std::vector<std::string> lines_of(ResultRows& rows) {
    std::vector<std::string> lines;
    while (rows.next()) {
        std::string line;
        for (const Value& cell : rows.cells()) {
            line += (line.empty() ? "" : "|") + text_of(cell);
        }
        lines.push_back(line);
    }
    return lines;
}

class ReadingRows : public EveryDatabase {
protected:
    std::vector<std::string> select(const std::string& sql,
                                    const std::vector<Value>& parameters = {}) {
        return lines_of(*connection().select(sql, parameters));
    }

    /// Rows 1 to `count` of (id, a text).
    void fill(int count) {
        const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt64),
                                                    column("a", SchemaType::kString)};
        create(columns);
        std::vector<Value> cells;
        for (int id = 1; id <= count; ++id) {
            cells.push_back(Value::of_int64(id));
            cells.push_back(Value::of_string("row"));
        }
        write(WriteMode::kInsert, columns, cells);
    }

    std::string place(std::size_t number) const { return dialect().placeholder(number); }
    std::string quoted(std::string_view name) const { return dialect().quote(name); }
};

TEST_P(ReadingRows, GivesTypedCells) {
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt64),
                                                column("i", SchemaType::kInt32),
                                                column("f", SchemaType::kFloat32),
                                                column("d", SchemaType::kFloat64),
                                                column("s", SchemaType::kString),
                                                column("b", SchemaType::kBytes)};
    create(columns);
    const std::array<std::byte, 3> bytes{std::byte{0}, std::byte{0xff}, std::byte{0x5c}};
    write(WriteMode::kInsert,
          columns,
          {Value::of_int64(std::numeric_limits<std::int64_t>::max()),
           Value::of_int32(-7),
           Value::of_float32(8.1234567F),
           Value::of_float64(0.1234567890123456),
           Value::of_string("ü'\\"),
           Value::of_bytes(bytes)});
    EXPECT_THAT(
        select(fmt::format("SELECT id, i, f, d, s, b FROM {}", qualified())),
        ElementsAre(fmt::format("i9223372036854775807|i-7|r{}|r0.1234567890123456|'ü'\\'|x00ff5c",
                                double{8.1234567F})));
}

TEST_P(ReadingRows, GivesNullsAndEmptyTexts) {
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt64),
                                                column("s", SchemaType::kString),
                                                column("b", SchemaType::kBytes)};
    create(columns);
    write(WriteMode::kInsert,
          columns,
          {Value::of_int64(1),
           Value::of_string(""),
           Value::of_bytes({}),
           Value::of_int64(2),
           Value(),
           Value()});
    EXPECT_THAT(select(fmt::format("SELECT id, s, b FROM {} ORDER BY id", qualified())),
                ElementsAre("i1|''|x", "i2|NULL|NULL"));
}

TEST_P(ReadingRows, NamesTheColumnsOfAnEmptyResult) {
    fill(0);
    const auto rows = connection().select(fmt::format("SELECT id, a FROM {}", qualified()), {});
    ASSERT_EQ(rows->columns().size(), 2U);
    EXPECT_EQ(rows->columns()[1].name, "a");
    EXPECT_FALSE(rows->next());
    EXPECT_FALSE(rows->next());
}

TEST_P(ReadingRows, TakesParametersAsTheyAre) {
    fill(3);
    const std::string evil = "x' OR '1'='1";
    const std::string by_text =
        fmt::format("SELECT id FROM {} WHERE a = {} ORDER BY id", qualified(), place(1));
    EXPECT_THAT(select(by_text, {Value::of_string(evil)}), ElementsAre());
    EXPECT_THAT(select(by_text, {Value::of_string("row")}), ElementsAre("i1", "i2", "i3"));
    EXPECT_THAT(select(by_text, {Value()}), ElementsAre());
    EXPECT_THAT(
        select(fmt::format("SELECT id FROM {} WHERE id > {} AND id < {} ORDER BY id LIMIT {}",
                           qualified(),
                           place(1),
                           place(2),
                           place(3)),
               {Value::of_int64(1), Value::of_float64(9.5), Value::of_int32(1)}),
        ElementsAre("i2"));
}

TEST_P(ReadingRows, KeepsLongTextsAndShortOnesApart) {
    const std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt64),
                                                column("s", SchemaType::kString)};
    create(columns);
    const std::string large(40'000, 'x');
    write(WriteMode::kInsert,
          columns,
          {Value::of_int64(1),
           Value::of_string("short"),
           Value::of_int64(2),
           Value::of_string(large),
           Value::of_int64(3),
           Value::of_string("end")});
    EXPECT_THAT(select(fmt::format("SELECT s FROM {} ORDER BY id", qualified())),
                ElementsAre("'short'", '\'' + large + '\'', "'end'"));
}

TEST_P(ReadingRows, LeavesTheConnectionUsableWhenRowsStayUnread) {
    fill(2000);
    {
        const auto rows = connection().select(fmt::format("SELECT id FROM {}", qualified()), {});
        EXPECT_TRUE(rows->next());
    }
    EXPECT_THAT(select(fmt::format("SELECT COUNT(*) FROM {}", qualified())), ElementsAre("i2000"));
    EXPECT_EQ(connection().query(fmt::format("SELECT id FROM {}", qualified())).size(), 2000U);
}

TEST_P(ReadingRows, LeavesTheConnectionUsableAfterAnError) {
    const SqlError error = error_of([&] { select("SELECT no_such_column FROM " + qualified()); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask) << error.what();
    EXPECT_FALSE(error.connection_lost());
    EXPECT_THAT(select("SELECT 1"), ElementsAre("i1"));
}

TEST_P(ReadingRows, RefusesTooFewParameters) {
    const SqlError error = error_of([&] { select("SELECT " + place(1) + " + 1"); });
    EXPECT_THAT(error.what(), HasSubstr("parameter"));
    EXPECT_THAT(select("SELECT 1"), ElementsAre("i1"));
}

TEST_P(ReadingRows, RefusesParametersThatAreNoScalars) {
    EXPECT_THROW(select("SELECT " + place(1), {Value::of_array({})}), DataException);
}

TEST_P(ReadingRows, EndsWhenTheSessionIsGivenUp) {
    fill(10);
    connection().abort();
    const SqlError error = error_of([&] { select("SELECT 1"); });
    EXPECT_TRUE(error.connection_lost()) << error.what();
}

KCONNECT_FOR_EVERY_DATABASE(ReadingRows);

}  // namespace
}  // namespace kconnect::sql

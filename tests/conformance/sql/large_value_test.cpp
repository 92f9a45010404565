// Texts and bytes of a mebibyte, by every statement that a dialect writes rows with.
#include <string>
#include <vector>

#include <fmt/format.h>

#include <kconnect/sql/value_text.hpp>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

constexpr std::size_t kMebibyte = 1024UL * 1024;

/// Letters of four bytes in UTF-8; `seed` makes texts differ from first to last letter.
std::string text_of(std::size_t bytes, unsigned seed) {
    std::string text;
    text.reserve(bytes);
    for (unsigned letter = seed; text.size() < bytes; ++letter) {
        text += "\xF0\x9F";
        text += static_cast<char>(0x80U + letter / 64 % 64);
        text += static_cast<char>(0x80U + letter % 64);
    }
    return text;
}

/// All octets.
std::string octets_of(std::size_t bytes, unsigned seed) {
    std::string octets(bytes, '\0');
    for (std::size_t index = 0; index < bytes; ++index) {
        octets[index] = static_cast<char>((index * 31 + index / 256 + seed) & 0xFFU);
    }
    return octets;
}

class LargeValues : public EveryDatabase {
protected:
    void SetUp() override {
        EveryDatabase::SetUp();
        connection().execute(dialect().with({.large_columns = true}).create_table(id(), columns_));
    }

    /// Rows `first` to `last`; each `every`-th has values of a mebibyte, the others short ones.
    void write_rows(WriteMode mode, int first, int last, int every, unsigned seed) {
        std::vector<std::string> values;
        values.reserve(static_cast<std::size_t>(last - first + 1) * 2);
        std::vector<Value> cells;
        for (int row = first; row <= last; ++row) {
            const std::size_t bytes = row % every == 0 ? kMebibyte : 8;
            values.push_back(text_of(bytes, seed + static_cast<unsigned>(row)));
            cells.insert(cells.end(), {Value::of_int32(row), Value::of_string(values.back())});
            values.push_back(octets_of(bytes, seed + static_cast<unsigned>(row)));
            cells.push_back(Value::of_bytes(std::as_bytes(std::span(values.back()))));
        }
        write(mode, columns_, cells, distinct_keys);
    }

    /// True when the row holds what write_rows() gave it.
    bool holds(int row, int every, unsigned seed) {
        const std::size_t bytes = row % every == 0 ? kMebibyte : 8;
        const std::string octets = octets_of(bytes, seed + static_cast<unsigned>(row));
        std::string digits;
        append_hex(digits, std::as_bytes(std::span(octets)));
        const std::string hex =
            database() == Database::kPostgresql ? "upper(encode(b, 'hex'))" : "hex(b)";
        const auto found = connection().query(
            fmt::format("SELECT a, {} FROM {} WHERE id = {}", hex, qualified(), row));
        return found.size() == 1 &&
               found[0][0] == text_of(bytes, seed + static_cast<unsigned>(row)) &&
               found[0][1] == digits;
    }

    bool distinct_keys = true;

private:
    const std::vector<ColumnDefinition> columns_{key("id", SchemaType::kInt32),
                                                 column("a", SchemaType::kString),
                                                 column("b", SchemaType::kBytes)};
};

TEST_P(LargeValues, AreInsertedInAFewRows) {
    write_rows(WriteMode::kInsert, 1, 12, 1, 0);
    for (int row = 1; row <= 12; ++row) {
        EXPECT_TRUE(holds(row, 1, 0)) << row;
    }
}

/// PostgreSQL takes so many by COPY.
TEST_P(LargeValues, AreInsertedAmongManyRows) {
    write_rows(WriteMode::kInsert, 1, 300, 30, 0);
    for (const int row : {1, 29, 30, 31, 90, 299, 300}) {
        EXPECT_TRUE(holds(row, 30, 0)) << row;
    }
}

TEST_P(LargeValues, ReplaceOthersInUpserts) {
    write_rows(WriteMode::kUpsert, 1, 300, 30, 0);
    write_rows(WriteMode::kUpsert, 1, 300, 25, 7);
    for (const int row : {1, 25, 30, 31, 300}) {
        EXPECT_TRUE(holds(row, 25, 7)) << row;
    }
}

TEST_P(LargeValues, ReplaceOthersInUpsertsThatKeepTheirOrder) {
    distinct_keys = false;
    write_rows(WriteMode::kUpsert, 1, 6, 1, 0);
    write_rows(WriteMode::kUpsert, 3, 8, 2, 7);
    EXPECT_TRUE(holds(2, 1, 0));
    EXPECT_TRUE(holds(3, 2, 7));
    EXPECT_TRUE(holds(8, 2, 7));
}

TEST_P(LargeValues, ReplaceOthersInUpdates) {
    write_rows(WriteMode::kInsert, 1, 6, 2, 0);
    write_rows(WriteMode::kUpdate, 1, 6, 3, 7);
    for (int row = 1; row <= 6; ++row) {
        EXPECT_TRUE(holds(row, 3, 7)) << row;
    }
}

KCONNECT_FOR_EVERY_DATABASE(LargeValues);

}  // namespace
}  // namespace kconnect::sql

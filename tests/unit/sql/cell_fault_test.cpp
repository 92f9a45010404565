// What dialects see wrong in a cell of a refused row; on servers: conformance's RefusedRecord.
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <kconnect/sql/cell_fault.hpp>
#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {
namespace {

Column column(std::string type) {
    return {.name = "a", .type = std::move(type)};
}

std::string mysql_fault(int number, const Value& cell, const Column& target) {
    const SqlError error("refused", SqlErrorKind::kRecord, "HY000", number);
    return find_dialect(parse_jdbc_url("jdbc:mysql://localhost/db")).fault_of(error, cell, target);
}

TEST(CellFault, CountsCharactersWithoutTheBlanksAtTheEnd) {
    EXPECT_EQ(cell_fault::too_long(Value::of_string("\u00e4bcd  "), column("varchar(3)")),
              "has 4 characters, 3 fit");
    EXPECT_EQ(cell_fault::too_long(Value::of_string("\u00e4bc  "), column("varchar(3)")), "");
    EXPECT_EQ(cell_fault::too_long(Value::of_string("abcd"), column("text")), "");
    EXPECT_EQ(cell_fault::too_long(Value::of_int64(12345), column("varchar(3)")), "");
}

TEST(CellFault, SeesNullOnlyWhereItIsNotTaken) {
    Column target = column("int");
    EXPECT_EQ(cell_fault::null({}, target), "");
    target.nullable = false;
    EXPECT_EQ(cell_fault::null({}, target), "is null, which the column does not take");
    EXPECT_EQ(cell_fault::null(Value::of_int32(0), target), "");
}

TEST(CellFault, KnowsTheRangesOfMySqlsNumbers) {
    constexpr int kOutOfRange = 1264;
    const auto fault = [](std::int64_t number, const char* type) {
        return mysql_fault(kOutOfRange, Value::of_int64(number), column(type));
    };
    EXPECT_EQ(fault(127, "tinyint(4)"), "");
    EXPECT_EQ(fault(128, "tinyint(4)"), "is an INT64 beyond the range of tinyint(4)");
    EXPECT_EQ(fault(-8'388'608, "mediumint"), "");
    EXPECT_EQ(fault(-8'388'609, "mediumint"), "is an INT64 beyond the range of mediumint");
    EXPECT_EQ(fault(255, "tinyint(3) unsigned"), "");
    EXPECT_EQ(fault(256, "tinyint(3) unsigned"),
              "is an INT64 beyond the range of tinyint(3) unsigned");
    EXPECT_EQ(fault(-1, "int unsigned"), "is an INT64 beyond the range of int unsigned");
    EXPECT_EQ(fault(-1, "bigint(20) unsigned"),
              "is an INT64 beyond the range of bigint(20) unsigned");
    constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(fault(kLargest, "bigint unsigned"), "");
    EXPECT_EQ(fault(kLargest, "bigint"), "");
    EXPECT_EQ(fault(kLargest, "decimal(3,0)"), "");
}

TEST(CellFault, KnowsTheBytesThatMySqlsTextsHold) {
    constexpr int kTooLong = 1406;
    const std::string text(256, 'x');
    EXPECT_EQ(mysql_fault(kTooLong, Value::of_string(text), column("tinytext")),
              "has 256 bytes, 255 fit");
    EXPECT_EQ(mysql_fault(kTooLong, Value::of_string(text), column("text")), "");
    EXPECT_EQ(mysql_fault(kTooLong, Value::of_string(text), column("varchar(9)")),
              "has 256 characters, 9 fit");
}

TEST(CellFault, IsLookedForOnlyByTheErrorThatIsAboutCells) {
    constexpr int kDuplicate = 1062;
    EXPECT_EQ(mysql_fault(kDuplicate, Value::of_int64(4096), column("tinyint")), "");
}

}  // namespace
}  // namespace kconnect::sql

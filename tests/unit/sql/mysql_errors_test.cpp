#include "mysql/mysql_errors.hpp"

#include <gtest/gtest.h>

namespace kconnect::sql::mysql {
namespace {

SqlErrorKind kind_of(unsigned number, std::string_view state = "HY000") {
    return classify(number, state).kind;
}

TEST(MySqlErrors, TakesLocksAndLimitsForTransient) {
    for (const unsigned number : {1205U, 1213U, 1040U, 1290U, 1836U, 3100U, 1021U, 1317U}) {
        EXPECT_EQ(kind_of(number), SqlErrorKind::kTransient) << number;
        EXPECT_FALSE(classify(number, "HY000").connection_lost) << number;
    }
}

TEST(MySqlErrors, KnowsALostConnection) {
    for (const unsigned number : {1053U, 1927U, 2002U, 2003U, 2006U, 2013U, 4031U}) {
        EXPECT_EQ(kind_of(number), SqlErrorKind::kTransient) << number;
        EXPECT_TRUE(classify(number, "HY000").connection_lost) << number;
    }
}

TEST(MySqlErrors, BlamesTheRecordForItsValues) {
    for (const unsigned number :
         {1062U, 1048U, 1264U, 1265U, 1292U, 1366U, 1406U, 1451U, 1452U, 3819U, 4025U, 1690U}) {
        EXPECT_EQ(kind_of(number), SqlErrorKind::kRecord) << number;
    }
}

TEST(MySqlErrors, JudgesUnknownNumbersByTheirSqlState) {
    EXPECT_EQ(kind_of(9999, "22003"), SqlErrorKind::kRecord);
    EXPECT_EQ(kind_of(9999, "23000"), SqlErrorKind::kRecord);
    EXPECT_EQ(kind_of(9999, "40001"), SqlErrorKind::kTransient);
    EXPECT_TRUE(classify(9999, "08S01").connection_lost);
}

TEST(MySqlErrors, StopsTheTaskForAllElse) {
    for (const unsigned number : {1045U, 1049U, 1064U, 1142U, 1146U, 1054U, 9999U}) {
        EXPECT_EQ(kind_of(number), SqlErrorKind::kTask) << number;
    }
}

TEST(MySqlErrors, NamesPlaceNumberAndRemedyInOneLine) {
    const SqlError error = make_error("Cannot connect", "Access\ndenied", 1045, "28000");
    EXPECT_STREQ(error.what(),
                 "Cannot connect: Access denied (errno 1045, SQLSTATE 28000); check "
                 "connection.user and connection.password");
    EXPECT_EQ(error.vendor_code(), 1045);
    EXPECT_EQ(error.sql_state(), "28000");
}

}  // namespace
}  // namespace kconnect::sql::mysql

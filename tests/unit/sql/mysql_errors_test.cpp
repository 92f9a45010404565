#include "mysql/mysql_errors.hpp"

#include <gtest/gtest.h>

namespace kconnect::sql::mysql {
namespace {

SqlErrorKind kind_of(unsigned number, std::string_view state = "HY000") {
    return classify(number, state).kind;
}

TEST(MySqlErrors, TakesLocksAndLimitsForTransient) {
    for (const unsigned number :
         {1020U, 1021U, 1026U, 1037U, 1038U, 1040U, 1041U, 1047U, 1114U, 1135U, 1180U, 1203U,
          1205U, 1206U, 1213U, 1223U, 1226U, 1290U, 1297U, 1317U, 1412U, 1615U, 1637U, 1689U,
          1792U, 1836U, 1874U, 1969U, 2008U, 3024U, 3100U, 3101U, 3168U, 3572U}) {
        EXPECT_EQ(kind_of(number), SqlErrorKind::kTransient) << number;
        EXPECT_FALSE(classify(number, "HY000").connection_lost) << number;
    }
}

TEST(MySqlErrors, KnowsALostConnection) {
    for (const unsigned number :
         {1053U, 1077U, 1079U, 1080U, 1152U, 1158U, 1159U, 1160U, 1161U, 1184U, 1927U, 2001U,
          2002U, 2003U, 2004U, 2005U, 2006U, 2011U, 2012U, 2013U, 2027U, 2055U, 3169U, 4031U}) {
        EXPECT_EQ(kind_of(number), SqlErrorKind::kTransient) << number;
        EXPECT_TRUE(classify(number, "HY000").connection_lost) << number;
    }
}

TEST(MySqlErrors, BlamesTheRecordForItsValues) {
    for (const unsigned number :
         {1022U, 1048U, 1062U, 1118U, 1138U, 1153U, 1162U, 1169U, 1216U, 1217U, 1263U, 1264U,
          1265U, 1292U, 1300U, 1301U, 1364U, 1365U, 1366U, 1367U, 1369U, 1406U, 1411U, 1416U,
          1441U, 1451U, 1452U, 1526U, 1569U, 1586U, 1644U, 1645U, 1690U, 1748U, 1761U, 1762U,
          1859U, 1916U, 2020U, 3140U, 3141U, 3144U, 3146U, 3147U, 3150U, 3156U, 3157U, 3158U,
          3751U, 3819U, 3854U, 3903U, 3904U, 3907U, 4025U, 4038U}) {
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
    for (const unsigned number :
         {1005U, 1044U, 1045U, 1046U, 1049U, 1050U, 1051U, 1054U, 1060U, 1061U,
          1064U, 1071U, 1072U, 1101U, 1103U, 1130U, 1142U, 1143U, 1146U, 1193U,
          1227U, 1242U, 1305U, 1419U, 1471U, 1698U, 2026U, 2059U, 3098U, 9999U}) {
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

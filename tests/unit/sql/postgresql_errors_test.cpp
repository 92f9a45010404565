#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgresql/errors.hpp"

namespace kconnect::sql::postgresql {
namespace {

using testing::HasSubstr;

const Destination kDestination{"db.example", "5432", "flights", "ann"};

/// Every class of errors in PostgreSQL's appendix A, and the states that differ from their class.
TEST(SqlStates, OfTheServerOrNetworkAreTransient) {
    for (const char* state :
         {"08000", "08001", "08003", "08006", "08P01", "25006", "25P03", "25P04", "40000",
          "40001", "40003", "40P01", "53000", "53100", "53200", "53300", "55006", "55P03",
          "57014", "57P01", "57P02", "57P03", "57P05", "58000", "58030", "72000"}) {
        EXPECT_EQ(classify(state), SqlErrorKind::kTransient) << state;
    }
}

TEST(SqlStates, OfDataBlameTheRecord) {
    for (const char* state :
         {"09000", "20000", "22000", "22001", "22003", "22007", "22008", "22012",
          "22021", "22023", "22026", "2202E", "22P02", "22P03", "22030", "2203G",
          "23000", "23001", "23502", "23503", "23505", "23514", "23P01", "40002",
          "42804", "42846", "44000", "54000", "P0000", "P0001", "P0002", "P0004"}) {
        EXPECT_EQ(classify(state), SqlErrorKind::kRecord) << state;
    }
}

TEST(SqlStates, OfAllElseStopTheTask) {
    for (const char* state :
         {"03000", "0A000", "0B000", "0F000", "0L000", "0P000", "0Z000", "21000", "22P04", "24000",
          "25000", "25001", "25P02", "26000", "27000", "28000", "28P01", "2B000", "2BP01", "2D000",
          "2F000", "34000", "38000", "39000", "3B000", "3D000", "3F000", "42000", "42501", "42601",
          "42701", "42703", "42883", "42P01", "42P10", "54001", "54011", "55000", "55P02", "57000",
          "57P04", "58P01", "F0000", "HV000", "XX000", "XX001", "ZZ999", ""}) {
        EXPECT_EQ(classify(state), SqlErrorKind::kTask) << state;
    }
}

TEST(SqlStates, OfAKeyThatItsColumnCannotBeComparedWithBlameTheRecord) {
    ErrorReport report;
    report.sql_state = "42883";
    EXPECT_EQ(classify(report), SqlErrorKind::kTask) << "in a trigger";
    report.is_in_statement = true;
    EXPECT_EQ(classify(report), SqlErrorKind::kRecord);
    report.sql_state = "42P01";
    EXPECT_EQ(classify(report), SqlErrorKind::kTask);
}

TEST(ErrorText, IsOneLineWithThePlace) {
    const ErrorReport report{"ERROR",
                             "23505",
                             "duplicate key value",
                             "Key (id)=(1)\nalready exists.",
                             "",
                             "public",
                             "t",
                             "",
                             "t_pkey",
                             false};
    EXPECT_EQ(one_line(report),
              "ERROR: duplicate key value Detail: Key (id)=(1) already exists. (SQLSTATE 23505, "
              "table \"public\".\"t\", constraint \"t_pkey\")");
}

TEST(ErrorText, ShowsNoRowInFull) {
    ErrorReport report;
    report.message = "null value in column \"a\"";
    report.sql_state = "23502";
    report.detail = "Failing row contains (1, secret, null).";
    EXPECT_EQ(one_line(report), "ERROR: null value in column \"a\" (SQLSTATE 23502)");
}

TEST(ConnectErrors, NameTheRemedyForARefusedPassword) {
    const SqlError error =
        connect_error(kDestination,
                      "connection to server at \"10.0.0.1\", port 5432 failed: FATAL:  28P01: "
                      "password authentication failed for user \"ann\"\nLOCATION:  auth_failed, "
                      "auth.c:335\n");
    EXPECT_STREQ(error.what(),
                 "Cannot connect to PostgreSQL at db.example:5432, database \"flights\", user "
                 "\"ann\": password authentication failed for user \"ann\"; check connection.user "
                 "and connection.password");
    EXPECT_EQ(error.sql_state(), "28P01");
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
}

TEST(ConnectErrors, AreTransientWhenNobodyAnswers) {
    const SqlError error =
        connect_error(kDestination,
                      "connection to server at \"10.0.0.1\", port 5432 failed: Connection refused\n"
                      "\tIs the server running on that host and accepting TCP/IP connections?\n");
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_TRUE(error.connection_lost());
    EXPECT_THAT(error.what(), HasSubstr("Connection refused Is the server"));
    EXPECT_THAT(error.what(), HasSubstr("host and port in connection.url"));
}

TEST(ConnectErrors, AskForAMissingPassword) {
    const SqlError error = connect_error(
        kDestination, "connection to server failed: fe_sendauth: no password supplied\n");
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
    EXPECT_THAT(error.what(), HasSubstr("set connection.password"));
}

TEST(ConnectErrors, SayThatTheServerIsStarting) {
    const SqlError error = connect_error(
        kDestination, "failed: FATAL:  57P03: the database system is starting up\nLOCATION: x\n");
    EXPECT_EQ(error.kind(), SqlErrorKind::kTransient);
    EXPECT_EQ(error.sql_state(), "57P03");
}

}  // namespace
}  // namespace kconnect::sql::postgresql

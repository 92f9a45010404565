#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgresql/errors.hpp"

namespace kconnect::sql::postgresql {
namespace {

using testing::HasSubstr;

const Destination kDestination{"db.example", "5432", "flights", "ann"};

TEST(SqlStates, OfTheServerOrNetworkAreTransient) {
    for (const char* state : {"08000",
                              "08006",
                              "25006",
                              "40001",
                              "40P01",
                              "53100",
                              "53200",
                              "53300",
                              "55P03",
                              "57014",
                              "57P01",
                              "57P02",
                              "57P03",
                              "58030"}) {
        EXPECT_EQ(classify(state), SqlErrorKind::kTransient) << state;
    }
}

TEST(SqlStates, OfDataBlameTheRecord) {
    for (const char* state : {"22001",
                              "22003",
                              "22008",
                              "22021",
                              "22P02",
                              "23502",
                              "23503",
                              "23505",
                              "23514",
                              "44000"}) {
        EXPECT_EQ(classify(state), SqlErrorKind::kRecord) << state;
    }
}

TEST(SqlStates, OfAllElseStopTheTask) {
    for (const char* state : {"21000",
                              "25P02",
                              "28P01",
                              "3D000",
                              "42501",
                              "42601",
                              "42703",
                              "42804",
                              "42P01",
                              "42P10",
                              "0A000",
                              "XX000",
                              "P0001",
                              ""}) {
        EXPECT_EQ(classify(state), SqlErrorKind::kTask) << state;
    }
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
                             "t_pkey"};
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

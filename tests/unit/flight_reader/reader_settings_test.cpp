#include "reader/reader_settings.hpp"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "reader/setting_names.hpp"

namespace kconnect::flight_reader {
namespace {

using testing::HasSubstr;
using testing::Not;

ReaderSettings settings_of(const std::map<std::string, std::string>& variables) {
    return read_settings([&variables](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

std::string refusal_of(const std::map<std::string, std::string>& variables) {
    try {
        settings_of(variables);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "accepted";
}

TEST(ReaderSettings, HaveDefaults) {
    const ReaderSettings settings =
        settings_of({{"FLIGHT_DATABASE_URL", "jdbc:postgresql://h:1/d"}});
    EXPECT_EQ(settings.table, "flight-data");
    EXPECT_EQ(settings.pool_size, 4U);
    EXPECT_FALSE(settings.connection.user);
}

TEST(ReaderSettings, ComeFromTheEnvironment) {
    const ReaderSettings settings = settings_of({{"FLIGHT_DATABASE_URL", "jdbc:mysql://h/d"},
                                                 {"FLIGHT_DATABASE_USER", "u"},
                                                 {"FLIGHT_DATABASE_PASSWORD", "p"},
                                                 {"FLIGHT_TABLE", "ops.flights"},
                                                 {"FLIGHT_POOL_SIZE", "64"}});
    EXPECT_EQ(settings.connection.user, "u");
    EXPECT_EQ(settings.connection.password, "p");
    EXPECT_EQ(settings.table, "ops.flights");
    EXPECT_EQ(settings.pool_size, 64U);
}

TEST(ReaderSettings, NameTheVariableThatIsWrong) {
    EXPECT_THAT(refusal_of({}), HasSubstr("FLIGHT_DATABASE_URL is not set"));
    EXPECT_THAT(refusal_of({{"FLIGHT_DATABASE_URL", "postgres://u:secret@h/d"}}),
                testing::AllOf(HasSubstr("FLIGHT_DATABASE_URL: "), Not(HasSubstr("secret"))));
    for (const char* const size : {"0", "65", "-1", "four", "4 "}) {
        EXPECT_EQ(
            refusal_of({{"FLIGHT_DATABASE_URL", "jdbc:sqlite:x"}, {"FLIGHT_POOL_SIZE", size}}),
            std::string("FLIGHT_POOL_SIZE is '") + size + "'; it takes a number from 1 to 64");
    }
    EXPECT_THAT(refusal_of({{"FLIGHT_DATABASE_URL", "jdbc:sqlite:x"}, {"FLIGHT_TABLE", "a..b"}}),
                HasSubstr("FLIGHT_TABLE: "));
    EXPECT_THAT(refusal_of({{"FLIGHT_DATABASE_URL", "jdbc:oracle:thin:@h"}}),
                Not(HasSubstr("accepted")));
}

TEST(ReaderSettings, AreNamedInMessagesWhereTheyWereWritten) {
    EXPECT_THAT(refusal_of({{"FLIGHT_DATABASE_URL", "jdbc:postgresql://u@h/d"}}),
                testing::AllOf(HasSubstr("use FLIGHT_DATABASE_USER and FLIGHT_DATABASE_PASSWORD"),
                               Not(HasSubstr("connection."))));
    EXPECT_THAT(refusal_of({{"FLIGHT_DATABASE_URL", "jdbc:nothing:x"}}),
                testing::AllOf(HasSubstr("(FLIGHT_DATABASE_URL)"), Not(HasSubstr("connection."))));

    const std::string check = "check connection.user and connection.password";
    sql::ConnectionSettings settings;
    settings.url = sql::parse_jdbc_url("jdbc:postgresql://h/d?user=u&password=p");
    EXPECT_EQ(in_readers_names(check, settings),
              "check the user in FLIGHT_DATABASE_URL and the password in FLIGHT_DATABASE_URL");
    settings.user = "v";
    settings.password = "q";
    EXPECT_EQ(in_readers_names(check, settings),
              "check FLIGHT_DATABASE_USER and FLIGHT_DATABASE_PASSWORD");
    EXPECT_EQ(in_readers_names("host and port in connection.url are right", settings),
              "host and port in FLIGHT_DATABASE_URL are right");
}

}  // namespace
}  // namespace kconnect::flight_reader

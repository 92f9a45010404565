#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/jdbc_url.hpp>

#include "src/parameter_log.hpp"
#include "support/log_capture.hpp"

namespace kconnect::sql {
namespace {

std::string refusal(std::string_view url) {
    try {
        parse_jdbc_url(url);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "accepted";
}

TEST(JdbcUrl, ReadsHostPortDatabaseAndParameters) {
    const JdbcUrl url =
        parse_jdbc_url("jdbc:postgresql://db.example:5433/flights?sslmode=require&user=ann");
    EXPECT_EQ(url.subprotocol, "postgresql");
    ASSERT_EQ(url.hosts.size(), 1U);
    EXPECT_EQ(url.hosts[0].host, "db.example");
    EXPECT_EQ(url.hosts[0].port, 5433);
    EXPECT_EQ(url.database, "flights");
    EXPECT_EQ(url.user, "ann");
    EXPECT_FALSE(url.password.has_value());
    EXPECT_EQ(url.parameters.at("sslmode"), "require");
    EXPECT_EQ(url.parameters.count("user"), 0U);
}

TEST(JdbcUrl, ReadsSeveralHostsAndIpv6) {
    const JdbcUrl url = parse_jdbc_url("jdbc:postgresql://a:1,[2001:db8::1]:2,c/x");
    ASSERT_EQ(url.hosts.size(), 3U);
    EXPECT_EQ(url.hosts[1].host, "2001:db8::1");
    EXPECT_EQ(url.hosts[1].port, 2);
    EXPECT_EQ(url.hosts[2].port, 0);
    EXPECT_EQ(url.display(), "jdbc:postgresql://a:1,[2001:db8::1]:2,c/x");
}

TEST(JdbcUrl, HasNoHostInTheShortForm) {
    const JdbcUrl url = parse_jdbc_url("jdbc:postgresql:flights");
    EXPECT_TRUE(url.hosts.empty());
    EXPECT_EQ(url.database, "flights");
    EXPECT_TRUE(parse_jdbc_url("jdbc:mysql:///flights").hosts.empty());
    EXPECT_EQ(parse_jdbc_url("jdbc:mysql:///flights").database, "flights");
    EXPECT_EQ(parse_jdbc_url("jdbc:postgresql:/").database, "");
}

TEST(JdbcUrl, DecodesPercentSigns) {
    const JdbcUrl url = parse_jdbc_url("jdbc:postgresql://h/my%20db?password=a%26b+c%2B&x=%C3%A4");
    EXPECT_EQ(url.database, "my db");
    EXPECT_EQ(url.password, "a&b c+");
    EXPECT_EQ(url.parameters.at("x"), "\xC3\xA4");
}

TEST(JdbcUrl, ReadsUserInformationOfMySql) {
    const JdbcUrl url = parse_jdbc_url("jdbc:mysql://ann:p%40ss/w@h1:3307,h2/db");
    EXPECT_EQ(url.user, "ann");
    EXPECT_EQ(url.password, "p@ss/w");
    ASSERT_EQ(url.hosts.size(), 2U);
    EXPECT_EQ(url.hosts[0].host, "h1");
    EXPECT_EQ(url.hosts[1].host, "h2");
    EXPECT_EQ(url.display(), "jdbc:mysql://h1:3307,h2/db");
}

TEST(JdbcUrl, ReadsSqlitePaths) {
    EXPECT_EQ(parse_jdbc_url("jdbc:sqlite:/tmp/a%20b.db").database, "/tmp/a%20b.db");
    EXPECT_EQ(parse_jdbc_url("jdbc:sqlite::memory:").database, ":memory:");
    const JdbcUrl uri = parse_jdbc_url("jdbc:sqlite:file:x.db?mode=ro&busy_timeout=5");
    EXPECT_EQ(uri.database, "file:x.db");
    EXPECT_EQ(uri.parameters.at("mode"), "ro");
    EXPECT_EQ(uri.display(), "jdbc:sqlite:file:x.db?busy_timeout=5&mode=ro");
}

TEST(JdbcUrl, ReadsTheModesOfMySqlAndMariaDb) {
    const JdbcUrl url = parse_jdbc_url("jdbc:mysql:replication://a:1,b/d?x=1");
    EXPECT_EQ(url.mode, "replication");
    ASSERT_EQ(url.hosts.size(), 2U);
    EXPECT_EQ(url.hosts[0].host, "a");
    EXPECT_EQ(url.display(), "jdbc:mysql:replication://a:1,b/d?x=1");
    EXPECT_EQ(parse_jdbc_url("jdbc:mariadb:sequential://a/d").mode, "sequential");
}

TEST(JdbcUrl, HidesSecretsInItsDisplay) {
    const JdbcUrl url =
        parse_jdbc_url("jdbc:postgresql://h/d?user=u&password=geheim&sslPassword=auch&ssl=true");
    EXPECT_EQ(url.display(), "jdbc:postgresql://h/d?ssl=true&sslPassword=[hidden]");
}

TEST(JdbcUrl, RefusesWhatItCannotRead) {
    EXPECT_EQ(refusal("postgresql://h/d"),
              "Not a valid JDBC URL: postgresql://h/d; it must start with 'jdbc:'");
    EXPECT_EQ(
        refusal("jdbc:postgresql://h:99999/d"),
        "Not a valid JDBC URL: jdbc:postgresql://h:99999/d; '99999' is no port: a number from 1 "
        "to 65535 is expected (IPv6 addresses stand in brackets)");
    EXPECT_THAT(refusal("jdbc:postgresql://[::1/d"), testing::HasSubstr("no closing ']'"));
    EXPECT_THAT(refusal("jdbc:postgresql://h/d?x=%4"), testing::HasSubstr("'%'"));
    EXPECT_THAT(refusal("jdbc:mysql:mirror://a,b/d"), testing::HasSubstr("the mode 'mirror'"));
    EXPECT_THAT(refusal("jdbc:postgresql://(host=a)/d"), testing::HasSubstr("host:port"));
    EXPECT_THAT(refusal("jdbc:"), testing::HasSubstr("kind is missing"));
}

TEST(JdbcUrl, RefusesAPasswordBeforeTheQuestionMark) {
    EXPECT_EQ(refusal("jdbc:postgresql://h/d&user=u&password=geheim"),
              "Not a valid JDBC URL: jdbc:postgresql://h/d&user=u&password=[hidden]; 'password' "
              "stands before any '?', with which parameters begin");
}

TEST(JdbcUrl, RefusesAPasswordBehindASecondQuestionMark) {
    EXPECT_EQ(refusal("jdbc:postgresql://h/d?ssl=true?password=geheim"),
              "Not a valid JDBC URL: jdbc:postgresql://h/d?ssl=true?password=[hidden]; 'password' "
              "stands behind a second '?'; '&' goes between parameters");
}

TEST(JdbcUrl, ShowsAHostWhosePortIsNone) {
    EXPECT_EQ(refusal("jdbc:postgresql://h:5432x,i/d"),
              "Not a valid JDBC URL: jdbc:postgresql://h:[hidden]/d; what stands behind a host's "
              "':' is no port: a number from 1 to 65535 is expected (IPv6 addresses stand in "
              "brackets)");
}

TEST(JdbcUrl, RefusesCharactersThatEndATextInC) {
    EXPECT_THAT(refusal("jdbc:mysql://h/d?password=ab%00c"), testing::HasSubstr("; %00 is a"));
    EXPECT_THAT(refusal("jdbc:postgresql://h/a%00b"), testing::HasSubstr("; %00 is a"));
}

TEST(JdbcUrl, HidesSecretsThatStandWhereTheyDoNotBelong) {
    for (const char* url : {"jdbc:postgresql://h/d?pass%77ord2=geheim",
                            "jdbc:postgresql://h/d?sslpassword%3Dgeheim",
                            "jdbc:postgresql://h/d?ssl=true;password=geheim",
                            "jdbc:postgresql://h/d?ssl=true%26password%3Dgeheim",
                            "jdbc:mysql://h/d?trustCertificateKeyStoreUrl=https://u:geheim@h/s",
                            "jdbc:mysql://h/d?sessionVariables=@token='geheim'",
                            "jdbc:postgresql://h/d?sslkey=-----BEGIN%20PRIVATE%20KEY-----geheim",
                            "jdbc:oracle:thin:u/geheim@//h:1521/s"}) {
        EXPECT_THAT(parse_jdbc_url(url).display(), testing::Not(testing::HasSubstr("geheim")))
            << url;
    }
}

TEST(JdbcUrl, ShowsNoSecretInARefusal) {
    for (const char* url :
         {"jdbc:postgresql://ann:geheim@h/d",
          "jdbc:postgresql://h:x/d?user=u&password=geheim;x,(y",
          "jdbc:mysql://u:geheim@h:x/d",
          "jdbc:mysql://u:geh/geheim@h:x/d",
          "jdbc:mysql://u:geh?geheim@h:x/d",
          "jdbc:mysql://u:geheim/d",
          "jdbc:mysql://h,u:geheim/d",
          "jdbc:postgresql://u:geheim",
          "jdbc:postgresql://u:geheim?ssl=true@h/d",
          "jdbc:mysql://u:x?a=geheim@h/d",
          "jdbc:mysql:u:geheim@//h/d",
          "jdbc:postgresql://h:0/d?pass%77ord=geheim",
          "jdbc:postgresql://h:0/d?password%3Dgeheim",
          "jdbc:postgresql://h:0/d?password=geheim%zz&password=auch&PASSWORD=geheim",
          "jdbc:postgresql://h/d?p%61ssword=geheim%zz",
          "jdbc:postgresql://h/d;user=u;password=geheim",
          "jdbc:mysql://h/d?password=geheim%00",
          "jdbc:sqlserver//h;user=u;password={geheim;geheim}",
          "oracle:thin:u/geheim@//h:1521/s",
          "mysql://u:geheim@h/d",
          "u:geheim@h",
          "jdbc:mysql://address=(host=h)(port=x)(password=geheim)/d",
          "jdbc:mysql://(host=h,password=geheim/d",
          "jdbc:mysql://(host=h,password=geheim),(host=i,password=geheim2)/d"}) {
        EXPECT_THAT(refusal(url), testing::Not(testing::HasSubstr("geheim"))) << url;
        EXPECT_THAT(refusal(url), testing::HasSubstr("Not a valid JDBC URL")) << url;
    }
}

TEST(JdbcUrl, ReadsHostsWithKeysInParentheses) {
    for (const char* text : {"jdbc:mysql://(host=a,port=3307,user=u,password=p%2Fw),b/d?x=1",
                             "jdbc:mariadb://address=(host=a)(port=3307)(protocol=tcp)(user=u)"
                             "(password=p%2Fw)(type=master),b/d?x=1",
                             "jdbc:mysql://u:p%2Fw@(host=a,port=3307),b/d?x=1"}) {
        const JdbcUrl url = parse_jdbc_url(text);
        ASSERT_EQ(url.hosts.size(), 2U) << text;
        EXPECT_EQ(url.hosts[0].host, "a") << text;
        EXPECT_EQ(url.hosts[0].port, 3307) << text;
        EXPECT_EQ(url.hosts[1].host, "b") << text;
        EXPECT_EQ(url.user, "u") << text;
        EXPECT_EQ(url.password, "p/w") << text;
        EXPECT_EQ(url.database, "d") << text;
    }
}

TEST(JdbcUrl, WritesToNoReplica) {
    const JdbcUrl url = parse_jdbc_url(
        "jdbc:mariadb://address=(host=a)(type=replica),address=(host=b)(type=primary)/d");
    ASSERT_EQ(url.hosts.size(), 1U);
    EXPECT_EQ(url.hosts[0].host, "b");
    EXPECT_THAT(refusal("jdbc:mariadb://address=(host=a)(type=slave)/d"),
                testing::EndsWith("; all of its hosts are replicas: a host that can be written to "
                                  "is missing"));
}

TEST(JdbcUrl, RefusesKeysOfAHostThatItCannotKeep) {
    EXPECT_EQ(refusal("jdbc:mysql://(host=a,sslMode=DISABLED)/d"),
              "Not a valid JDBC URL: jdbc:mysql://(host=a,sslMode=DISABLED)/d; 'sslMode' of a host "
              "is not supported: host, port, user, password, type and protocol=tcp are; others "
              "stand behind '?'");
    EXPECT_THAT(refusal("jdbc:mysql://(port=1)/d"), testing::EndsWith("a host's name is missing"));
    EXPECT_THAT(refusal("jdbc:mysql://(host=a/d"),
                testing::EndsWith("; a host with parentheses is not in the form "
                                  "(host=h,port=3306)"));
    EXPECT_THAT(refusal("jdbc:mysql://(host=a,protocol=pipe)/d"),
                testing::HasSubstr("'protocol' of a host is not supported"));
}

/// A '&' in a password that nobody encoded ends it, and its rest looks like a parameter's name.
TEST(JdbcUrl, HidesWhatMayBeTheRestOfAPassword) {
    const JdbcUrl url = parse_jdbc_url("jdbc:postgresql://h/d?ssl&password=a&geheim&auch&tcp=1&ok");
    EXPECT_EQ(url.display(), "jdbc:postgresql://h/d?[hidden]=&[hidden]=&ok=&ssl=&tcp=1");
    EXPECT_EQ(url.shown_name("geheim"), "[hidden]");
    EXPECT_EQ(url.shown_name("ok"), "ok");
    EXPECT_EQ(url.parameters.count("geheim"), 1U);
}

TEST(JdbcUrl, LogsNoRestOfAPasswordAsAnUnknownParameter) {
    const test::LogCapture logs;
    const JdbcUrl url = parse_jdbc_url("jdbc:sqlite::memory:?password=a&geheim&colour=red");
    log_unknown_parameter("sqlite", url, "geheim");
    log_unknown_parameter("sqlite", url, "colour");
    EXPECT_THAT(logs.lines(LogLevel::kWarn),
                testing::ElementsAre(
                    "Parameter '[hidden]' of connection.url is not known and has no effect; it "
                    "follows a password: write '&' in a password as %26",
                    "Parameter 'colour' of connection.url is not known and has no effect"));
}

}  // namespace
}  // namespace kconnect::sql

#include "mysql/mysql_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::mysql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ConnectionSettings settings_of(std::string_view url) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url(url);
    return settings;
}

Options options_of(std::string_view url) {
    return parse_options(settings_of(url));
}

std::string refusal_of(std::string_view url) {
    try {
        options_of(url);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "no refusal";
}

TEST(MySqlOptions, TakesUserAndPasswordFromTheSettingsBeforeTheUrl) {
    ConnectionSettings settings = settings_of("jdbc:mysql://h/d?user=a&password=b");
    EXPECT_EQ(parse_options(settings).user, "a");
    EXPECT_EQ(parse_options(settings).password, "b");
    settings.user = "c";
    settings.password = "d";
    EXPECT_EQ(parse_options(settings).user, "c");
    EXPECT_EQ(parse_options(settings).password, "d");
}

TEST(MySqlOptions, RoundsTimeoutsUpToSeconds) {
    const Options options = options_of("jdbc:mysql://h/d?connectTimeout=1500&socketTimeout=1");
    EXPECT_EQ(options.connect_timeout_seconds, 2U);
    EXPECT_EQ(options.socket_timeout_seconds, 1U);
}

TEST(MySqlOptions, RefusesATimeoutThatIsNoNumber) {
    EXPECT_EQ(refusal_of("jdbc:mysql://h/d?connectTimeout=soon"),
              "Connection parameter 'connectTimeout': 'soon' is not a number of milliseconds");
}

TEST(MySqlOptions, PrefersTlsForMySqlAndLeavesItOutForMariaDb) {
    EXPECT_EQ(options_of("jdbc:mysql://h/d").ssl_mode, SslMode::kPreferred);
    EXPECT_EQ(options_of("jdbc:mariadb://h/d").ssl_mode, SslMode::kDisabled);
}

TEST(MySqlOptions, WeighsTheOldSslParametersAsConnectorJDoes) {
    EXPECT_EQ(options_of("jdbc:mysql://h/d?useSSL=false").ssl_mode, SslMode::kDisabled);
    EXPECT_EQ(options_of("jdbc:mysql://h/d?useSSL=true").ssl_mode, SslMode::kPreferred);
    EXPECT_EQ(options_of("jdbc:mysql://h/d?useSSL=true&requireSSL=true").ssl_mode,
              SslMode::kRequired);
    EXPECT_EQ(options_of("jdbc:mysql://h/d?useSSL=true&verifyServerCertificate=true").ssl_mode,
              SslMode::kVerifyCa);
    EXPECT_EQ(options_of("jdbc:mysql://h/d?sslMode=verify_identity&useSSL=false").ssl_mode,
              SslMode::kVerifyIdentity);
    EXPECT_EQ(options_of("jdbc:mariadb://h/d?sslMode=trust").ssl_mode, SslMode::kRequired);
}

TEST(MySqlOptions, RefusesAnUnknownSslMode) {
    EXPECT_THAT(refusal_of("jdbc:mysql://h/d?sslMode=maybe"), HasSubstr("'maybe' is none of"));
}

TEST(MySqlOptions, ReadsPemFilesAndRefusesKeyStores) {
    EXPECT_EQ(options_of("jdbc:mariadb://h/d?serverSslCert=/tmp/ca.pem").ssl_ca, "/tmp/ca.pem");
    EXPECT_EQ(options_of("jdbc:mysql://h/d?ssl-ca=file:///tmp/ca.pem").ssl_ca, "/tmp/ca.pem");
    EXPECT_THAT(refusal_of("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=file:/t.jks"),
                HasSubstr("export PEM files"));
}

TEST(MySqlOptions, SplitsSessionVariablesOutsideQuotesAndParentheses) {
    EXPECT_THAT(split_session_variables("sql_mode='A,B', x=concat(1,2);y=3"),
                ElementsAre("sql_mode='A,B'", "x=concat(1,2)", "y=3"));
    EXPECT_THAT(split_session_variables(" , "), IsEmpty());
}

TEST(MySqlOptions, KnowsWhatOnlyTunesTheJavaDriver) {
    const Options options = options_of(
        "jdbc:mysql://h/d?rewriteBatchedStatements=true&serverTimezone=UTC&"
        "allowPublicKeyRetrieval=true&characterEncoding=UTF-8&nonsense=1");
    EXPECT_THAT(options.without_effect,
                testing::UnorderedElementsAre("rewriteBatchedStatements",
                                              "serverTimezone",
                                              "allowPublicKeyRetrieval",
                                              "characterEncoding"));
    EXPECT_THAT(options.unknown, ElementsAre("nonsense"));
}

TEST(MySqlOptions, IgnoresTheCaseOfNamesAsConnectorJDoes) {
    EXPECT_EQ(options_of("jdbc:mysql://h/d?USESSL=false").ssl_mode, SslMode::kDisabled);
}

TEST(MySqlOptions, LetsTheUrlWinOverFurtherProperties) {
    ConnectionSettings settings = settings_of("jdbc:mysql://h/d?sslMode=REQUIRED");
    settings.properties["sslMode"] = "DISABLED";
    settings.properties["useCompression"] = "true";
    EXPECT_EQ(parse_options(settings).ssl_mode, SslMode::kRequired);
    EXPECT_TRUE(parse_options(settings).compress);
}

}  // namespace
}  // namespace kconnect::sql::mysql

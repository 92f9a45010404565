#include "mysql/mysql_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/scratch_folder.hpp"

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

TEST(MySqlOptions, CutsTimeoutsThatTheLibraryWouldMakeShort) {
    const Options options =
        options_of("jdbc:mysql://h/d?connectTimeout=2147483647&socketTimeout=4294967295");
    EXPECT_EQ(options.connect_timeout_seconds, 2147483U);
    EXPECT_EQ(options.socket_timeout_seconds, 2147483U);
}

TEST(MySqlOptions, ShowsNoSecretThatAWrongSeparatorPutsIntoAnotherValue) {
    for (const char* value : {"connectTimeout=5;password=geheim",
                              "useSSL=true;password=geheim",
                              "sslMode=REQUIRED,password=geheim",
                              "serverTimezone=UTC;password=geheim",
                              "kconnect.write.strategy=bulk;password=geheim",
                              "keyStore=https://u:geheim@h/store",
                              "ssl-key=-----BEGIN%20PRIVATE%20KEY-----geheim&sslMode=REQUIRED"}) {
        const std::string line = refusal_of(std::string("jdbc:mysql://h/d?useSSL=true&") + value);
        EXPECT_THAT(line, HasSubstr("[hidden]")) << value;
        EXPECT_THAT(line, testing::Not(HasSubstr("geheim"))) << value;
    }
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

TEST(MySqlOptions, TakesPemFilesAsTheyAreAndPemTextsFromMemory) {
    const test::ScratchFolder folder;
    const std::string pem = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
    const std::string file = folder.write("ca.pem", pem);
    EXPECT_EQ(options_of("jdbc:mariadb://h/d?useSsl=true&serverSslCert=" + file).ssl_ca, file);
    EXPECT_EQ(options_of("jdbc:mysql://h/d?ssl-ca=file://" + file).ssl_ca, file);
    EXPECT_THAT(options_of("jdbc:mysql://h/d?ssl-ca=-----BEGIN%20X-----").ssl_ca,
                testing::StartsWith("/proc/self/fd/"));
}

TEST(MySqlOptions, NamesTheStoreThatCannotBeRead) {
    EXPECT_EQ(refusal_of("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=file:/no/t.jks"),
              "Parameter 'trustCertificateKeyStoreUrl' of connection.url is '/no/t.jks': the file "
              "cannot be read: No such file or directory");
    EXPECT_EQ(refusal_of("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=classpath:t.jks"),
              "Parameter 'trustCertificateKeyStoreUrl' of connection.url is 'classpath:t.jks': "
              "there is no class path here; write the path of a file");
    const test::ScratchFolder folder;
    const std::string file = folder.write("t.jks", "no store");
    EXPECT_EQ(refusal_of("jdbc:mysql://h/d?clientCertificateKeyStoreUrl=" + file),
              "Parameter 'clientCertificateKeyStoreUrl' of connection.url is '" + file +
                  "': Invalid keystore format");
}

TEST(MySqlOptions, VerifiesWithATrustStoreThatIsNamed) {
    EXPECT_THAT(refusal_of("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=/no"), HasSubstr("/no"));
    EXPECT_EQ(options_of("jdbc:mysql://h/d?useSSL=false&trustCertificateKeyStoreUrl=/no").ssl_mode,
              SslMode::kDisabled);
}

TEST(MySqlOptions, GivesTheSessionATimeZoneOnlyWhenItIsForced) {
    EXPECT_EQ(options_of("jdbc:mysql://h/d?connectionTimeZone=Europe/Berlin").session_time_zone,
              "");
    EXPECT_EQ(options_of("jdbc:mysql://h/d?connectionTimeZone=Europe/Berlin&"
                         "forceConnectionTimeZoneToSession=true")
                  .session_time_zone,
              "Europe/Berlin");
    EXPECT_EQ(
        options_of("jdbc:mysql://h/d?serverTimezone=UTC&forceConnectionTimeZoneToSession=true")
            .session_time_zone,
        "+00:00");
    EXPECT_THAT(refusal_of("jdbc:mysql://h/d?serverTimezone=a';DROP"), HasSubstr("no time zone"));
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
                testing::UnorderedElementsAre(
                    "rewriteBatchedStatements", "allowPublicKeyRetrieval", "characterEncoding"));
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

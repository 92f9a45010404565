#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <kconnect/errors.hpp>

#include "postgresql/settings.hpp"
#include "support/scratch_folder.hpp"

namespace kconnect::sql::postgresql {
namespace {

SessionSettings settings_for(std::string_view url) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url(url);
    settings.application_name = "rds-sink";
    return session_settings(settings);
}

std::string keyword(const SessionSettings& settings, std::string_view name) {
    const auto found = std::find_if(settings.keywords.begin(),
                                    settings.keywords.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    return found == settings.keywords.end() ? "(none)" : found->second;
}

TEST(PostgresqlSettings, HaveDefaults) {
    const SessionSettings settings = settings_for("jdbc:postgresql:flights?user=ann");
    ASSERT_EQ(settings.hosts.size(), 1U);
    EXPECT_EQ(settings.hosts[0].host, "localhost");
    EXPECT_EQ(settings.database, "flights");
    EXPECT_EQ(keyword(settings, "sslmode"), "prefer");
    EXPECT_EQ(keyword(settings, "application_name"), "rds-sink");
    EXPECT_EQ(keyword(settings, "password"), "(none)");
    EXPECT_EQ(settings.connect_timeout, std::chrono::seconds(10));
    EXPECT_EQ(settings.socket_timeout, std::chrono::seconds(0));
    EXPECT_FALSE(settings.untyped_strings);
    EXPECT_THAT(settings.wanted_servers, testing::ElementsAre("any"));
}

TEST(PostgresqlSettings, ShowNoSecretThatAWrongSeparatorPutsIntoAnotherValue) {
    for (const char* value : {"connectTimeout=5;password=geheim",
                              "ssl=true;password=geheim",
                              "sslmode=require;password=geheim",
                              "socketFactory=a.B;password=geheim",
                              "sslmode=require&sslkey=https://u:geheim@h/key",
                              "sslmode=require&sslkey=-----BEGIN%20PRIVATE%20KEY-----geheim"}) {
        try {
            settings_for(std::string("jdbc:postgresql://h/d?") + value);
            ADD_FAILURE() << value << " was accepted";
        } catch (const ConfigException& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("[hidden]")) << value;
            EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("geheim"))) << value;
        }
    }
}

TEST(PostgresqlSettings, DoNotWaitForAPipeThatIsNoCertificate) {
    const test::ScratchFolder folder;
    const std::string pipe = (folder.path() / "pipe").string();
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    try {
        settings_for("jdbc:postgresql://h/d?sslmode=verify-ca&sslrootcert=" + pipe);
        ADD_FAILURE() << "a pipe was accepted";
    } catch (const ConfigException& error) {
        EXPECT_STREQ(error.what(),
                     ("Parameter 'sslrootcert' of connection.url is '" + pipe +
                      "': the file cannot be read: it is none")
                         .c_str());
    }
}

TEST(PostgresqlSettings, MapTheParametersOfTheJavaDriver) {
    const SessionSettings settings = settings_for(
        "jdbc:postgresql://a,b/d?sslmode=verify-ca&loadBalanceHosts=true&connectTimeout=5&"
        "loginTimeout=3&socketTimeout=30&tcpKeepAlive=false&ApplicationName=x&currentSchema=s,t&"
        "options=-c%20jit=off&targetServerType=preferSecondary&stringtype=unspecified");
    EXPECT_EQ(keyword(settings, "sslmode"), "verify-ca");
    EXPECT_TRUE(settings.any_host_first);
    EXPECT_EQ(keyword(settings, "keepalives"), "0");
    EXPECT_EQ(keyword(settings, "application_name"), "x");
    EXPECT_EQ(keyword(settings, "options"), "-c jit=off");
    EXPECT_EQ(settings.search_path, "s,t");
    EXPECT_EQ(settings.connect_timeout, std::chrono::seconds(3));
    EXPECT_EQ(settings.socket_timeout, std::chrono::seconds(30));
    EXPECT_TRUE(settings.untyped_strings);
    EXPECT_THAT(settings.wanted_servers, testing::ElementsAre("standby", "any"));
}

TEST(PostgresqlSettings, CheckTheServerWhenOnlySslIsAskedFor) {
    EXPECT_EQ(keyword(settings_for("jdbc:postgresql:d?ssl=true"), "sslmode"), "verify-full");
    EXPECT_EQ(keyword(settings_for("jdbc:postgresql:d?ssl=true&sslfactory="
                                   "org.postgresql.ssl.NonValidatingFactory"),
                      "sslmode"),
              "require");
}

TEST(PostgresqlSettings, PreferConnectionUserAndPassword) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url("jdbc:postgresql:d?user=u&password=p&sslmode=disable");
    settings.user = "better";
    settings.password = "secret";
    settings.properties = {{"sslmode", "require"}, {"stringtype", "unspecified"}};
    const SessionSettings session = session_settings(settings);
    EXPECT_EQ(session.user, "better");
    EXPECT_EQ(keyword(session, "password"), "secret");
    EXPECT_EQ(keyword(session, "sslmode"), "disable");
    EXPECT_TRUE(session.untyped_strings);
}

TEST(PostgresqlSettings, RefuseValuesThatCannotBe) {
    for (const char* parameter : {"sslmode=maybe",
                                  "connectTimeout=soon",
                                  "socketTimeout=-1",
                                  "tcpKeepAlive=yes",
                                  "targetServerType=best",
                                  "stringtype=text"}) {
        EXPECT_THROW(settings_for(std::string("jdbc:postgresql:d?") + parameter), ConfigException)
            << parameter;
    }
    EXPECT_NO_THROW(settings_for("jdbc:postgresql:d?prepareThreshold=0&noSuchParameter=1"));
}

std::string refusal_of(std::string_view url) {
    try {
        settings_for(url);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "accepted";
}

TEST(PostgresqlSettings, VerifyOnlyWhenAskedToAsPgjdbcDoes) {
    const test::ScratchFolder folder;
    const std::string file = folder.write("ca.pem", "-----BEGIN CERTIFICATE-----");
    EXPECT_EQ(keyword(settings_for("jdbc:postgresql:d?sslmode=verify-full&sslrootcert=" + file),
                      "sslrootcert"),
              file);
    EXPECT_EQ(keyword(settings_for("jdbc:postgresql:d?sslmode=require&sslrootcert=" + file),
                      "sslrootcert"),
              "/dev/null/none");
    EXPECT_EQ(keyword(settings_for("jdbc:postgresql:d?ssl=true&sslfactory="
                                   "org.postgresql.ssl.SingleCertValidatingFactory&"
                                   "sslfactoryarg=file:" +
                                   file),
                      "sslrootcert"),
              file);
}

TEST(PostgresqlSettings, NameAFileThatCannotBeRead) {
    EXPECT_EQ(refusal_of("jdbc:postgresql:d?sslmode=verify-ca&sslrootcert=/no/ca.pem"),
              "Parameter 'sslrootcert' of connection.url is '/no/ca.pem': the file cannot be read: "
              "No such file or directory");
    const test::ScratchFolder folder;
    const std::string key = folder.write("client.pk8", "no key");
    EXPECT_EQ(refusal_of("jdbc:postgresql:d?sslkey=" + key + "&sslpassword=geheim"),
              "Parameter 'sslkey' of connection.url is '" + key +
                  "': the private key cannot be opened: it is none in DER, or its password is "
                  "missing or wrong");
    EXPECT_EQ(refusal_of("jdbc:postgresql:d?sslmode=disable&sslkey=/no"), "accepted");
}

TEST(PostgresqlSettings, RefuseClassesOfJava) {
    EXPECT_EQ(refusal_of("jdbc:postgresql:d?socketFactory=com.google.cloud.sql.SocketFactory"),
              "Parameter 'socketFactory' of connection.url is 'com.google.cloud.sql.SocketFactory':"
              " kconnect loads no classes of Java; connect by TCP, for a cloud's proxy to the "
              "address where that listens");
    EXPECT_THAT(refusal_of("jdbc:postgresql:d?sslfactory=com.example.Factory"),
                testing::HasSubstr("'com.example.Factory': kconnect loads no classes of Java"));
    EXPECT_THAT(refusal_of("jdbc:postgresql:d?authenticationPluginClassName=a.B"),
                testing::HasSubstr("set connection.password"));
}

}  // namespace
}  // namespace kconnect::sql::postgresql

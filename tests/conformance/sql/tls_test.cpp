// TLS with real servers: who is trusted, who is refused, and by which line.
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error(
            fmt::format("{} is not set: run the suite by tests/with-servers.sh", name));
    }
    return value;
}

std::string file(std::string_view name) {
    return fmt::format("{}/{}", variable("KCONNECT_TEST_TLS_CERTIFICATES"), name);
}

/// One server, and how its driver's users write what they want.
class Tls : public testing::Test {
protected:
    explicit Tls(std::string scheme, const char* port)
        : scheme_(std::move(scheme)), port_(variable(port)) {}

    /// "connected", or why not.
    std::string outcome(std::string_view host,
                        std::string_view parameters,
                        std::string_view user = "kconnect") {
        return outcome_at(fmt::format("{}:{}", host, port_), parameters, user);
    }

    /// The same for other servers, "host:port,host:port".
    std::string outcome_at(std::string_view hosts,
                           std::string_view parameters,
                           std::string_view user = "kconnect") {
        ConnectionSettings settings;
        settings.url =
            parse_jdbc_url(fmt::format("jdbc:{}://{}/kconnect?{}", scheme_, hosts, parameters));
        settings.user = user;
        settings.password = user == "kconnect" ? "kconnect-password" : "";
        settings.application_name = "kconnect-tls";
        try {
            connection_ = find_dialect(settings.url).connect(settings);
            return "connected";
        } catch (const ConnectException& error) {
            EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
            EXPECT_THAT(error.what(), Not(HasSubstr("kconnect-password")));
            return error.what();
        }
    }

    std::unique_ptr<Connection> connection_;

private:
    std::string scheme_;
    std::string port_;
};

class PostgresqlTls : public Tls {
protected:
    PostgresqlTls() : Tls("postgresql", "KCONNECT_TEST_TLS_POSTGRESQL_PORT") {}

    bool is_encrypted() {
        return connection_->query(
                   "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0][0] == "t";
    }
};

TEST_F(PostgresqlTls, EncryptsWithoutVerifyingWhenOnlyRequired) {
    EXPECT_EQ(outcome("127.0.0.1", "sslmode=require&sslrootcert=" + file("other-ca.pem")),
              "connected");
    EXPECT_TRUE(is_encrypted());
}

TEST_F(PostgresqlTls, VerifiesTheAuthorityInPemAndDer) {
    EXPECT_EQ(outcome("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + file("ca.pem")), "connected");
    EXPECT_EQ(outcome("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + file("ca.der")), "connected");
}

TEST_F(PostgresqlTls, VerifiesTheNameOfTheHost) {
    EXPECT_EQ(outcome("localhost", "ssl=true&sslrootcert=" + file("ca.pem")), "connected");
    EXPECT_THAT(outcome("127.0.0.1", "sslmode=verify-full&sslrootcert=" + file("ca.pem")),
                AllOf(HasSubstr("does not match host name \"127.0.0.1\""),
                      HasSubstr("; check sslmode, sslrootcert, sslcert and sslkey")));
}

constexpr const char* kRenew =
    "certificate verify failed: certificate has expired; renew the server's certificate or that of "
    "its authority, or set this machine's clock (openssl s_client -starttls postgres -connect "
    "HOST:PORT shows the dates)";

TEST_F(PostgresqlTls, RefusesAnAuthorityThatItDoesNotKnow) {
    EXPECT_THAT(outcome("localhost", "sslmode=verify-ca&sslrootcert=" + file("other-ca.pem")),
                EndsWith("certificate verify failed: self-signed certificate in certificate chain; "
                         "set sslrootcert in connection.url to the certificate of the authority "
                         "that signed the server's (openssl s_client -starttls postgres -connect "
                         "HOST:PORT names it)"));
}

TEST_F(PostgresqlTls, RefusesAnExpiredAuthority) {
    EXPECT_THAT(outcome("localhost", "sslmode=verify-full&sslrootcert=" + file("expired-ca.pem")),
                EndsWith(kRenew));
}

TEST_F(PostgresqlTls, RefusesAServerWhoseCertificateHasExpired) {
    const std::string server = "localhost:" + variable("KCONNECT_TEST_TLS_STANDBY_PORT");
    for (const char* mode : {"verify-ca", "verify-full"}) {
        EXPECT_THAT(
            outcome_at(server, fmt::format("sslmode={}&sslrootcert={}", mode, file("ca.pem"))),
            EndsWith(kRenew));
    }
    EXPECT_EQ(outcome_at(server, "sslmode=require"), "connected");
}

/// The server of this port, and one that follows it.
class PostgresqlStandby : public PostgresqlTls {
protected:
    const std::string primary_ = "127.0.0.1:" + variable("KCONNECT_TEST_TLS_POSTGRESQL_PORT");
    const std::string standby_ = "127.0.0.1:" + variable("KCONNECT_TEST_TLS_STANDBY_PORT");

    /// The kind of server that is connected to, or why none is.
    std::string found(const std::string& hosts, std::string_view wanted) {
        const std::string result =
            outcome_at(hosts, fmt::format("sslmode=require&targetServerType={}", wanted));
        if (result != "connected") {
            return result;
        }
        return connection_->query("SELECT pg_is_in_recovery()")[0][0] == "t" ? "standby"
                                                                             : "primary";
    }
};

TEST_F(PostgresqlStandby, IsPassedOverForThePrimary) {
    for (const char* wanted : {"primary", "master", "preferPrimary"}) {
        EXPECT_EQ(found(standby_ + ',' + primary_, wanted), "primary") << wanted;
        EXPECT_EQ(found(primary_ + ',' + standby_, wanted), "primary") << wanted;
    }
}

TEST_F(PostgresqlStandby, IsFoundBehindThePrimary) {
    for (const char* wanted : {"secondary", "slave", "preferSecondary", "preferSlave"}) {
        EXPECT_EQ(found(primary_ + ',' + standby_, wanted), "standby") << wanted;
    }
    EXPECT_EQ(found(standby_ + ',' + primary_, "any"), "standby");
}

TEST_F(PostgresqlStandby, IsTakenWhereThereIsNothingBetter) {
    EXPECT_EQ(found(primary_, "preferSecondary"), "primary");
    EXPECT_EQ(found(standby_, "preferPrimary"), "standby");
}

TEST_F(PostgresqlStandby, IsMissedByName) {
    EXPECT_THAT(found(primary_, "secondary"),
                AllOf(HasSubstr("server is not in hot standby mode"),
                      EndsWith("; check targetServerType in connection.url")));
    EXPECT_THAT(found(standby_, "primary"),
                AllOf(HasSubstr("server is in hot standby mode"),
                      EndsWith("; check targetServerType in connection.url")));
}

/// As after a failover, when the sink still has the old primary's name.
TEST_F(PostgresqlStandby, RefusesToBeWrittenForNow) {
    ASSERT_EQ(found(standby_, "any"), "standby");
    try {
        connection_->execute("CREATE TABLE never (a INT)");
        FAIL() << "a standby was written";
    } catch (const SqlError& error) {
        EXPECT_EQ(error.kind(), SqlErrorKind::kTransient) << error.what();
    }
}

TEST_F(PostgresqlTls, NeedsTheClientsCertificateWhereTheServerDoes) {
    EXPECT_THAT(outcome("127.0.0.1", "sslmode=require", "certified"),
                HasSubstr("connection requires a valid client certificate"));
}

TEST_F(PostgresqlTls, ShowsTheClientsCertificateFromEveryKindOfKey) {
    const std::string certificate = "sslmode=require&sslcert=" + file("client.pem") + "&sslkey=";
    // These files may be read by everybody, which libpq alone would refuse.
    EXPECT_EQ(outcome("127.0.0.1", certificate + file("client.key"), "certified"), "connected");
    EXPECT_EQ(outcome("127.0.0.1", certificate + file("client.pk8"), "certified"), "connected");
    EXPECT_EQ(outcome("127.0.0.1",
                      certificate + file("client-encrypted.pk8") + "&sslpassword=changeit",
                      "certified"),
              "connected");
    EXPECT_EQ(outcome("127.0.0.1",
                      certificate + file("client-md5-des.pk8") + "&sslpassword=changeit",
                      "certified"),
              "connected");
    EXPECT_EQ(outcome("127.0.0.1",
                      "sslmode=require&sslkey=" + file("client.p12") + "&sslpassword=changeit",
                      "certified"),
              "connected");
    EXPECT_EQ(outcome("127.0.0.1",
                      "sslmode=require&sslkey=" + file("client.p12") + "&sslpassword=wrong",
                      "certified"),
              fmt::format("Parameter 'sslkey' of connection.url is '{}': keystore password was "
                          "incorrect",
                          file("client.p12")));
}

TEST_F(PostgresqlTls, OpensNoOldKeyWithAWrongPassword) {
    const std::string key = file("client-md5-des.pk8");
    for (const char* password : {"&sslpassword=wrong", ""}) {
        EXPECT_EQ(
            outcome(
                "127.0.0.1",
                fmt::format(
                    "sslmode=require&sslcert={}&sslkey={}{}", file("client.pem"), key, password),
                "certified"),
            fmt::format("Parameter 'sslkey' of connection.url is '{}': the private key cannot "
                        "be opened: it is none in DER, or its password is missing or wrong",
                        key));
    }
}

TEST_F(PostgresqlTls, SaysThatAServerWantsTls) {
    EXPECT_THAT(outcome("127.0.0.1", "sslmode=disable"), HasSubstr("no encryption"));
}

class MySqlTls : public Tls {
protected:
    MySqlTls() : Tls("mysql", "KCONNECT_TEST_TLS_MYSQL_PORT") {}

    bool is_encrypted() { return connection_->query("SHOW STATUS LIKE 'Ssl_cipher'")[0][1] != ""; }
    std::string trust(std::string_view mode, std::string_view store) {
        return fmt::format(
            "sslMode={}&trustCertificateKeyStoreUrl=file:{}&trustCertificateKeyStorePassword="
            "changeit&trustCertificateKeyStoreType=PKCS12",
            mode,
            file(store));
    }
};

TEST_F(MySqlTls, EncryptsWithoutVerifyingWhenOnlyRequired) {
    EXPECT_EQ(outcome("127.0.0.1", "sslMode=REQUIRED"), "connected");
    EXPECT_TRUE(is_encrypted());
}

TEST_F(MySqlTls, VerifiesTheAuthorityOfAJavaStoreOrAPemFile) {
    EXPECT_EQ(outcome("127.0.0.1", trust("VERIFY_CA", "trust.p12")), "connected");
    EXPECT_EQ(outcome("127.0.0.1", "sslMode=VERIFY_CA&ssl-ca=" + file("ca.pem")), "connected");
    EXPECT_TRUE(is_encrypted());
}

TEST_F(MySqlTls, VerifiesTheAuthorityOfAStoreThatKeytoolMade) {
    for (const char* type : {"JKS", "PKCS12"}) {
        const std::string store =
            file(type == std::string_view("JKS") ? "java-trust.jks" : "java-trust.pkcs12");
        for (const char* form : {"sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreUrl=file://{0}&"
                                 "trustCertificateKeyStorePassword={2}&"
                                 "trustCertificateKeyStoreType={1}",
                                 "sslMode=verify-full&trustStore={0}&trustStorePassword={2}&"
                                 "trustStoreType={1}"}) {
            EXPECT_EQ(
                outcome("localhost", fmt::format(fmt::runtime(form), store, type, "changeit")),
                "connected");
            EXPECT_TRUE(is_encrypted());
            EXPECT_THAT(outcome("localhost", fmt::format(fmt::runtime(form), store, type, "wrong")),
                        AllOf(HasSubstr(store + "': "), HasSubstr("password was incorrect")));
        }
    }
}

TEST_F(MySqlTls, VerifiesTheNameOfTheHost) {
    EXPECT_EQ(outcome("localhost", trust("VERIFY_IDENTITY", "trust.p12")), "connected");
    EXPECT_THAT(outcome("127.0.0.1", trust("VERIFY_IDENTITY", "trust.p12")),
                HasSubstr("; check sslMode and the certificates in connection.url"));
}

TEST_F(MySqlTls, RefusesAnAuthorityThatItDoesNotKnow) {
    EXPECT_THAT(outcome("localhost", "sslMode=VERIFY_CA&ssl-ca=" + file("other-ca.pem")),
                AllOf(HasSubstr("self"), HasSubstr("; check sslMode and the certificates")));
}

TEST_F(MySqlTls, RefusesAServerWhoseCertificateHasExpired) {
    const std::string server = "localhost:" + variable("KCONNECT_TEST_TLS_EXPIRED_MYSQL_PORT");
    for (const char* mode : {"VERIFY_CA", "VERIFY_IDENTITY"}) {
        EXPECT_THAT(outcome_at(server, fmt::format("sslMode={}&ssl-ca={}", mode, file("ca.pem"))),
                    AllOf(HasSubstr("certificate has expired"),
                          HasSubstr("; renew the server's certificate or that of its authority, or "
                                    "set this machine's clock")));
    }
}

TEST_F(MySqlTls, RefusesAnExpiredAuthority) {
    EXPECT_THAT(outcome("localhost", "sslMode=VERIFY_CA&ssl-ca=" + file("expired-ca.pem")),
                AllOf(HasSubstr("expired"), HasSubstr("; renew the server's certificate")));
}

TEST_F(MySqlTls, NeedsTheClientsCertificateWhereTheServerDoes) {
    EXPECT_THAT(outcome("127.0.0.1", "sslMode=REQUIRED", "certified"),
                HasSubstr("Access denied for user 'certified'"));
}

TEST_F(MySqlTls, ShowsTheClientsCertificateOfAJavaStoreOrAPemFile) {
    for (const char* store : {"client.p12", "client-legacy.p12", "client.jks"}) {
        for (const char* form :
             {"sslMode=REQUIRED&clientCertificateKeyStoreUrl=file:{}&"
              "clientCertificateKeyStorePassword=changeit&clientCertificateKeyStoreType={}",
              "sslMode=trust&keyStore={}&keyStorePassword=changeit&keyStoreType={}"}) {
            const char* type = store == std::string_view("client.jks") ? "JKS" : "PKCS12";
            EXPECT_EQ(
                outcome(
                    "127.0.0.1", fmt::format(fmt::runtime(form), file(store), type), "certified"),
                "connected")
                << store;
        }
    }
    EXPECT_EQ(outcome("127.0.0.1",
                      fmt::format("sslMode=REQUIRED&ssl-cert={}&ssl-key={}",
                                  file("client.pem"),
                                  file("client.key")),
                      "certified"),
              "connected");
}

}  // namespace
}  // namespace kconnect::sql

// TLS with real servers: who is trusted, who is refused, and by which line.
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {
namespace {

using testing::AllOf;
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
        ConnectionSettings settings;
        settings.url = parse_jdbc_url(
            fmt::format("jdbc:{}://{}:{}/kconnect?{}", scheme_, host, port_, parameters));
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

TEST_F(PostgresqlTls, RefusesAnAuthorityThatItDoesNotKnow) {
    EXPECT_THAT(outcome("localhost", "sslmode=verify-ca&sslrootcert=" + file("other-ca.pem")),
                AllOf(HasSubstr("certificate verify failed"), HasSubstr("; check sslmode")));
}

TEST_F(PostgresqlTls, RefusesAnExpiredCertificate) {
    EXPECT_THAT(outcome("localhost", "sslmode=verify-full&sslrootcert=" + file("expired-ca.pem")),
                AllOf(HasSubstr("certificate verify failed"), HasSubstr("; check sslmode")));
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

TEST_F(MySqlTls, RefusesAnExpiredCertificate) {
    EXPECT_THAT(outcome("localhost", "sslMode=VERIFY_CA&ssl-ca=" + file("expired-ca.pem")),
                AllOf(HasSubstr("expired"), HasSubstr("; check sslMode and the certificates")));
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

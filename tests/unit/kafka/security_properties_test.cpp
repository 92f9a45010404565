#include "kafka/security_properties.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <kconnect/errors.hpp>

namespace kconnect::kafka {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kOld = 0x020002ff;
constexpr int kNew = 0x021000ff;
const std::string kScram = "org.apache.kafka.common.security.scram.ScramLoginModule required ";
const std::string kOauth =
    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ";

TranslatedProperties translate(const ConfigMap& config, int version = kNew) {
    return translate_client_properties(config, ClientKind::kConsumer, version);
}

std::string value_of(const TranslatedProperties& properties, std::string_view name) {
    const LibraryProperty* property = properties.find(name);
    return property != nullptr ? property->value : "(absent)";
}

std::string problem_with(const ConfigMap& config) {
    try {
        translate(config);
        return "no problem";
    } catch (const ConfigException& error) {
        return error.what();
    }
}

/// A file with this content, gone at the end of the test.
class ScratchFile {
public:
    explicit ScratchFile(std::string_view content)
        : path_(std::filesystem::temp_directory_path() /
                ("kconnect-store-" + std::to_string(::getpid()) + "-" +
                 std::to_string(content.size()))) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    ~ScratchFile() { std::filesystem::remove(path_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

ConfigMap sasl(const std::string& mechanism, const std::string& jaas) {
    return {{"security.protocol", "SASL_PLAINTEXT"},
            {"sasl.mechanism", mechanism},
            {"sasl.jaas.config", jaas}};
}

TEST(SecurityProperties, TakesUserAndPasswordFromJaas) {
    const TranslatedProperties properties =
        translate(sasl("SCRAM-SHA-512", kScram + R"(username="al\"ice" password='a;b=c\\';)"));
    EXPECT_EQ(value_of(properties, "sasl.mechanisms"), "SCRAM-SHA-512");
    EXPECT_EQ(value_of(properties, "sasl.username"), "al\"ice");
    EXPECT_EQ(value_of(properties, "sasl.password"), "a;b=c\\");
    EXPECT_EQ(value_of(properties, "sasl.jaas.config"), "(absent)");
}

TEST(SecurityProperties, WarnsOfScramOnAnOldLibrary) {
    const ConfigMap config = sasl("SCRAM-SHA-256", kScram + "username=a password=b;");
    EXPECT_THAT(translate(config, kOld).warnings,
                Contains(HasSubstr("Install librdkafka 2.6.1 or newer")));
    EXPECT_THAT(translate(config, kNew).warnings, IsEmpty());
}

TEST(SecurityProperties, TranslatesUnsecuredOauth) {
    const TranslatedProperties properties =
        translate(sasl("OAUTHBEARER", kOauth + "unsecuredLoginStringClaim_sub=\"admin\";"));
    EXPECT_EQ(value_of(properties, "enable.sasl.oauthbearer.unsecure.jwt"), "true");
    EXPECT_EQ(value_of(properties, "sasl.oauthbearer.config"), "principal=admin");
}

TEST(SecurityProperties, TranslatesOidc) {
    const TranslatedProperties properties = translate(
        sasl("OAUTHBEARER", kOauth + "clientId=\"me\" clientSecret=\"s\" scope=\"all\";"));
    EXPECT_EQ(value_of(properties, "sasl.oauthbearer.method"), "oidc");
    EXPECT_EQ(value_of(properties, "sasl.oauthbearer.client.secret"), "s");
}

TEST(SecurityProperties, NeverShowsJaasInErrors) {
    for (const char* broken : {"Module",
                               "M required password=\"secret",
                               "M required x secret;",
                               "com.example.Mine required password=secret;"}) {
        const std::string problem = problem_with(sasl("PLAIN", broken));
        EXPECT_THAT(problem,
                    HasSubstr("Invalid value [hidden] for configuration sasl.jaas.config"));
        EXPECT_THAT(problem, Not(HasSubstr("secret")));
    }
}

TEST(SecurityProperties, ReadsPemStores) {
    const ScratchFile store("-----BEGIN CERTIFICATE-----");
    const TranslatedProperties properties = translate({{"security.protocol", "SSL"},
                                                       {"ssl.truststore.type", "PEM"},
                                                       {"ssl.truststore.location", store.path()},
                                                       {"ssl.keystore.type", "PEM"},
                                                       {"ssl.keystore.location", store.path()},
                                                       {"ssl.key.password", "p"}});
    EXPECT_EQ(value_of(properties, "ssl.ca.location"), store.path());
    EXPECT_EQ(value_of(properties, "ssl.certificate.location"), store.path());
    EXPECT_EQ(value_of(properties, "ssl.key.location"), store.path());
    EXPECT_EQ(value_of(properties, "ssl.key.password"), "p");
    EXPECT_EQ(value_of(properties, "ssl.truststore.type"), "(absent)");
}

TEST(SecurityProperties, ReadsAPkcs12Keystore) {
    const ScratchFile store("\x30\x82 a PKCS12 file");
    const TranslatedProperties properties = translate({{"security.protocol", "SSL"},
                                                       {"ssl.keystore.location", store.path()},
                                                       {"ssl.keystore.password", "p"}});
    EXPECT_EQ(value_of(properties, "ssl.keystore.location"), store.path());
    EXPECT_EQ(value_of(properties, "ssl.keystore.password"), "p");
}

TEST(SecurityProperties, RefusesJksStoresWithARemedy) {
    const ScratchFile store("\xFE\xED\xFE\xED\x02");
    EXPECT_THAT(
        problem_with({{"security.protocol", "SSL"}, {"ssl.truststore.location", store.path()}}),
        HasSubstr("ssl.truststore.type=PEM"));
    EXPECT_THAT(
        problem_with({{"security.protocol", "SSL"}, {"ssl.keystore.location", store.path()}}),
        HasSubstr("ssl.keystore.type=PKCS12"));
}

TEST(SecurityProperties, NamesAStoreThatCannotBeRead) {
    EXPECT_EQ(
        problem_with({{"security.protocol", "SSL"}, {"ssl.truststore.location", "/no/such"}}),
        "Invalid value /no/such for configuration ssl.truststore.location: cannot be read: No such "
        "file or directory");
}

TEST(SecurityProperties, LeavesStoresAloneWithoutTls) {
    EXPECT_EQ(problem_with({{"ssl.truststore.location", "/no/such"}}), "no problem");
}

TEST(SecurityProperties, TurnsHostNameChecksOff) {
    const TranslatedProperties properties =
        translate({{"security.protocol", "SSL"}, {"ssl.endpoint.identification.algorithm", ""}});
    EXPECT_EQ(value_of(properties, "ssl.endpoint.identification.algorithm"), "none");
}

}  // namespace
}  // namespace kconnect::kafka

#include "kafka/security_properties.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/unique_name.hpp"

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
        : path_(std::filesystem::temp_directory_path() / test::unique_name("kconnect-store", "-")) {
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
                               "M required password=\"a\"secret more=b;",
                               "com.example.Mine required password=secret;"}) {
        const std::string problem = problem_with(sasl("PLAIN", broken));
        EXPECT_THAT(problem,
                    HasSubstr("Invalid value [hidden] for configuration sasl.jaas.config"));
        EXPECT_THAT(problem, Not(HasSubstr("secret")));
    }
}

// Self-signed, until 2036.
const std::string kAuthority =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBnjCCAUWgAwIBAgIUYsi50mRYlbXSkxSTBOnbTzL0zOMwCgYIKoZIzj0EAwIw\n"
    "HTEOMAwGA1UECgwFdGVzdHMxCzAJBgNVBAMMAmNhMB4XDTI2MTEyMjIyNTc1NloX\n"
    "DTM2MTExOTIyNTc1NlowHTEOMAwGA1UECgwFdGVzdHMxCzAJBgNVBAMMAmNhMFkw\n"
    "EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE85m5WelklDSqDuz29HfvrLgtrK1U8vRy\n"
    "DURH5PG+o7/v0/oK+Bsx4veB2W+cCoewYYlkIntniuIoYxt+wkRZoKNjMGEwHQYD\n"
    "VR0OBBYEFBndywWLtjYufic+WiABOF55hgceMB8GA1UdIwQYMBaAFBndywWLtjYu\n"
    "fic+WiABOF55hgceMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMAoG\n"
    "CCqGSM49BAMCA0cAMEQCID2qpdBwROzIK/1/IU+hCpt/ic/kaio+PDVZVUylVALE\n"
    "AiAG8mZz37YSojdE7zoo69BTkzlTqzCeAvqumSBSnyKs0w==\n"
    "-----END CERTIFICATE-----\n";

std::string problem_with_stores(ConfigMap stores) {
    stores.insert_or_assign("security.protocol", "SSL");
    try {
        translate(stores);
        return "no problem";
    } catch (const ConnectException& error) {
        return std::string(error.java_class()) + ": " + error.what();
    }
}

TEST(SecurityProperties, HandsAPemTruststoreOverInMemory) {
    const ScratchFile store("a comment\n" + kAuthority + kAuthority);
    const TranslatedProperties properties = translate({{"security.protocol", "SSL"},
                                                       {"ssl.truststore.type", "PEM"},
                                                       {"ssl.truststore.location", store.path()}});
    EXPECT_EQ(value_of(properties, "ssl.ca.pem"), kAuthority + kAuthority);
    EXPECT_EQ(value_of(properties, "ssl.truststore.type"), "(absent)");
    EXPECT_THAT(properties.warnings, IsEmpty());
}

TEST(SecurityProperties, TakesBlanksForLineBreaksInPem) {
    std::string one_line = kAuthority;
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    const TranslatedProperties properties = translate({{"security.protocol", "SSL"},
                                                       {"ssl.truststore.type", "PEM"},
                                                       {"ssl.truststore.certificates", one_line}});
    EXPECT_EQ(value_of(properties, "ssl.ca.pem"), kAuthority);
}

TEST(SecurityProperties, NamesAStoreThatCannotBeRead) {
    const std::string failed =
        "org.apache.kafka.common.KafkaException: Failed to load SSL keystore ";
    EXPECT_EQ(problem_with_stores({{"ssl.truststore.location", "/no/such"}}),
              failed + "/no/such of type JKS: No such file or directory");
    const ScratchFile text("no store");
    EXPECT_EQ(problem_with_stores({{"ssl.truststore.location", text.path()}}),
              failed + text.path() + " of type JKS: Invalid keystore format");
    const ScratchFile cut(std::string("\xFE\xED\xFE\xED\0\0\0\2\0\0", 10));
    EXPECT_EQ(problem_with_stores({{"ssl.truststore.location", cut.path()}}),
              failed + cut.path() + " of type JKS: the file ends too early");
    EXPECT_EQ(problem_with_stores(
                  {{"ssl.truststore.location", cut.path()}, {"ssl.truststore.password", "secret"}}),
              failed + cut.path() + " of type JKS: the file ends too early");
    const ScratchFile broken("\x30\x82 a PKCS12 file");
    EXPECT_EQ(problem_with_stores({{"ssl.keystore.type", "PKCS12"},
                                   {"ssl.keystore.password", "secret"},
                                   {"ssl.keystore.location", broken.path()}}),
              failed + broken.path() + " of type PKCS12: Invalid keystore format");
    EXPECT_EQ(problem_with_stores(
                  {{"ssl.truststore.type", "BCFKS"}, {"ssl.truststore.location", text.path()}}),
              failed + text.path() +
                  " of type BCFKS: BCFKS not found; stores of the types JKS, PKCS12 and PEM can be "
                  "read here");
}

TEST(SecurityProperties, NamesAPemTextThatCannotBeRead) {
    const std::string failed =
        "org.apache.kafka.common.KafkaException: Invalid PEM truststore configs: ";
    const auto problem = [](const std::string& text) {
        return problem_with_stores(
            {{"ssl.truststore.type", "PEM"}, {"ssl.truststore.certificates", text}});
    };
    EXPECT_EQ(problem("nothing"), failed + "At least one certificate expected, but none found");
    EXPECT_EQ(problem("-----BEGIN CERTIFICATE-----"), failed + "BEGIN CERTIFICATE has no END");
    EXPECT_EQ(problem("-----BEGIN CERTIFICATE-----!?-----END CERTIFICATE-----"),
              failed + "the text between BEGIN and END is not Base64");
    EXPECT_EQ(problem("-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"),
              "org.apache.kafka.common.KafkaException: Failed to load PEM SSL keystore in "
              "ssl.truststore.certificates: a certificate in it cannot be read");
    EXPECT_EQ(problem_with_stores({{"ssl.keystore.type", "PEM"},
                                   {"ssl.keystore.key", "none"},
                                   {"ssl.keystore.certificate.chain", kAuthority}}),
              "org.apache.kafka.common.KafkaException: Invalid PEM keystore configs: Private key "
              "not provided");
}

TEST(SecurityProperties, RefusesKeysThatDoNotGoTogetherAsJavaDoes) {
    const std::string config = "org.apache.kafka.common.config.ConfigException: ";
    EXPECT_EQ(problem_with_stores({{"ssl.truststore.password", "p"}}),
              config + "SSL trust store is not specified, but trust store password is specified.");
    EXPECT_EQ(problem_with_stores({{"ssl.truststore.certificates", kAuthority}}),
              config +
                  "SSL trust store certs can be specified only for PEM, but trust store type "
                  "is JKS.");
    EXPECT_EQ(problem_with_stores({{"ssl.keystore.password", "p"}}),
              config + "SSL key store is not specified, but key store password is specified.");
    EXPECT_EQ(problem_with_stores({{"ssl.keystore.certificate.chain", kAuthority}}),
              config + "SSL certificate chain is specified, but private key is not specified");
    const ScratchFile store(std::string("\xFE\xED\xFE\xED", 4));
    EXPECT_EQ(problem_with_stores({{"ssl.keystore.location", store.path()}}),
              config + "SSL key store is specified, but key store password is not specified.");
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

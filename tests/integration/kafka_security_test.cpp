#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>

#include "kafka_client_test.hpp"
#include "support/log_capture.hpp"
#include "support/scratch_folder.hpp"
#include "support/worker_process.hpp"

// Every kind of store and login against the broker's secured listeners: producing and consuming.

namespace kconnect::test {
namespace {

using kafka::OutgoingRecord;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kPlain = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

/// Gives the right to be idempotent to a user that nobody is, and so to nobody else but super
/// users; takes it back at the end.
class AccessRules {
public:
    explicit AccessRules(const std::string& broker) {
        char reason[256];
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "bootstrap.servers", broker.c_str(), reason, sizeof reason);
        client_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
        queue_ = rd_kafka_queue_new(client_);
        std::vector<rd_kafka_AclBinding_t*> bindings{
            rule(RD_KAFKA_RESOURCE_BROKER, "kafka-cluster"),
            rule(RD_KAFKA_RESOURCE_TOPIC, "hardcode")};
        rd_kafka_CreateAcls(client_, bindings.data(), bindings.size(), nullptr, queue_);
        await_answer();
        rd_kafka_AclBinding_destroy_array(bindings.data(), bindings.size());
    }
    ~AccessRules() {
        char reason[256];
        rd_kafka_AclBindingFilter_t* filters[] = {
            rd_kafka_AclBindingFilter_new(RD_KAFKA_RESOURCE_ANY,
                                          nullptr,
                                          RD_KAFKA_RESOURCE_PATTERN_ANY,
                                          kUser,
                                          nullptr,
                                          RD_KAFKA_ACL_OPERATION_ANY,
                                          RD_KAFKA_ACL_PERMISSION_TYPE_ANY,
                                          reason,
                                          sizeof reason)};
        rd_kafka_DeleteAcls(client_, filters, 1, nullptr, queue_);
        await_answer();
        rd_kafka_AclBinding_destroy_array(filters, 1);
        rd_kafka_queue_destroy(queue_);
        rd_kafka_destroy(client_);
    }
    AccessRules(const AccessRules&) = delete;
    AccessRules& operator=(const AccessRules&) = delete;

private:
    static constexpr const char* kUser = "User:nobody";

    static rd_kafka_AclBinding_t* rule(rd_kafka_ResourceType_t type, const char* name) {
        char reason[256];
        return rd_kafka_AclBinding_new(type,
                                       name,
                                       RD_KAFKA_RESOURCE_PATTERN_LITERAL,
                                       kUser,
                                       "*",
                                       RD_KAFKA_ACL_OPERATION_ALL,
                                       RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
                                       reason,
                                       sizeof reason);
    }
    void await_answer() {
        constexpr int kPatienceMs = 30000;
        rd_kafka_event_t* event = rd_kafka_queue_poll(queue_, kPatienceMs);
        ASSERT_NE(event, nullptr);
        EXPECT_EQ(rd_kafka_event_error(event), RD_KAFKA_RESP_ERR_NO_ERROR);
        rd_kafka_event_destroy(event);
    }

    rd_kafka_t* client_ = nullptr;
    rd_kafka_queue_t* queue_ = nullptr;
};

class KafkaSecurityTest : public KafkaClientTest {
protected:
    /// Of the secured listener under test.
    ConfigMap connection() override { return keys_; }

    static std::string file(const std::string& name) {
        return environment("KCONNECT_TEST_KAFKA_CERTIFICATES") + "/" + name;
    }
    static std::string text_of(const std::string& name) {
        std::ostringstream text;
        text << std::ifstream(file(name)).rdbuf();
        return text.str();
    }
    static ConfigMap tls(const char* listener, const ConfigMap& more) {
        ConfigMap keys{{"bootstrap.servers", environment(listener)},
                       {"security.protocol", "SSL"},
                       {"ssl.truststore.type", "PKCS12"},
                       {"ssl.truststore.location", file("truststore.p12")},
                       {"ssl.truststore.password", "changeit"}};
        for (const auto& [key, value] : more) {
            if (value.empty()) {
                keys.erase(key);
            } else {
                keys.insert_or_assign(key, value);
            }
        }
        return keys;
    }
    static ConfigMap mutual_tls(const ConfigMap& keystore) {
        return tls("KCONNECT_TEST_KAFKA_MTLS", keystore);
    }
    static ConfigMap sasl(const std::string& mechanism, const std::string& jaas) {
        return {{"bootstrap.servers", environment("KCONNECT_TEST_KAFKA_SASL")},
                {"security.protocol", "SASL_PLAINTEXT"},
                {"sasl.mechanism", mechanism},
                {"sasl.jaas.config", jaas}};
    }

    /// Sends a record and reads it back.
    void expect_round_trip(const ConfigMap& keys) {
        keys_ = keys;
        deliveries.reports.clear();
        const std::string topic = unique_name("secured");
        const auto producer = make_producer();
        OutgoingRecord record;
        record.topic = topic;
        record.value = "secret";
        producer->send(record, 1);
        ASSERT_TRUE(producer->flush(kPatience));
        EXPECT_EQ(deliveries.reports.at(0).error, "");
        const std::vector<ReadRecord> records = read_topic(topic, 1);
        ASSERT_THAT(records, SizeIs(1));
        EXPECT_EQ(records[0].value, "secret");
    }

    /// What a producer or, if that starts, a consumer dies of: `class: message`.
    std::string refusal(const ConfigMap& keys) {
        keys_ = keys;
        try {
            const auto producer = make_producer({{"max.block.ms", "20000"}});
            OutgoingRecord record;
            record.topic = "never";
            record.value = "v";
            producer->send(record, 1);
        } catch (const ConnectException& error) {
            return std::string(error.java_class()) + ": " + error.what();
        }
        return "sent";
    }
    /// Likewise of a consumer.
    std::string consumer_refusal(const ConfigMap& keys) {
        keys_ = keys;
        try {
            AssignmentListener listener;
            const auto consumer = make_consumer("refused");
            consumer->subscribe({{"never"}, ""}, listener);
            read(*consumer, 1);
        } catch (const ConnectException& error) {
            return std::string(error.java_class()) + ": " + error.what();
        }
        return "nothing";
    }

    ConfigMap keys_;
};

TEST_F(KafkaSecurityTest, TrustsByEveryKindOfTruststore) {
    const char* const listener = "KCONNECT_TEST_KAFKA_TLS";
    expect_round_trip(tls(listener, {}));
    expect_round_trip(
        tls(listener,
            {{"ssl.truststore.type", "JKS"}, {"ssl.truststore.location", file("truststore.jks")}}));
    expect_round_trip(tls(listener,
                          {{"ssl.truststore.type", "JKS"},
                           {"ssl.truststore.location", file("truststore.jks")},
                           {"ssl.truststore.password", ""}}));
    expect_round_trip(tls(listener,
                          {{"ssl.truststore.type", "PEM"},
                           {"ssl.truststore.location", file("ca.pem")},
                           {"ssl.truststore.password", ""}}));
    // Two authorities, the right one last, and blanks where line breaks were.
    std::string certificates = text_of("other-ca.pem") + text_of("ca.pem");
    std::replace(certificates.begin(), certificates.end(), '\n', ' ');
    expect_round_trip(tls(listener,
                          {{"ssl.truststore.type", "PEM"},
                           {"ssl.truststore.certificates", certificates},
                           {"ssl.truststore.location", ""},
                           {"ssl.truststore.password", ""}}));
}

TEST_F(KafkaSecurityTest, ShowsItsCertificateFromEveryKindOfKeystore) {
    const ConfigMap cases[] = {
        {{"ssl.keystore.type", "PKCS12"},
         {"ssl.keystore.location", file("client.p12")},
         {"ssl.keystore.password", "changeit"}},
        {{"ssl.keystore.type", "PKCS12"},
         {"ssl.keystore.location", file("client-legacy.p12")},
         {"ssl.keystore.password", "changeit"}},
        {{"ssl.keystore.location", file("client.jks")},
         {"ssl.keystore.password", "changeit"},
         {"ssl.key.password", "key-secret"}},
        {{"ssl.keystore.type", "PEM"}, {"ssl.keystore.location", file("client-store.pem")}},
        {{"ssl.keystore.type", "PEM"},
         {"ssl.keystore.location", file("client-locked-store.pem")},
         {"ssl.key.password", "changeit"}},
        {{"ssl.keystore.type", "PEM"},
         {"ssl.keystore.key", text_of("client-locked.key")},
         {"ssl.keystore.certificate.chain", text_of("client-chain.pem")},
         {"ssl.key.password", "changeit"}},
    };
    for (const ConfigMap& keystore : cases) {
        expect_round_trip(mutual_tls(keystore));
    }
}

TEST_F(KafkaSecurityTest, LogsIn) {
    expect_round_trip(sasl("PLAIN", kPlain + R"(username="alice" password="alice-secret";)"));
    expect_round_trip(sasl("OAUTHBEARER",
                           "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule "
                           "required unsecuredLoginStringClaim_sub=\"alice\";"));
    ConfigMap encrypted = tls("KCONNECT_TEST_KAFKA_SASL_TLS", {});
    encrypted["security.protocol"] = "SASL_SSL";
    encrypted["sasl.mechanism"] = "PLAIN";
    encrypted["sasl.jaas.config"] = kPlain + R"(username="alice" password="alice-secret";)";
    expect_round_trip(encrypted);
}

// The broker looks for a right on the cluster, then for one on any topic, for which it asks about a
// topic named "hardcode"; both are somebody else's here.
TEST_F(KafkaSecurityTest, SendsWhereItMayNotBeIdempotent) {
    keys_ = {{"bootstrap.servers", environment("KCONNECT_TEST_KAFKA")}};
    const std::string topic = create_topic("plain");
    const AccessRules rules(environment("KCONNECT_TEST_KAFKA"));
    keys_ = sasl("PLAIN", kPlain + R"(username="bob" password="bob-secret";)");
    const LogCapture log;
    const auto producer = make_producer();
    for (std::uint64_t id = 1; id <= 3; ++id) {
        OutgoingRecord record;
        record.topic = topic;
        record.value = "v";
        producer->send(record, id);
    }
    EXPECT_TRUE(producer->flush(kPatience));
    EXPECT_THAT(deliveries.ids(), ElementsAre(1, 2, 3));
    EXPECT_EQ(deliveries.reports.at(0).error, "");
    EXPECT_THAT(log.lines(LogLevel::kWarn),
                Contains(HasSubstr("does not let the producer connector-producer-source-0 be "
                                   "idempotent")));
    EXPECT_THAT(read_topic(topic, 3), SizeIs(3));
}

TEST_F(KafkaSecurityTest, SaysThatABrokerIsNotTrusted) {
    const ConfigMap other =
        tls("KCONNECT_TEST_KAFKA_TLS", {{"ssl.truststore.location", file("other-truststore.p12")}});
    const auto expected = AllOf(HasSubstr("errors.SslAuthenticationException: "),
                                HasSubstr("certificate verify failed: the broker's certificate "
                                          "is not trusted, has expired or does not name this host, "
                                          "check ssl.truststore.*"),
                                Not(HasSubstr("\n")));
    EXPECT_THAT(refusal(other), expected);
    EXPECT_THAT(consumer_refusal(other), expected);
    // The certificate is for localhost.
    ConfigMap address = tls("KCONNECT_TEST_KAFKA_TLS", {});
    std::string& bootstrap = address["bootstrap.servers"];
    bootstrap.replace(0, bootstrap.find(':'), "127.0.0.1");
    EXPECT_THAT(refusal(address), expected);
    address["ssl.endpoint.identification.algorithm"] = "";
    expect_round_trip(address);
}

TEST_F(KafkaSecurityTest, SaysThatABrokersCertificateHasExpired) {
    // Only the handshake matters, which any server can do.
    const ScratchFolder folder;
    WorkerProcess server("/usr/bin/openssl",
                         {"s_server",
                          "-www",
                          "-accept",
                          "127.0.0.1:0",
                          "-cert",
                          file("expired.pem"),
                          "-key",
                          file("expired.key")},
                         folder.path() / "server.log");
    const std::string mark = "ACCEPT 127.0.0.1:";
    server.wait_for_output(mark);
    const std::string output = server.output();
    const auto begin = output.find(mark) + mark.size();
    ConfigMap keys = tls("KCONNECT_TEST_KAFKA_TLS", {});
    keys["bootstrap.servers"] =
        "localhost:" + output.substr(begin, output.find('\n', begin) - begin);
    EXPECT_THAT(refusal(keys),
                AllOf(HasSubstr("errors.SslAuthenticationException: "),
                      HasSubstr("is not trusted, has expired or does not name this host"),
                      Not(HasSubstr("\n"))));
}

TEST_F(KafkaSecurityTest, SaysThatItsCertificateIsMissingOrForeign) {
    const auto expected =
        AllOf(HasSubstr("errors.SslAuthenticationException: SSL handshake failed: the broker wants "
                        "a client certificate that it trusts, check ssl.keystore.*: "),
              Not(HasSubstr("\n")));
    EXPECT_THAT(refusal(mutual_tls({})), expected);
    EXPECT_THAT(consumer_refusal(mutual_tls({})), expected);
    EXPECT_THAT(refusal(mutual_tls({{"ssl.keystore.type", "PKCS12"},
                                    {"ssl.keystore.location", file("stranger.p12")},
                                    {"ssl.keystore.password", "changeit"}})),
                expected);
}

TEST_F(KafkaSecurityTest, SaysThatAPasswordIsWrong) {
    const ConfigMap login = sasl("PLAIN", kPlain + R"(username="alice" password="bad-secret";)");
    const auto expected = AllOf(HasSubstr("errors.SaslAuthenticationException: "),
                                HasSubstr("Authentication failed: Invalid username or password"),
                                Not(HasSubstr("bad-secret")),
                                Not(HasSubstr("\n")));
    EXPECT_THAT(refusal(login), expected);
    EXPECT_THAT(consumer_refusal(login), expected);

    const auto store_refusal = [&](const ConfigMap& keystore) {
        return refusal(mutual_tls(keystore));
    };
    const std::string failed =
        "org.apache.kafka.common.KafkaException: Failed to load SSL keystore ";
    EXPECT_EQ(store_refusal({{"ssl.keystore.location", file("client.jks")},
                             {"ssl.keystore.password", "bad-secret"}}),
              failed + file("client.jks") +
                  " of type JKS: Keystore was tampered with, or password was incorrect");
    EXPECT_EQ(store_refusal({{"ssl.keystore.location", file("client.jks")},
                             {"ssl.keystore.password", "changeit"},
                             {"ssl.key.password", "bad-secret"}}),
              failed + file("client.jks") + " of type JKS: Cannot recover key");
    EXPECT_EQ(store_refusal({{"ssl.keystore.type", "PKCS12"},
                             {"ssl.keystore.location", file("client.p12")},
                             {"ssl.keystore.password", "bad-secret"}}),
              failed + file("client.p12") + " of type PKCS12: keystore password was incorrect");
    EXPECT_EQ(store_refusal({{"ssl.keystore.type", "PEM"},
                             {"ssl.keystore.location", file("client-locked-store.pem")},
                             {"ssl.key.password", "bad-secret"}}),
              "org.apache.kafka.common.KafkaException: Failed to load PEM SSL keystore " +
                  file("client-locked-store.pem") +
                  ": the private key cannot be opened: the key password is wrong");
    EXPECT_EQ(refusal(tls("KCONNECT_TEST_KAFKA_TLS", {{"ssl.truststore.password", "bad-secret"}})),
              failed + file("truststore.p12") + " of type PKCS12: keystore password was incorrect");
}

}  // namespace
}  // namespace kconnect::test

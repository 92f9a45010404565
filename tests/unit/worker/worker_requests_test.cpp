#include "worker/worker_requests.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "config/secret_mask.hpp"
#include "convert/builtin_converters.hpp"
#include "support/scratch_folder.hpp"
#include "unit/worker/quiet_consumer.hpp"
#include "unit/worker/test_connector.hpp"

namespace kconnect {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class WorkerRequestsTest : public ::testing::Test {
protected:
    WorkerRequestsTest() {
        registry_.add(convert::builtin_converters(), "classpath");
        registry_.add(test::test_connector_entries(), "classpath");
        config_ = parse_worker_config({{"key.converter", "StringConverter"},
                                       {"value.converter", "StringConverter"},
                                       {"offset.storage.file.filename", "/tmp/offsets"}});
        herder_.emplace(config_,
                        registry_,
                        transformer_,
                        KafkaClients{[](const ConfigMap& /*properties*/) {
                                         return std::make_unique<test::QuietConsumer>();
                                     },
                                     {},
                                     {}},
                        std::make_shared<offsets::OffsetStore>(folder_.path() / "offsets"),
                        stop_.get_token());
    }
    ~WorkerRequestsTest() override { herder_->stop(); }

    /// A sink of this name; `more` wins.
    static rest::NewConnector wanted(const std::string& name, ConfigMap more = {}) {
        more.merge(ConfigMap{{"name", name}, {"connector.class", "TestSink"}, {"topics", "a"}});
        return {name, std::move(more), {}, rest::TargetState::kRunning};
    }

    void create(const rest::NewConnector& connector) {
        WorkerRequests(*herder_).create_connector(connector);
    }

    std::string refusal_of(const rest::NewConnector& connector) {
        try {
            create(connector);
        } catch (const BadRequestException& error) {
            return error.what();
        }
        return "";
    }

    test::ScratchFolder folder_;
    SecretMask secrets_;
    ConfigTransformer transformer_{{}, secrets_};
    std::stop_source stop_;
    PluginRegistry registry_;
    WorkerConfig config_;
    std::optional<StandaloneHerder> herder_;
};

/// Connect's text around these errors.
std::string invalid(int count, const std::string& errors) {
    return "Connector configuration is invalid and contains the following " +
           std::to_string(count) + " error(s):\n" + errors +
           "\nYou can also find the above list of errors at the endpoint "
           "`/connector-plugins/{connectorType}/config/validate`";
}

TEST_F(WorkerRequestsTest, StartsAConnectorAsAFileDoes) {
    create(wanted("x", {{"tasks", "2"}, {"tasks.max", "2"}}));

    const auto status = herder_->status("x");
    ASSERT_TRUE(status);
    EXPECT_EQ(runtime::TaskState::kRunning, status->connector.state);
    EXPECT_EQ(2U, status->tasks.size());
    EXPECT_THROW(create(wanted("x")), AlreadyExistsException);
}

TEST_F(WorkerRequestsTest, StartsNoTasksOfAPausedOrStoppedConnector) {
    auto paused = wanted("p");
    paused.target_state = rest::TargetState::kPaused;
    auto stopped = wanted("s");
    stopped.target_state = rest::TargetState::kStopped;
    create(paused);
    create(stopped);

    EXPECT_EQ(runtime::TaskState::kPaused, herder_->status("p")->connector.state);
    EXPECT_EQ(runtime::TaskState::kStopped, herder_->status("s")->connector.state);
    EXPECT_TRUE(herder_->status("s")->tasks.empty());
}

TEST_F(WorkerRequestsTest, RefusesABadConfigurationWithAllItsErrors) {
    auto bad = wanted("x", {{"mode", "c"}});
    bad.nulls = {"x.null"};

    EXPECT_EQ(invalid(2,
                      "Invalid value c for configuration mode: String must be one of: a, b\n"
                      "Null value can not be supplied as the configuration value."),
              refusal_of(bad));
    EXPECT_FALSE(herder_->status("x"));
}

TEST_F(WorkerRequestsTest, RefusesNamesAsConnectDoes) {
    EXPECT_EQ(invalid(1, "Invalid value  for configuration name: String may not be empty"),
              refusal_of(wanted("")));
    EXPECT_EQ(invalid(1,
                      "Invalid value rt\ax for configuration name: String may not contain control "
                      "sequences but had the following ASCII chars: 7"),
              refusal_of(wanted("rt\ax")));
    EXPECT_EQ("", refusal_of(wanted("a b/c%d")));
}

TEST_F(WorkerRequestsTest, NamesAConfigurationWithoutClass) {
    rest::NewConnector classless{
        "rt-x", {{"name", "rt-x"}, {"topics", "rt-a"}}, {"connector.class", "z"}, {}};

    EXPECT_EQ("Connector config {name=rt-x, topics=rt-a, z=null} contains no connector type",
              refusal_of(classless));
    EXPECT_THAT(refusal_of(wanted("x", {{"connector.class", "NoSuch"}})),
                StartsWith("Failed to find any class that implements Connector and which name "
                           "matches NoSuch, available connectors are: "));
}

TEST_F(WorkerRequestsTest, KeepsAConnectorThatDoesNotStart) {
    try {
        create(wanted("x", {{"fail.start", "1"}}));
        FAIL() << "no exception";
    } catch (const ConnectException& error) {
        EXPECT_THAT(error.what(), HasSubstr("Failed to transition connector x to state STARTED"));
    }
    EXPECT_EQ(runtime::TaskState::kFailed, herder_->status("x")->connector.state);
}

TEST_F(WorkerRequestsTest, CreatesOneOfManyThatAskForTheSameName) {
    std::atomic<int> created = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> clients;
        for (int client = 0; client < 8; ++client) {
            clients.emplace_back([&] {
                try {
                    create(wanted("x"));
                    ++created;
                } catch (const AlreadyExistsException&) {
                    ++refused;
                }
            });
        }
    }

    EXPECT_EQ(1, created);
    EXPECT_EQ(7, refused);
}

}  // namespace
}  // namespace kconnect

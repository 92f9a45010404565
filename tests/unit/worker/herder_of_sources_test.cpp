#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "config/secret_mask.hpp"
#include "convert/builtin_converters.hpp"
#include "support/deadline.hpp"
#include "support/scratch_folder.hpp"
#include "unit/worker/test_source_connector.hpp"
#include "worker/standalone_herder.hpp"

namespace kconnect {
namespace {

using runtime::TaskState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// What producers did, for as long as the last of them lives. Threads: any.
class ProducerEvents {
public:
    void add(const std::string& event) {
        const std::lock_guard lock(mutex_);
        events_.push_back(event);
    }
    std::vector<std::string> all() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }
    bool has(const std::string& event) const {
        const auto events = all();
        return std::find(events.begin(), events.end(), event) != events.end();
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> events_;
};

/// Acknowledges all at once and notes its beginning and its end.
class QuietProducer : public kafka::RecordProducer {
public:
    QuietProducer(std::string name,
                  std::shared_ptr<ProducerEvents> events,
                  kafka::DeliveryListener& listener)
        : name_(std::move(name)), events_(std::move(events)), listener_(listener) {
        events_->add("made " + name_);
    }

    void send(const kafka::OutgoingRecord& record, std::uint64_t id) override {
        sent_.emplace_back(id, record.topic);
    }
    void poll(std::chrono::milliseconds /*timeout*/) override {
        for (const auto& [id, topic] : std::exchange(sent_, {})) {
            const RecordMetadata metadata{topic, 0, 0};
            listener_.delivered(id, &metadata, nullptr);
        }
    }
    bool flush(std::chrono::milliseconds timeout) override {
        poll(timeout);
        return true;
    }
    std::size_t in_flight() const override { return sent_.size(); }
    void close(std::chrono::milliseconds /*timeout*/) override { events_->add("closed " + name_); }
    void wake() noexcept override {}

private:
    const std::string name_;
    const std::shared_ptr<ProducerEvents> events_;
    kafka::DeliveryListener& listener_;
    std::vector<std::pair<std::uint64_t, std::string>> sent_;
};

/// Another value each time; it ends soon.
class EndingProvider : public ConfigProvider {
public:
    void configure(const ConfigMap& /*config*/) override {}
    ConfigData get(std::string_view /*path*/) override {
        return {{{"key", "v" + std::to_string(++calls_)}}, std::chrono::milliseconds(20)};
    }

private:
    int calls_ = 0;
};

ConfigProviders ending_provider() {
    ConfigProviders providers;
    providers.emplace("ending", std::make_unique<EndingProvider>());
    return providers;
}

class HerderOfSources : public ::testing::Test {
protected:
    HerderOfSources() {
        test::hanging_polls_may_end() = false;
        registry_.add(convert::builtin_converters(), "classpath");
        registry_.add(test::test_source_connector_entries(), "classpath");
        config_ = parse_worker_config({{"key.converter", "StringConverter"},
                                       {"value.converter", "StringConverter"},
                                       {"offset.storage.file.filename", offsets_->file()}});
        herder_.emplace(
            config_,
            registry_,
            transformer_,
            KafkaClients{{},
                         [this](const ConfigMap& properties, kafka::DeliveryListener& listener) {
                             return make_producer(properties, listener);
                         },
                         {}},
            offsets_,
            stop_.get_token());
    }
    ~HerderOfSources() override {
        test::hanging_polls_may_end() = true;
        herder_->stop();
    }

    std::unique_ptr<kafka::RecordProducer> make_producer(const ConfigMap& properties,
                                                         kafka::DeliveryListener& listener) {
        const std::lock_guard lock(mutex_);
        producer_properties_.push_back(properties);
        return std::make_unique<QuietProducer>(
            std::to_string(producer_properties_.size()), events_, listener);
    }
    void create(ConfigMap more, InitialState state = InitialState::kRunning) {
        more.merge(ConfigMap{{"name", "x"}, {"connector.class", "TestSource"}});
        herder_->create_connector({more.at("name"), more, state});
    }
    std::string error_of(const ConfigMap& more) {
        try {
            create(more);
            return "created";
        } catch (const ConnectException& error) {
            return error.what();
        }
    }
    /// What was asked of the herder before is done when another connector is there.
    void let_the_herder_finish() { create({{"name", "last"}}, InitialState::kPaused); }
    ConnectorStatus status() { return *herder_->status("x"); }
    bool tasks_become(TaskState state) {
        return test::becomes_true([&] {
            const auto tasks = status().tasks;
            return std::all_of(
                tasks.begin(), tasks.end(), [&](const auto& task) { return task.state == state; });
        });
    }

    test::ScratchFolder folder_;
    std::shared_ptr<offsets::OffsetStore> offsets_ =
        std::make_shared<offsets::OffsetStore>(folder_.path() / "offsets");
    PluginRegistry registry_;
    WorkerConfig config_;
    SecretMask secrets_;
    ConfigTransformer transformer_{ending_provider(), secrets_};
    std::mutex mutex_;
    std::vector<ConfigMap> producer_properties_;
    std::shared_ptr<ProducerEvents> events_ = std::make_shared<ProducerEvents>();
    std::stop_source stop_;
    std::optional<StandaloneHerder> herder_;
};

TEST_F(HerderOfSources, StartsASourceAndItsTasks) {
    create({{"tasks.max", "2"}, {"tasks", "2"}, {"producer.override.linger.ms", "7"}});
    EXPECT_TRUE(status().is_source);
    EXPECT_EQ(status().version, "5.5");
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    ASSERT_THAT(status().tasks, SizeIs(2));
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_EQ(status().tasks[0].config.at("task.class"), "CountingSourceTask");
    EXPECT_EQ(status().tasks[0].config.contains("topics"), false);
    EXPECT_EQ(producer_properties_.at(1).at("client.id"), "connector-producer-x-1");
    EXPECT_EQ(producer_properties_.at(1).at("linger.ms"), "7");
}

TEST_F(HerderOfSources, StoresOffsetsAndKnowsTheTopics) {
    create({{"records", "3"}});
    EXPECT_TRUE(test::becomes_true([this] { return !status().topics.empty(); }));
    EXPECT_THAT(status().topics, ElementsAre("out"));
    herder_->stop();
    EXPECT_THAT(offsets_->find(R"(["x",{"p":"a"}])").value_or("none"), HasSubstr(R"({"o":)"));
    EXPECT_EQ(status().connector.state, TaskState::kStopped);
    EXPECT_EQ(status().tasks.at(0).state, TaskState::kUnassigned);
    EXPECT_FALSE(herder_->has_abandoned());
}

TEST_F(HerderOfSources, StartsTasksAnewWhenTheConnectorAsksForIt) {
    create({{"tasks.max", "2"}, {"tasks.later", "2"}});
    EXPECT_TRUE(test::becomes_true([this] { return status().tasks.size() == 2; }));
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_THAT(events_->all(), ElementsAre("made 1", "closed 1", "made 2", "made 3"));
}

TEST_F(HerderOfSources, LeavesTasksAloneWhoseConfigurationsAreTheSame) {
    create({{"tasks.later", "1"}});
    let_the_herder_finish();
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_THAT(events_->all(), ElementsAre("made 1"));
}

TEST_F(HerderOfSources, StopsTheTasksOfAConnectorThatHasNoneLeft) {
    create({{"tasks.later", "0"}});
    let_the_herder_finish();
    EXPECT_THAT(status().tasks, IsEmpty());
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_THAT(events_->all(), ElementsAre("made 1", "closed 1"));
}

TEST_F(HerderOfSources, StartsATaskAnewThatHasFailed) {
    create({{"fail.poll", "1"}, {"secret", "${ending:p:key}"}});
    EXPECT_TRUE(test::becomes_true([this] { return events_->has("made 3"); }));
    EXPECT_TRUE(tasks_become(TaskState::kFailed));
    EXPECT_THAT(status().tasks.at(0).trace, HasSubstr("the source is gone"));
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_TRUE(events_->has("closed 1"));
}

TEST_F(HerderOfSources, StartsATaskAnewAlthoughTheOldOneHangs) {
    config_.graceful_shutdown_timeout = std::chrono::milliseconds(20);
    create({{"hang", "1"}, {"secret", "${ending:p:key}"}});
    EXPECT_TRUE(test::becomes_true([this] { return events_->has("made 2"); }));
    EXPECT_THAT(events_->all(), Not(Contains("closed 1")));
    EXPECT_TRUE(herder_->has_abandoned());
    herder_->stop();
    test::hanging_polls_may_end() = true;
    EXPECT_TRUE(test::becomes_true([this] { return events_->has("closed 1"); }));
    EXPECT_TRUE(test::becomes_true([this] { return events_->has("closed 2"); }));
}

TEST_F(HerderOfSources, LeavesTheConnectorRunningWhenItsTaskDoesNotStart) {
    create({{"fail.task", "1"}});
    EXPECT_TRUE(tasks_become(TaskState::kFailed));
    EXPECT_THAT(status().tasks.at(0).trace, HasSubstr("the task does not start"));
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
}

TEST_F(HerderOfSources, KeepsAConnectorThatDoesNotStartAsFailed) {
    EXPECT_EQ(error_of({{"fail.start", "1"}}), "Failed to transition connector x to state STARTED");
    EXPECT_THAT(status().connector.trace, HasSubstr("the connector does not start"));
    EXPECT_THAT(status().tasks, IsEmpty());
}

TEST_F(HerderOfSources, FailsAConnectorThatHasNoTaskConfigurations) {
    EXPECT_EQ(error_of({{"fail.tasks", "1"}}), "created");
    EXPECT_EQ(status().connector.state, TaskState::kFailed);
    EXPECT_THAT(status().connector.trace, HasSubstr("no idea how many tasks"));
}

TEST_F(HerderOfSources, StartsNothingOfAPausedOrStoppedConnector) {
    create({{"fail.start", "1"}}, InitialState::kPaused);
    EXPECT_EQ(status().connector.state, TaskState::kPaused);
    EXPECT_THAT(status().tasks, IsEmpty());
    create({{"name", "y"}, {"fail.start", "1"}}, InitialState::kStopped);
    EXPECT_EQ(herder_->status("y")->connector.state, TaskState::kStopped);
}

TEST_F(HerderOfSources, RefusesAWrongRuleForNewTopicsAtTheStart) {
    EXPECT_THAT(error_of({{"topic.creation.default.partitions", "1"},
                          {"topic.creation.default.replication.factor", "abc"}}),
                HasSubstr("Invalid value abc for configuration replication.factor"));
}

}  // namespace
}  // namespace kconnect

#include "worker/standalone_herder.hpp"

#include <algorithm>
#include <condition_variable>
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
#include "unit/worker/quiet_consumer.hpp"
#include "unit/worker/test_connector.hpp"

namespace kconnect {
namespace {

using runtime::TaskState;
using test::QuietConsumer;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Gives another value each time it is asked: v1, v2, ...; under the path "ending" for a moment.
class RotatingProvider : public ConfigProvider {
public:
    void configure(const ConfigMap& /*config*/) override {}
    ConfigData get(std::string_view path) override {
        std::optional<std::chrono::milliseconds> ttl;
        if (path == "ending") {
            ttl.emplace(20);
        }
        return {{{"key", "v" + std::to_string(++calls_)}}, ttl};
    }

private:
    int calls_ = 0;
};

ConfigProviders rotating_provider() {
    ConfigProviders providers;
    providers.emplace("rotating", std::make_unique<RotatingProvider>());
    return providers;
}

/// What consumers did, for as long as the last of them lives.
class ConsumerEvents {
public:
    void add(const std::string& event) {
        const std::lock_guard lock(mutex_);
        events_.push_back(event);
        changed_.notify_all();
    }
    void wait_for(const std::string& event) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] {
            return std::find(events_.begin(), events_.end(), event) != events_.end();
        });
    }
    std::vector<std::string> all() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> events_;
};

/// Notes its beginning and its end.
class NotingConsumer : public QuietConsumer {
public:
    NotingConsumer(std::size_t number, std::shared_ptr<ConsumerEvents> events)
        : number_(std::to_string(number)), events_(std::move(events)) {
        events_->add("made " + number_);
    }
    void close(std::chrono::milliseconds /*timeout*/) override {
        events_->add("closed " + number_);
    }

protected:
    const std::string number_;
    const std::shared_ptr<ConsumerEvents> events_;
};

/// Its poll hears of nothing until the test says "released".
class HangingConsumer : public NotingConsumer {
public:
    using NotingConsumer::NotingConsumer;
    void poll(RecordBatch& /*batch*/, std::chrono::milliseconds /*timeout*/) override {
        events_->wait_for("released");
    }
};

class StandaloneHerderTest : public ::testing::Test {
protected:
    StandaloneHerderTest() {
        registry_.add(convert::builtin_converters(), "classpath");
        registry_.add(test::test_connector_entries(), "classpath");
        config_ = parse_worker_config({{"key.converter", "StringConverter"},
                                       {"value.converter", "StringConverter"},
                                       {"offset.storage.file.filename", "/tmp/offsets"}});
        herder_.emplace(config_,
                        registry_,
                        transformer_,
                        KafkaClients{[this](const ConfigMap& properties) {
                                         const std::lock_guard lock(mutex_);
                                         consumer_properties_.push_back(properties);
                                         return make_consumer_(consumer_properties_.size());
                                     },
                                     {},
                                     {}},
                        std::make_shared<offsets::OffsetStore>("/tmp/offsets"),
                        stop_.get_token());
    }
    ~StandaloneHerderTest() override { herder_->stop(); }

    static ConnectorRequest request(ConfigMap more, InitialState state = InitialState::kRunning) {
        more.merge(ConfigMap{{"name", "x"}, {"connector.class", "TestSink"}, {"topics", "a"}});
        return {more.at("name"), more, state};
    }
    std::string error_of(const ConnectorRequest& wanted) {
        try {
            herder_->create_connector(wanted);
            return "created";
        } catch (const ConnectException& error) {
            return error.what();
        }
    }
    ConnectorStatus status() { return herder_->statuses().at(0); }
    bool tasks_become(TaskState state) {
        return test::becomes_true([&] {
            const auto tasks = status().tasks;
            return std::all_of(
                tasks.begin(), tasks.end(), [&](const auto& task) { return task.state == state; });
        });
    }

    PluginRegistry registry_;
    WorkerConfig config_;
    SecretMask secrets_;
    ConfigTransformer transformer_{rotating_provider(), secrets_};
    std::mutex mutex_;
    std::vector<ConfigMap> consumer_properties_;
    /// Of the task that is made as the n-th.
    std::function<std::unique_ptr<kafka::SinkConsumer>(std::size_t)> make_consumer_ =
        [](std::size_t) { return std::make_unique<QuietConsumer>(); };
    std::stop_source stop_;
    std::optional<StandaloneHerder> herder_;
};

TEST_F(StandaloneHerderTest, StartsAConnectorAndItsTasks) {
    herder_->create_connector(request({{"tasks.max", "2"}, {"tasks", "2"}}));
    EXPECT_EQ(status().name, "x");
    EXPECT_EQ(status().version, "7.7");
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_EQ(status().tasks.size(), 2U);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_EQ(consumer_properties_.at(1).at("group.id"), "connect-x");
}

TEST_F(StandaloneHerderTest, StopsTasksAndConnectors) {
    herder_->create_connector(request({}));
    ASSERT_TRUE(tasks_become(TaskState::kRunning));
    herder_->stop();
    EXPECT_EQ(status().connector.state, TaskState::kStopped);
    EXPECT_NE(status().tasks.at(0).state, TaskState::kRunning);
    EXPECT_FALSE(herder_->has_abandoned());
}

TEST_F(StandaloneHerderTest, RefusesASecondConnectorOfAName) {
    herder_->create_connector(request({}));
    EXPECT_EQ(error_of(request({})), "Connector x already exists");
}

TEST_F(StandaloneHerderTest, RefusesABadConfigurationAndKeepsNothing) {
    EXPECT_THAT(error_of(request({{"tasks.max", "0"}})),
                HasSubstr("tasks.max: Value must be at least 1"));
    EXPECT_THAT(herder_->statuses(), IsEmpty());
}

TEST_F(StandaloneHerderTest, KeepsAConnectorThatDoesNotStartAsFailed) {
    EXPECT_EQ(error_of(request({{"fail.start", "1"}})),
              "Failed to transition connector x to state STARTED");
    EXPECT_EQ(status().connector.state, TaskState::kFailed);
    EXPECT_THAT(status().connector.trace, HasSubstr("the connector does not start"));
    EXPECT_THAT(status().tasks, IsEmpty());
}

TEST_F(StandaloneHerderTest, FailsAConnectorWithoutTaskConfigurationsAndGoesOn) {
    EXPECT_EQ(error_of(request({{"fail.tasks", "1"}})), "created");
    EXPECT_EQ(status().connector.state, TaskState::kFailed);
    EXPECT_THAT(status().connector.trace, HasSubstr("no idea how many tasks"));
}

TEST_F(StandaloneHerderTest, FailsAConnectorThatWantsTooManyTasks) {
    herder_->create_connector(request({{"tasks", "3"}, {"tasks.max", "2"}}));
    EXPECT_THAT(status().connector.trace,
                HasSubstr("The connector x has generated 3 tasks, which is greater than 2, the "
                          "maximum number of tasks it is configured to create."));
    EXPECT_THAT(status().tasks, IsEmpty());
}

TEST_F(StandaloneHerderTest, RunsTooManyTasksWhenTheLimitIsNotEnforced) {
    herder_->create_connector(request({{"tasks", "3"}, {"tasks.max.enforce", "false"}}));
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_EQ(status().tasks.size(), 3U);
}

TEST_F(StandaloneHerderTest, LeavesTheConnectorRunningWhenItsTaskFails) {
    herder_->create_connector(request({{"fail.task", "1"}}));
    EXPECT_TRUE(tasks_become(TaskState::kFailed));
    EXPECT_THAT(status().tasks.at(0).trace, HasSubstr("the task does not start"));
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
}

TEST_F(StandaloneHerderTest, StartsNothingOfAPausedConnector) {
    herder_->create_connector(request({{"fail.start", "1"}}, InitialState::kPaused));
    EXPECT_EQ(status().connector.state, TaskState::kPaused);
    EXPECT_THAT(status().tasks, IsEmpty());
}

TEST_F(StandaloneHerderTest, AsksProvidersAnewForEachTask) {
    herder_->create_connector(request({{"tasks.max", "2"},
                                       {"tasks", "2"},
                                       {"consumer.override.client.rack", "${rotating:p:key}"}}));
    ASSERT_EQ(consumer_properties_.size(), 2U);
    const auto first = consumer_properties_.at(0).at("client.rack");
    EXPECT_EQ(first.front(), 'v');
    EXPECT_NE(consumer_properties_.at(1).at("client.rack"), first);
}

TEST_F(StandaloneHerderTest, StartsAConnectorAnewWhenItsValuesEnd) {
    herder_->create_connector(
        request({{"consumer.override.client.rack", "${rotating:ending:key}"}}));
    EXPECT_TRUE(test::becomes_true([this] {
        const std::lock_guard lock(mutex_);
        return consumer_properties_.size() >= 3;
    }));
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    // It goes on being started anew.
    EXPECT_TRUE(
        test::becomes_true([this] { return status().connector.state == TaskState::kRunning; }));
}

TEST_F(StandaloneHerderTest, StartsATaskAnewOnlyWhenTheOldOneHasClosedItsConsumer) {
    const auto events = std::make_shared<ConsumerEvents>();
    make_consumer_ = [events](std::size_t number) {
        return std::make_unique<NotingConsumer>(number, events);
    };
    herder_->create_connector(
        request({{"consumer.override.client.rack", "${rotating:ending:key}"}}));
    events->wait_for("made 2");
    events->wait_for("made 3");
    const auto all = events->all();
    EXPECT_THAT(std::vector(all.begin(), all.begin() + 5),
                ElementsAre("made 1", "closed 1", "made 2", "closed 2", "made 3"));
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_FALSE(herder_->has_abandoned());
}

TEST_F(StandaloneHerderTest, StartsATaskAnewAlthoughTheOldOneHangs) {
    const auto events = std::make_shared<ConsumerEvents>();
    make_consumer_ = [events](std::size_t number) -> std::unique_ptr<kafka::SinkConsumer> {
        if (number == 1) {
            return std::make_unique<HangingConsumer>(number, events);
        }
        return std::make_unique<NotingConsumer>(number, events);
    };
    config_.graceful_shutdown_timeout = std::chrono::milliseconds(20);
    herder_->create_connector(
        request({{"consumer.override.client.rack", "${rotating:ending:key}"}}));
    events->wait_for("made 2");
    EXPECT_THAT(events->all(), Not(Contains("closed 1")));
    EXPECT_TRUE(herder_->has_abandoned());
    EXPECT_TRUE(tasks_become(TaskState::kRunning));  // The old one's state is not shown any more.
    herder_->stop();
    events->add("released");
    events->wait_for("closed 1");  // It ends when it can.
}

TEST_F(StandaloneHerderTest, StartsAFailedTaskAnew) {
    const auto events = std::make_shared<ConsumerEvents>();
    make_consumer_ = [events](std::size_t number) -> std::unique_ptr<kafka::SinkConsumer> {
        if (number == 1) {
            throw ConnectException("no consumer yet");
        }
        return std::make_unique<NotingConsumer>(number, events);
    };
    herder_->create_connector(
        request({{"consumer.override.client.rack", "${rotating:ending:key}"}}));
    events->wait_for("made 2");
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_EQ(status().tasks.at(0).trace, "");
}

TEST_F(StandaloneHerderTest, StartsNothingAnewWhenToldNotTo) {
    herder_->create_connector(request({{"config.action.reload", "none"},
                                       {"consumer.override.client.rack", "${rotating:ending:key}"},
                                       {"name", "quiet"}}));
    // Another connector's restarts show that the time has passed.
    herder_->create_connector(
        request({{"consumer.override.client.rack", "${rotating:ending:key}"}}));
    const auto starts_of = [this](const std::string& group) {
        const std::lock_guard lock(mutex_);
        return std::count_if(
            consumer_properties_.begin(), consumer_properties_.end(), [&](const auto& properties) {
                return properties.at("group.id") == group;
            });
    };
    EXPECT_TRUE(test::becomes_true([&] { return starts_of("connect-x") >= 3; }));
    EXPECT_EQ(starts_of("connect-quiet"), 1);
}

TEST_F(StandaloneHerderTest, PausesAndResumesAConnectorAndItsTasks) {
    herder_->create_connector(request({}));
    ASSERT_TRUE(tasks_become(TaskState::kRunning));
    herder_->set_target("x", InitialState::kPaused);
    EXPECT_EQ(status().connector.state, TaskState::kPaused);
    EXPECT_TRUE(tasks_become(TaskState::kPaused));
    herder_->set_target("x", InitialState::kRunning);
    herder_->set_target("x", InitialState::kRunning);
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_EQ(consumer_properties_.size(), 1U) << "the task goes on, it is not made anew";
}

TEST_F(StandaloneHerderTest, KeepsTheTasksOfAPausedConnectorPausedWhenTheyAreMadeAnew) {
    herder_->create_connector(request({}));
    ASSERT_TRUE(tasks_become(TaskState::kRunning));
    herder_->set_target("x", InitialState::kPaused);
    herder_->restart_connector("x");
    herder_->restart_task("x", 0);
    EXPECT_EQ(status().connector.state, TaskState::kPaused);
    EXPECT_TRUE(tasks_become(TaskState::kPaused));
    EXPECT_EQ(consumer_properties_.size(), 2U);
}

TEST_F(StandaloneHerderTest, StopsAndResumesAConnectorWithNewTasks) {
    herder_->create_connector(request({}));
    herder_->set_target("x", InitialState::kStopped);
    herder_->restart_connector("x");
    EXPECT_EQ(status().connector.state, TaskState::kStopped);
    EXPECT_THAT(status().tasks, IsEmpty());
    herder_->set_target("x", InitialState::kRunning);
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_EQ(status().tasks.size(), 1U);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, ResumesAConnectorThatWasCreatedPaused) {
    herder_->create_connector(request({}, InitialState::kPaused));
    herder_->set_target("x", InitialState::kRunning);
    EXPECT_EQ(status().tasks.size(), 1U);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, LeavesAFailedConnectorFailedUntilItIsRestarted) {
    EXPECT_NE(error_of(request({{"fail.start", "1"}})), "created");
    for (const auto target :
         {InitialState::kPaused, InitialState::kStopped, InitialState::kRunning}) {
        herder_->set_target("x", target);
        EXPECT_EQ(status().connector.state, TaskState::kFailed);
    }
    EXPECT_THROW(herder_->restart_connector("x"), ConnectException);
    EXPECT_FALSE(herder_->put_connector(request({})));
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, RestartsOneTaskWithPresentValues) {
    herder_->create_connector(request({{"tasks", "2"},
                                       {"tasks.max", "2"},
                                       {"consumer.override.client.rack", "${rotating:p:key}"}}));
    herder_->restart_task("x", 1);
    ASSERT_EQ(consumer_properties_.size(), 3U);
    EXPECT_NE(consumer_properties_.at(2).at("client.rack"),
              consumer_properties_.at(1).at("client.rack"));
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, RefusesToRestartATaskThatIsNotThere) {
    herder_->create_connector(request({}));
    for (const int number : {-1, 1}) {
        try {
            herder_->restart_task("x", number);
            FAIL();
        } catch (const NotFoundException& error) {
            EXPECT_EQ(error.what(), "Task x-" + std::to_string(number) + " not found");
        }
    }
    EXPECT_THROW(herder_->restart_task("y", 0), NotFoundException);
}

TEST_F(StandaloneHerderTest, SaysThatARestartedTaskCouldNotBeMade) {
    make_consumer_ = [](std::size_t number) -> std::unique_ptr<kafka::SinkConsumer> {
        if (number == 2) {
            throw ConnectException("no consumer any more");
        }
        return std::make_unique<QuietConsumer>();
    };
    herder_->create_connector(request({}));
    try {
        herder_->restart_task("x", 0);
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(), "Failed to start task: x-0");
    }
    EXPECT_EQ(status().tasks.at(0).state, TaskState::kFailed);
    EXPECT_THAT(status().tasks.at(0).trace, HasSubstr("no consumer any more"));
    herder_->restart_task("x", 0);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, RestartsOnlyWhatFailed) {
    make_consumer_ = [](std::size_t number) -> std::unique_ptr<kafka::SinkConsumer> {
        if (number == 2) {
            throw ConnectException("no consumer yet");
        }
        return std::make_unique<QuietConsumer>();
    };
    herder_->create_connector(request({{"tasks", "2"}, {"tasks.max", "2"}}));
    const auto was = herder_->restart("x", {.has_tasks = true, .is_failed_only = true});
    EXPECT_EQ(was.connector.state, TaskState::kRunning);
    EXPECT_NE(was.tasks.at(0).state, TaskState::kRestarting);
    EXPECT_EQ(was.tasks.at(1).state, TaskState::kRestarting);
    EXPECT_THAT(was.tasks.at(1).trace, HasSubstr("no consumer yet"));
    EXPECT_EQ(consumer_properties_.size(), 3U);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, RestartsAConnectorWithAllItsTasksOnce) {
    herder_->create_connector(request({{"tasks", "2"},
                                       {"tasks.max", "2"},
                                       {"consumer.override.client.rack", "${rotating:p:key}"}}));
    const auto was = herder_->restart("x", {.has_tasks = true});
    EXPECT_EQ(was.connector.state, TaskState::kRestarting);
    EXPECT_EQ(was.tasks.at(1).state, TaskState::kRestarting);
    EXPECT_EQ(consumer_properties_.size(), 4U);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, PutsANewConfigurationInThePlaceOfAnother) {
    EXPECT_TRUE(herder_->put_connector(request({{"tasks", "2"}, {"tasks.max", "2"}})));
    EXPECT_FALSE(herder_->put_connector(request({{"mode", "b"}})));
    EXPECT_EQ(status().config.at("mode"), "b");
    EXPECT_EQ(status().tasks.size(), 1U);
    EXPECT_EQ(consumer_properties_.size(), 3U);
    EXPECT_FALSE(herder_->put_connector(request({{"mode", "b"}})));
    EXPECT_EQ(consumer_properties_.size(), 3U) << "nothing has changed for the task";
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, KeepsTheOldConfigurationWhenTheNewOneIsBad) {
    herder_->create_connector(request({}));
    EXPECT_THROW(herder_->put_connector(request({{"mode", "c"}})), BadRequestException);
    EXPECT_FALSE(status().config.contains("mode"));
    EXPECT_EQ(status().connector.state, TaskState::kRunning);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, KeepsAPausedConnectorPausedUnderANewConfiguration) {
    herder_->create_connector(request({}, InitialState::kPaused));
    herder_->put_connector(request({{"mode", "b"}}));
    EXPECT_EQ(status().connector.state, TaskState::kPaused);
    EXPECT_THAT(status().tasks, IsEmpty());
}

TEST_F(StandaloneHerderTest, ForgetsADeletedConnector) {
    herder_->create_connector(request({}));
    herder_->delete_connector("x");
    EXPECT_THAT(herder_->statuses(), IsEmpty());
    EXPECT_THROW(herder_->delete_connector("x"), NotFoundException);
    EXPECT_THROW(herder_->restart_connector("x"), NotFoundException);
    EXPECT_THROW(herder_->set_target("x", InitialState::kPaused), NotFoundException);
    herder_->create_connector(request({}));
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
}

TEST_F(StandaloneHerderTest, RestartsATaskThatHangsAndRemembersIt) {
    const auto events = std::make_shared<ConsumerEvents>();
    make_consumer_ = [events](std::size_t number) -> std::unique_ptr<kafka::SinkConsumer> {
        if (number == 1) {
            return std::make_unique<HangingConsumer>(number, events);
        }
        return std::make_unique<NotingConsumer>(number, events);
    };
    config_.graceful_shutdown_timeout = std::chrono::milliseconds(20);
    herder_->create_connector(request({}));
    ASSERT_TRUE(tasks_become(TaskState::kRunning));
    herder_->restart_task("x", 0);
    EXPECT_TRUE(tasks_become(TaskState::kRunning));
    EXPECT_TRUE(herder_->has_abandoned());
    herder_->delete_connector("x");
    EXPECT_TRUE(herder_->has_abandoned()) << "the process still cannot end in the normal way";
    events->add("released");
    events->wait_for("closed 1");
}

TEST_F(StandaloneHerderTest, HidesWhatProvidersSuppliedInTraces) {
    secrets_.add("the task does not start");
    herder_->create_connector(request({{"fail.task", "1"}}));
    ASSERT_TRUE(tasks_become(TaskState::kFailed));
    EXPECT_THAT(status().tasks.at(0).trace, HasSubstr("ConnectException: [hidden]"));
}

TEST_F(StandaloneHerderTest, HidesPasswordsInTraces) {
    EXPECT_THROW(herder_->create_connector(request({{"fail.start", "1"}, {"secret", "sesame"}})),
                 ConnectException);
    EXPECT_THAT(status().connector.trace, HasSubstr("the connector does not start with [hidden]"));
}

TEST_F(StandaloneHerderTest, CreatesNothingOnceAStopIsRequested) {
    stop_.request_stop();
    EXPECT_EQ(error_of(request({})), "The worker stops");
}

}  // namespace
}  // namespace kconnect

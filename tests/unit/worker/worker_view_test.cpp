#include "worker/worker_view.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/source_task.hpp>

#include "config/secret_mask.hpp"
#include "convert/builtin_converters.hpp"
#include "support/scratch_folder.hpp"
#include "unit/worker/quiet_consumer.hpp"
#include "unit/worker/test_connector.hpp"

namespace kconnect {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

/// Where StuckConnector::start() waits.
class Gate {
public:
    void close() {
        const std::lock_guard lock(mutex_);
        is_open_ = false;
        has_visitor_ = false;
    }
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void pass() {
        std::unique_lock lock(mutex_);
        has_visitor_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
    }
    void await_visitor() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return has_visitor_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = false;
    bool has_visitor_ = false;
};

Gate& gate() {
    static Gate instance;
    return instance;
}

class StuckConnector : public test::TestConnector {
public:
    void start(ConnectorContext& context, const ConfigMap& config) override {
        gate().pass();
        TestConnector::start(context, config);
    }
};

/// A source whose task cannot be made.
class IdleSource : public SourceConnector {
public:
    static const ConfigDef& config_def() {
        static const ConfigDef def;
        return def;
    }
    const ConfigDef& config() const override { return config_def(); }
    void start(ConnectorContext& /*context*/, const ConfigMap& /*config*/) override {}
    std::vector<ConfigMap> task_configs(int /*max_tasks*/) override { return {{}}; }
    std::unique_ptr<SourceTask> create_task() const override {
        throw ConnectException("no task today");
    }
    std::string_view task_class() const override { return "IdleSourceTask"; }
};

std::span<const kconnect_plugin_entry> stuck_connector_entries() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        plugin_entry<StuckConnector>("com.example.StuckSinkConnector"),
        plugin_entry<IdleSource>("com.example.IdleSourceConnector")};
    return kEntries;
}

class NamedProvider : public ConfigProvider {
public:
    void configure(const ConfigMap& /*config*/) override {}
    ConfigData get(std::string_view /*path*/) override { return {{{"key", "hidden-value"}}, {}}; }
};

ConfigProviders named_provider() {
    ConfigProviders providers;
    providers.emplace("file", std::make_unique<NamedProvider>());
    return providers;
}

class WorkerViewTest : public ::testing::Test {
protected:
    WorkerViewTest() {
        registry_.add(convert::builtin_converters(), "classpath");
        registry_.add(test::test_connector_entries(), "classpath");
        registry_.add(stuck_connector_entries(), "classpath");
        config_ = parse_worker_config({{"key.converter", "StringConverter"},
                                       {"value.converter", "StringConverter"},
                                       {"offset.storage.file.filename", "/tmp/offsets"}});
        herder_.emplace(config_,
                        registry_,
                        transformer_,
                        KafkaClients{[this](const ConfigMap& /*properties*/) {
                                         if (!has_consumers_) {
                                             throw ConnectException("no consumer today");
                                         }
                                         return std::make_unique<test::QuietConsumer>();
                                     },
                                     {},
                                     {}},
                        offsets_,
                        stop_.get_token());
        view_.emplace(WorkerView::Sources{
            *herder_, config_, registry_, transformer_, *offsets_, "the-cluster"});
    }
    ~WorkerViewTest() override { herder_->stop(); }

    void create(ConfigMap more) {
        more.merge(ConfigMap{{"name", "x"}, {"connector.class", "TestSink"}, {"topics", "a"}});
        herder_->create_connector({more.at("name"), more, InitialState::kRunning});
    }

    bool has_consumers_ = true;
    test::ScratchFolder folder_;
    std::shared_ptr<offsets::OffsetStore> offsets_ =
        std::make_shared<offsets::OffsetStore>(folder_.path() / "offsets");
    SecretMask secrets_;
    ConfigTransformer transformer_{named_provider(), secrets_};
    std::stop_source stop_;
    PluginRegistry registry_;
    WorkerConfig config_;
    std::optional<StandaloneHerder> herder_;
    std::optional<WorkerView> view_;
};

TEST_F(WorkerViewTest, IsReadyWhenItIsTold) {
    EXPECT_FALSE(view_->is_ready());
    view_->set_ready();
    EXPECT_TRUE(view_->is_ready());
    EXPECT_EQ("the-cluster", view_->cluster_id());
}

TEST_F(WorkerViewTest, ShowsNothingAtFirst) {
    EXPECT_THAT(view_->connectors(), IsEmpty());
    EXPECT_EQ(nullptr, view_->connector("x"));
    EXPECT_THAT(view_->active_topics("x"), IsEmpty());
}

TEST_F(WorkerViewTest, ShowsAConnectorWithItsTasks) {
    create({{"tasks", "2"}, {"tasks.max", "2"}, {"mode", "b"}});

    const auto connector = view_->connector("x");

    ASSERT_NE(nullptr, connector);
    EXPECT_EQ("sink", connector->type);
    EXPECT_EQ("RUNNING", connector->state.state);
    EXPECT_EQ("7.7", connector->state.version);
    ASSERT_EQ(2U, connector->tasks.size());
    EXPECT_THAT(connector->tasks.at(1).config,
                AllOf(Contains(Pair("task.class", "IdleTask")), Contains(Pair("topics", "a"))));
    EXPECT_EQ("7.7", connector->tasks.at(1).state.version);
}

TEST_F(WorkerViewTest, ShowsVariablesNotTheirValues) {
    create({{"secret", "${file:p:key}"}});

    const auto connector = view_->connector("x");

    EXPECT_THAT(connector->config, Contains(Pair("secret", "${file:p:key}")));
    EXPECT_THAT(connector->tasks.at(0).config, Contains(Pair("secret", "${file:p:key}")));
}

TEST_F(WorkerViewTest, ShowsNoVersionOfATaskThatCouldNotBeMade) {
    has_consumers_ = false;
    create({});

    const auto state = view_->connector("x")->tasks.at(0).state;

    EXPECT_EQ("FAILED", state.state);
    EXPECT_EQ(std::nullopt, state.version);
    EXPECT_THAT(state.trace, HasSubstr("no consumer today"));
}

TEST_F(WorkerViewTest, AnswersWhileAConnectorHangs) {
    gate().close();
    std::thread creator([this] { create({{"name", "stuck"}, {"connector.class", "StuckSink"}}); });
    gate().await_visitor();

    EXPECT_THAT(view_->connectors(), ElementsAre(Field(&rest::ConnectorView::name, "stuck")));
    EXPECT_EQ("UNASSIGNED", view_->connector("stuck")->state.state);

    gate().open();
    creator.join();
    EXPECT_EQ("RUNNING", view_->connector("stuck")->state.state);
}

TEST_F(WorkerViewTest, ListsPluginsByKindAndClass) {
    EXPECT_THAT(view_->plugins(),
                testing::Contains(
                    AllOf(Field(&rest::PluginView::class_name, "com.example.TestSinkConnector"),
                          Field(&rest::PluginView::type, "sink"))));
    EXPECT_EQ("com.example.StuckSinkConnector", view_->plugins().front().class_name);
    EXPECT_EQ("header_converter", view_->plugins().back().type);
}

TEST_F(WorkerViewTest, RefusesUnknownPluginsAndVersions) {
    EXPECT_EQ("tasks", view_->plugin_config("TestSink", "latest").front().key.name);
    try {
        view_->plugin_config("TestSink", "9.9");
        FAIL() << "no exception";
    } catch (const BadRequestException& error) {
        EXPECT_STREQ(
            "Plugin com.example.TestSinkConnector not found that matches the version range "
            "[9.9,9.9], available versions: [0.1.0]",
            error.what());
    }
    try {
        view_->plugin_config("TestSink", "[1");
        FAIL() << "no exception";
    } catch (const BadRequestException& error) {
        EXPECT_STREQ("Invalid version specification: [1", error.what());
    }
    EXPECT_EQ("tasks", view_->plugin_config("TestSink", "[0.1,1)").front().key.name);
    EXPECT_THROW(view_->plugin_config("NoSuch", "latest"), NotFoundException);
}

TEST_F(WorkerViewTest, HasNoOffsetsOfAnUnknownConnector) {
    EXPECT_THROW(view_->offsets("nope"), NotFoundException);
}

TEST_F(WorkerViewTest, ShowsTheOffsetsOfASourceAsTheyAreStored) {
    create({{"connector.class", "IdleSource"}, {"topics", ""}});
    offsets_->put({{R"(["x",{"file":"a","n":1}])", R"({"position":6})"},
                   {R"(["x",{"file":"b"}])", std::nullopt},
                   {R"(["y",{"file":"a"}])", R"({"position":7})"},
                   {"no json", "{}"}});

    const auto shown = view_->offsets("x");

    ASSERT_EQ(1U, shown.size());
    EXPECT_EQ(R"({"file":"a","n":1})", shown.front().partition);
    EXPECT_EQ(R"({"position":6})", shown.front().offset);
    EXPECT_EQ("source", view_->connector("x")->type);
}

}  // namespace
}  // namespace kconnect

// The short ways for authors of plugins: schemas, maps, connectors made from a task.
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/plugin.hpp>
#include <kconnect/schemas.hpp>
#include <kconnect/simple_connector.hpp>

namespace kconnect {
namespace {

TEST(Schemas, AreThePrimitiveOnes) {
    EXPECT_EQ(int8_schema()->type(), SchemaType::kInt8);
    EXPECT_EQ(float64_schema()->type(), SchemaType::kFloat64);
    EXPECT_EQ(string_schema(), primitive_schema(SchemaType::kString));
    EXPECT_TRUE(bytes_schema(true)->is_optional());
}

TEST(Schemas, GiveAStructAsALiteral) {
    const auto schema = struct_schema("Flight", {{"id", int64_schema()}, {"ok", boolean_schema()}});
    EXPECT_EQ(schema->name(), "Flight");
    EXPECT_EQ(schema->field("ok")->index, 1U);
    EXPECT_THROW(struct_schema("Twice", {{"a", int8_schema()}, {"a", int8_schema()}}),
                 SchemaBuilderException);
}

TEST(Maps, AreReadByTheirKeys) {
    Arena arena;
    const Value map =
        make_map(arena, {{"file", Value::of_string("x")}, {"line", Value::of_int64(7)}});
    EXPECT_EQ(to_string(map), "{file=x, line=7}");
    EXPECT_EQ(value_at(map, "line"), Value::of_int64(7));
    EXPECT_TRUE(value_at(map, "other").is_null());
    EXPECT_TRUE(value_at(Value(), "line").is_null());
    EXPECT_THROW(value_at(Value::of_int64(7), "line"), DataException);
}

class NoSinkTask final : public SinkTask {
public:
    static constexpr std::string_view kTaskClass = "com.example.NoSinkTask";
    static const ConfigDef& config_def() {
        static const ConfigDef def{{.name = "key"}};
        return def;
    }
    void start(const ConfigMap& /*config*/) override {}
    void put(const RecordBatch& /*batch*/) override {}
    void stop() override {}
};

class NoSourceTask final : public SourceTask {
public:
    static constexpr std::string_view kTaskClass = "com.example.NoSourceTask";
    static const ConfigDef& config_def() { return NoSinkTask::config_def(); }
    void start(const ConfigMap& /*config*/) override {}
    void poll(SourceRecordBatch& /*batch*/) override {}
    void stop() override {}
};

/// What `connector` makes of a configuration and three tasks at most.
template <typename Made>
std::vector<ConfigMap> task_configs_of(Made connector) {
    struct : ConnectorContext {
        std::string_view connector_name() const override { return "x"; }
        void request_task_reconfiguration() override {}
        void raise_error(std::exception_ptr /*error*/) override {}
    } context;
    connector.start(context, {{"key", "v"}});
    EXPECT_NE(connector.create_task(), nullptr);
    return connector.task_configs(3);
}

TEST(SimpleSinkConnector, GivesEveryTaskItsConfiguration) {
    const ConfigMap config{{"key", "v"}};
    EXPECT_EQ(task_configs_of(SimpleSinkConnector<NoSinkTask>()),
              (std::vector<ConfigMap>{config, config, config}));
    EXPECT_EQ(SimpleSinkConnector<NoSinkTask>().task_class(), "com.example.NoSinkTask");
}

TEST(SimpleSourceConnector, HasOneTask) {
    EXPECT_EQ(task_configs_of(SimpleSourceConnector<NoSourceTask>()).size(), 1U);
}

TEST(SimpleConnector, PutsTheTasksKeysIntoTheManifest) {
    constexpr auto kEntry = plugin_entry<SimpleSinkConnector<NoSinkTask>>("com.example.No");
    EXPECT_EQ(kEntry.kind, KCONNECT_SINK_CONNECTOR);
    EXPECT_EQ(kEntry.config_def(), &NoSinkTask::config_def());
    constexpr auto kSource = plugin_entry<SimpleSourceConnector<NoSourceTask>>("com.example.No");
    EXPECT_EQ(kSource.kind, KCONNECT_SOURCE_CONNECTOR);
}

}  // namespace
}  // namespace kconnect

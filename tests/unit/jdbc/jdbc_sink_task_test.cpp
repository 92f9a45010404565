#include "jdbc/jdbc_sink_task.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "unit/jdbc/fake_database.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

using std::chrono::seconds;

class FakeContext final : public SinkTaskContext {
public:
    ConfigMap configs() const override { return {}; }
    bool stopping() const override { return false; }
    std::vector<TopicPartition> assignment() const override { return {}; }
    void offset(const OffsetMap& offsets) override { rewound = offsets; }
    void timeout(std::chrono::milliseconds) override {}
    void pause(std::span<const TopicPartition>) override {}
    void resume(std::span<const TopicPartition>) override {}
    void request_commit() override {}
    ErrantRecordReporter* errant_record_reporter() override { return nullptr; }
    void wake() override {}

    OffsetMap rewound;
};

FakeDatabase& fake_database() {
    static FakeDatabase* database = [] {
        auto* instance = new FakeDatabase();
        sql::register_dialect(*instance);
        return instance;
    }();
    return *database;
}

TEST(JdbcSinkTask, CommitsWhatTheDatabaseHasWhenItsPartitionsAreClosed) {
    fake_database();
    FakeContext context;
    JdbcSinkTask task;
    task.initialize(context);
    task.start({{"name", "test-sink"},
                {"connection.url", "jdbc:fake://localhost/db"},
                {"dialect.name", ""},
                {"auto.create", "true"}});
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    const Value fields[] = {Value::of_int64(1)};
    const auto batch =
        BatchBuilder("task-topic").add(nullptr, Value(), schema, Value::of_struct(fields)).build(5);
    task.put(*batch);
    const OffsetMap current{{{"task-topic", 0}, 6}};
    EXPECT_EQ(task.pre_commit(current, seconds(20)), current);
    const TopicPartition partitions[] = {{"task-topic", 0}};
    task.close(partitions);
    task.stop();
    EXPECT_TRUE(context.rewound.empty());
    EXPECT_TRUE(fake_database().has_table("task-topic"));
}

TEST(JdbcSinkTask, KeepsThePutsBeforeOneThatCannotBeWritten) {
    fake_database();
    FakeContext context;
    JdbcSinkTask task;
    task.initialize(context);
    task.start({{"name", "test-sink"},
                {"connection.url", "jdbc:fake://localhost/db"},
                {"dialect.name", ""},
                {"auto.create", "true"}});
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    const Value fields[] = {Value::of_int64(1)};
    const auto good =
        BatchBuilder("kept-topic").add(nullptr, Value(), schema, Value::of_struct(fields)).build();
    const auto bad = BatchBuilder("kept-topic").add(nullptr, Value(), nullptr, Value()).build(1);
    task.put(*good);
    EXPECT_THROW(task.put(*bad), ConnectException);
    const OffsetMap current{{{"kept-topic", 0}, 1}};
    EXPECT_EQ(task.pre_commit(current, seconds(0)), current);
    EXPECT_EQ(fake_database().log_of("insert kept-topic").size(), 1U);
    task.stop();
}

}  // namespace
}  // namespace kconnect::jdbc::testing

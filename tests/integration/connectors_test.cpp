// Connectors and their files beyond the story: several at once, other converters, failing tasks.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using connect_json::envelope;
using connect_json::field;
using connect_json::id_struct;
using connect_json::struct_schema;

class ConnectorsTest : public WorkerTest {
protected:
    /// A new topic, which is also the connector's name.
    std::string new_topic(int partitions = 1) {
        const std::string topic = unique_name("connectors");
        kafka().create_topic(topic, partitions, "connect-" + topic);
        return topic;
    }

    ScratchDatabase database_{DatabaseKind::kSqlite, folder_.path()};
};

TEST_F(ConnectorsTest, DeliversAndCommitsEveryPartition) {
    const std::string topic = new_topic(3);
    const std::string schema = struct_schema(field("v", "int32"));
    for (std::int32_t i = 0; i < 300; ++i) {
        kafka().send(topic, id_struct(i), envelope(schema, R"({"v":1})"), i % 3);
    }
    kafka().flush();
    const auto worker = start(worker_file(), story_sink(database_, topic, topic));
    expect_rows(*worker,
                database_,
                "SELECT count(*), sum(v) FROM " + database_.quoted(topic),
                {{"300", "300"}});
    stop(*worker);
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        EXPECT_EQ(kafka().committed("connect-" + topic, topic, partition), 100);
    }
}

TEST_F(ConnectorsTest, CommitsByTheClockWhileTheWorkerRuns) {
    const std::string topic = new_topic();
    kafka().send(topic, id_struct(1), flight_json({}));
    kafka().flush();
    const auto worker =
        start(worker_file("offset.flush.interval.ms=200\n"), story_sink(database_, topic, topic));
    wait_until("the commit", [&] {
        worker->expect_running();
        return kafka().committed("connect-" + topic, topic) == 1;
    });
    stop(*worker);
}

TEST_F(ConnectorsTest, RunsAPropertiesFileAndAJsonFileSideBySide) {
    const std::string flights = new_topic();
    const std::string lines = new_topic();
    kafka().send(flights, id_struct(1), flight_json({}));
    kafka().send(lines, std::nullopt, "first line");
    kafka().send(lines, std::nullopt, "second line");
    kafka().flush();
    const std::string output = folder_.path() / "lines.txt";
    const std::string file_sink = folder_.write(
        "file-sink.json",
        fmt::format(R"({{"name":"{}","config":{{"connector.class":"FileStreamSink",)"
                    R"("topics":"{}","file":"{}",)"
                    R"("value.converter":"org.apache.kafka.connect.storage.StringConverter"}}}})",
                    lines,
                    lines,
                    output));
    // The file sink's lines reach the file with each commit.
    WorkerProcess worker({worker_file("offset.flush.interval.ms=200\n"),
                          story_sink(database_, flights, flights),
                          file_sink},
                         folder_.path() / "worker.log");
    expect_rows(worker, database_, "SELECT id FROM " + database_.quoted(flights), {{"1"}});
    wait_until("the lines", [&] {
        worker.expect_running();
        return read_file(output) == "first line\nsecond line\n";
    });
    stop(worker);
    EXPECT_EQ(kafka().committed("connect-" + lines, lines), 2);
}

TEST_F(ConnectorsTest, KeepsRunningWhenATaskFails) {
    const std::string topic = new_topic();
    kafka().send(topic, id_struct(1), R"({"no":"schema"})");
    kafka().flush();
    const auto worker = start(worker_file(), story_sink(database_, topic, topic));
    worker->wait_for_output("JsonConverter with schemas.enable requires");
    worker->wait_for_output(fmt::format("{}-0", topic));
    worker->expect_running();
    stop(*worker);
    EXPECT_EQ(kafka().committed("connect-" + topic, topic), std::nullopt);
}

TEST_F(ConnectorsTest, NeverWritesThePasswordIntoTheLog) {
    const std::string topic = new_topic();
    ScratchDatabase database(DatabaseKind::kMySql, folder_.path());
    kafka().send(topic, id_struct(1), flight_json({}));
    kafka().flush();
    const std::string sink = story_sink(database, topic, topic);
    WorkerProcess worker({"--log-level", "TRACE", worker_file(), sink},
                         folder_.path() / "worker.log");
    // The log has the configuration, so the password could be in it.
    expect_rows(worker, database, "SELECT id FROM " + database.quoted(topic), {{"1"}});
    stop(worker);
    EXPECT_NE(worker.output().find(database.url()), std::string::npos);
    EXPECT_EQ(worker.output().find(database.password()), std::string::npos);
}

TEST_F(ConnectorsTest, RefusesASchemaRegistryConverterWithOneLine) {
    const std::string topic = new_topic();
    const auto worker =
        start(worker_file("value.converter=io.confluent.connect.avro.AvroConverter\n"
                          "value.converter.schema.registry.url=http://127.0.0.1:1\n"),
              story_sink(database_, topic, topic));
    EXPECT_EQ(worker->wait_for_exit(), 2);
    const std::string output = worker->output();
    const std::size_t name = output.find("io.confluent.connect.avro.AvroConverter");
    ASSERT_NE(name, std::string::npos) << output;
    EXPECT_NE(output.find("not supported yet"), std::string::npos) << output;
}

}  // namespace
}  // namespace kconnect::test

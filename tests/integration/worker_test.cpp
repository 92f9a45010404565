#include "integration/worker_test.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "support/deadline.hpp"
#include "support/unique_name.hpp"

namespace kconnect::test {

std::string WorkerTest::worker_file(std::string_view more) {
    return folder_.write("worker.properties",
                         fmt::format("bootstrap.servers={}\n"
                                     "key.converter=org.apache.kafka.connect.json.JsonConverter\n"
                                     "value.converter=org.apache.kafka.connect.json.JsonConverter\n"
                                     "key.converter.schemas.enable=true\n"
                                     "value.converter.schemas.enable=true\n"
                                     "offset.storage.file.filename={}/connect.offsets\n"
                                     "offset.flush.interval.ms=10000\n"
                                     "listeners=http://127.0.0.1:0\n{}",
                                     kafka().bootstrap_servers(),
                                     folder_.path().string(),
                                     more));
}

std::string WorkerTest::sink_file(std::string_view text) {
    return folder_.write("sink.properties", text);
}

std::string WorkerTest::story_sink(const ScratchDatabase& database,
                                   std::string_view connector,
                                   std::string_view topic,
                                   std::string_view more) {
    return sink_file(
        fmt::format("name={}\n"
                    "connector.class=io.confluent.connect.jdbc.JdbcSinkConnector\n"
                    "tasks.max=1\n"
                    "topics={}\n"
                    "{}"
                    "auto.create=true\n"
                    "insert.mode=upsert\n"
                    "pk.mode=record_key\n"
                    "pk.fields=id\n{}",
                    connector,
                    topic,
                    database.properties(),
                    more));
}

std::unique_ptr<WorkerProcess> WorkerTest::start(const std::string& worker,
                                                 const std::string& sink) {
    return std::make_unique<WorkerProcess>(std::vector<std::string>{worker, sink},
                                           folder_.path() / "worker.log");
}

void WorkerTest::expect_rows(WorkerProcess& worker,
                             ScratchDatabase& database,
                             std::string_view sql,
                             const TextRows& expected) {
    TextRows actual;
    std::string problem;
    const bool arrived = becomes_true([&] {
        worker.expect_running();
        try {
            actual = database.rows(sql);
        } catch (const std::exception& error) {
            problem = error.what();  // The table is not there yet.
        }
        return actual == expected;
    });
    EXPECT_EQ(actual, expected) << sql << "\n" << problem;
    if (!arrived) {
        ADD_FAILURE() << "the worker's output:\n" << worker.output();
    }
}

void WorkerTest::stop(WorkerProcess& worker) {
    worker.signal(SIGTERM);
    EXPECT_EQ(worker.wait_for_exit(), 128 + SIGTERM) << worker.output();
}

std::string WorkerTest::unique_name(std::string_view stem) {
    return test::unique_name(stem, "-");
}

KafkaServer& WorkerTest::kafka() {
    if (!kafka_) {
        kafka_.emplace();
    }
    return *kafka_;
}

}  // namespace kconnect::test

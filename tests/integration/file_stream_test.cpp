// FileStreamSource and FileStreamSink together, and with Java's worker in turns.
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include "integration/worker_test.hpp"
#include "offsets/java_map.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using ::testing::HasSubstr;

class FileStreamTest : public WorkerTest {
protected:
    /// Apache Kafka's connect-file-source.properties, with another topic unless `topic` is its own.
    std::string source_file(const std::string& topic, std::string_view more = {}) {
        return folder_.write("connect-file-source.properties",
                             fmt::format("name=local-file-source\n"
                                         "connector.class=FileStreamSource\n"
                                         "tasks.max=1\n"
                                         "file=test.txt\n"
                                         "topic={}\n{}",
                                         topic,
                                         more));
    }
    /// Apache Kafka's connect-file-sink.properties; its group is its name's.
    std::string file_sink(const std::string& topic, const std::string& name) {
        return folder_.write("connect-file-sink.properties",
                             fmt::format("name={}\n"
                                         "connector.class=FileStreamSink\n"
                                         "tasks.max=1\n"
                                         "file=test.sink.txt\n"
                                         "topics={}\n",
                                         name,
                                         topic));
    }

    /// Starts a worker in the test's folder, where the connectors' relative file names lead.
    std::unique_ptr<WorkerProcess> start_in_folder(const std::string& program,
                                                   const std::vector<std::string>& files,
                                                   const std::string& log = "worker.log") {
        std::vector<std::string> arguments{"-C", folder_.path().string(), program};
        arguments.insert(arguments.end(), files.begin(), files.end());
        return std::make_unique<WorkerProcess>("/usr/bin/env", arguments, folder_.path() / log);
    }
    std::unique_ptr<WorkerProcess> start_ours(const std::vector<std::string>& files,
                                              const std::string& log = "worker.log") {
        return start_in_folder(KCONNECT_TEST_WORKER, files, log);
    }

    void append(std::string_view text) {
        std::ofstream(folder_.path() / "test.txt", std::ios::app | std::ios::binary) << text;
    }
    std::string sunk() const { return read_file(folder_.path() / "test.sink.txt"); }
    void wait_for_sunk(WorkerProcess& worker, const std::string& text) {
        const bool arrived = becomes_true([&] {
            worker.expect_running();
            return sunk() == text;
        });
        EXPECT_EQ(sunk(), text);
        if (!arrived) {
            ADD_FAILURE() << worker.output();
        }
    }
    offsets::ByteMap stored() const {
        return offsets::read_java_map(read_file(folder_.path() / "connect.offsets"));
    }

    const offsets::Bytes key_ = R"(["local-file-source",{"filename":"test.txt"}])";
};

TEST_F(FileStreamTest, KafkasOwnFilesRunTogetherInOneWorker) {
    kafka().create_topic("connect-test", 1, "connect-local-file-sink");
    append("foo\nbar\r\nunfinished");
    const auto worker = start_ours(
        {worker_file(), source_file("connect-test"), file_sink("connect-test", "local-file-sink")});
    wait_for_sunk(*worker, "foo\nbar\n");
    append(" business\nl\xc3\xa4st\n");
    wait_for_sunk(*worker, "foo\nbar\nunfinished business\nl\xc3\xa4st\n");
    stop(*worker);
    EXPECT_EQ(stored(), (offsets::ByteMap{{key_, R"({"position":34,"bytes":35})"}}));
}

TEST_F(FileStreamTest, ReadsStandardInputWhenItHasNoFile) {
    const auto topic = unique_name("standard-input");
    kafka().create_topic(topic, 1, "connect-" + topic);
    const std::string pipe = folder_.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), S_IRUSR | S_IWUSR), 0);
    std::fstream writer(pipe);  // Also reads, so that opening it waits for nobody.
    const auto source = folder_.write("source.properties",
                                      fmt::format("name={0}-source\n"
                                                  "connector.class=FileStreamSource\n"
                                                  "topic={0}\n",
                                                  topic));
    const auto worker = start_in_folder("/bin/sh",
                                        {"-c",
                                         "exec \"$0\" \"$@\" < pipe",
                                         KCONNECT_TEST_WORKER,
                                         worker_file("offset.flush.interval.ms=200\n"),
                                         source,
                                         file_sink(topic, topic)});
    writer << "one\nt" << std::flush;
    wait_for_sunk(*worker, "one\n");
    writer << "wo\n" << std::flush;
    wait_for_sunk(*worker, "one\ntwo\n");
    stop(*worker);
}

TEST_F(FileStreamTest, LosesNoLineWhenItIsKilled) {
    constexpr int kLines = 200000;
    const auto topic = unique_name("killed-source");
    const auto name = unique_name("killed-sink");
    kafka().create_topic(topic, 1, "connect-" + name);
    std::string text;
    std::set<std::string> expected;
    for (int line = 0; line < kLines; ++line) {
        expected.insert(fmt::format("line {}", line));
        text += fmt::format("line {}\n", line);
    }
    append(text);
    const auto properties =
        worker_file("offset.flush.interval.ms=50\nconsumer.session.timeout.ms=6000\n");
    const auto source = source_file(topic, "batch.size=20\n");
    const auto sink = file_sink(topic, name);
    {
        const auto worker = start_ours({properties, source, sink});
        wait_until("a stored offset", [&] {
            worker->expect_running();
            return !read_file(folder_.path() / "connect.offsets").empty();
        });
        worker->signal(SIGKILL);
        EXPECT_EQ(worker->wait_for_exit(), 128 + SIGKILL);
    }
    const auto position = stored().at(key_);
    ASSERT_NE(position, fmt::format(R"({{"position":{}}})", text.size()))
        << "the worker was killed too late to prove anything";

    const auto worker = start_ours({properties, source, sink});
    std::set<std::string> missing;
    const bool complete = becomes_true([&] {
        worker->expect_running();
        missing = expected;
        std::istringstream lines(sunk());
        for (std::string line; std::getline(lines, line);) {
            missing.erase(line);
        }
        return missing.empty();
    });
    EXPECT_TRUE(complete) << missing.size() << " lines are missing\n" << worker->output();
    stop(*worker);
}

TEST_F(FileStreamTest, JavaAndOursTakeOverFromEachOther) {
    const auto topic = unique_name("taken-over");
    const auto name = unique_name("taken-over-sink");
    kafka().create_topic(topic, 1, "connect-" + name);
    const auto properties = worker_file("offset.flush.interval.ms=500\n");
    const auto source = source_file(topic);
    const std::string java = std::string(KCONNECT_TEST_SERVERS) + "/java-connect.sh";
    append("one\ntwo\n");
    {
        const auto ours = start_ours({properties, source}, "ours.log");
        ours->wait_for_output("Committing offsets for 2 acknowledged messages");
        stop(*ours);
    }
    EXPECT_EQ(stored(), (offsets::ByteMap{{key_, R"({"position":8})"}}));
    append("three\n");
    {
        const auto theirs = start_in_folder(java, {properties, source}, "java.log");
        theirs->wait_for_output("Committing offsets for 1 acknowledged messages");
        stop(*theirs);
    }
    EXPECT_EQ(stored(), (offsets::ByteMap{{key_, R"({"position":14})"}}));
    append("four\n");
    const auto ours = start_ours({properties, source, file_sink(topic, name)}, "last.log");
    wait_for_sunk(*ours, "one\ntwo\nthree\nfour\n");
    stop(*ours);
}

TEST_F(FileStreamTest, CreatesItsTopicByItsRules) {
    const auto topic = unique_name("created");
    append("a\n");
    const auto worker = start_ours({worker_file(),
                                    source_file(topic,
                                                "topic.creation.default.replication.factor=1\n"
                                                "topic.creation.default.partitions=3\n"
                                                "topic.creation.default.retention.ms=-1\n")});
    worker->wait_for_output(fmt::format("Created topic '(name={}, numPartitions=3", topic));
    kafka().send(topic, std::nullopt, "to the last partition", 2);
    kafka().flush();
    stop(*worker);
}

TEST_F(FileStreamTest, RefusesWrongRulesForTopics) {
    const auto worker = start_ours({worker_file(),
                                    source_file("t",
                                                "topic.creation.default.replication.factor=1\n"
                                                "topic.creation.default.partitions=0\n")});
    EXPECT_EQ(worker->wait_for_exit(), 3);
    EXPECT_THAT(worker->output(),
                HasSubstr("Invalid value 0 for configuration partitions: Number of partitions must "
                          "be positive, or -1 to use the broker's default"));
}

TEST_F(FileStreamTest, ALineThatIsTooLargeFailsTheTask) {
    const auto topic = unique_name("too-large");
    kafka().create_topic(topic, 1, topic);
    append("small\n" + std::string(2000000, 'x') + "\n");
    const auto worker = start_ours({worker_file(), source_file(topic)});
    worker->wait_for_output("Unrecoverable exception from producer send callback");
    stop(*worker);
    EXPECT_EQ(stored().at(key_), R"({"position":6})");
}

TEST_F(FileStreamTest, RefusesAnOffsetFileThatIsSomethingElse) {
    folder_.write("connect.offsets", "garbage");
    const auto worker = start_ours({worker_file()});
    EXPECT_EQ(worker->wait_for_exit(), 3);
    EXPECT_THAT(worker->output(), HasSubstr("Failed to start Connect"));
    EXPECT_THAT(worker->output(),
                HasSubstr("java.io.StreamCorruptedException: invalid stream header: 67617262"));
    EXPECT_THAT(worker->output(), HasSubstr("connect.offsets"));
    EXPECT_EQ(read_file(folder_.path() / "connect.offsets"), "garbage");
}

}  // namespace
}  // namespace kconnect::test

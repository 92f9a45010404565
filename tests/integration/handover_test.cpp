#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "integration/worker_test.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

/// Our worker and Java's read the same topic in the same group, each with a FileStreamSink into a
/// file of its own.
class HandoverTest : public WorkerTest {
protected:
    static constexpr int kPartitions = 2;

    HandoverTest() { kafka().create_topic(topic_, kPartitions, group_); }

    /// Lines with the next numbers, spread over the partitions.
    void produce(int count) {
        for (int index = 0; index < count; ++index) {
            const int number = produced_++;
            kafka().send(
                topic_, std::nullopt, fmt::format("line {}", number), number % kPartitions);
        }
        kafka().flush();
    }

    std::string worker_properties(const std::string& folder) {
        return folder_.write(
            folder + ".properties",
            fmt::format("bootstrap.servers={}\n"
                        "key.converter=org.apache.kafka.connect.storage.StringConverter\n"
                        "value.converter=org.apache.kafka.connect.storage.StringConverter\n"
                        "offset.storage.file.filename={}/{}.offsets\n"
                        "offset.flush.interval.ms=500\n"
                        "listeners=http://127.0.0.1:0\n",
                        kafka().bootstrap_servers(),
                        folder_.path().string(),
                        folder));
    }

    std::string sink_properties(const std::string& who) {
        return folder_.write(
            who + "-sink.properties",
            fmt::format("name={}\n"
                        "connector.class=org.apache.kafka.connect.file.FileStreamSinkConnector\n"
                        "topics={}\n"
                        "file={}\n"
                        "consumer.override.max.poll.records=20\n",
                        name_,
                        topic_,
                        file_of(who)));
    }

    std::string file_of(const std::string& who) const {
        return (folder_.path() / (who + ".lines")).string();
    }

    std::unique_ptr<WorkerProcess> start_ours() {
        return std::make_unique<WorkerProcess>(
            std::vector<std::string>{worker_properties("ours"), sink_properties("ours")},
            folder_.path() / "ours.log");
    }

    std::unique_ptr<WorkerProcess> start_java() {
        return std::make_unique<WorkerProcess>(
            std::filesystem::path(KCONNECT_TEST_JAVA_CONNECT),
            std::vector<std::string>{worker_properties("java"), sink_properties("java")},
            folder_.path() / "java.log");
    }

    std::multiset<std::string> lines_of(const std::string& who) const {
        std::ifstream file(file_of(who));
        std::multiset<std::string> lines;
        for (std::string line; std::getline(file, line);) {
            lines.insert(line);
        }
        return lines;
    }

    std::size_t count_of(const std::string& who) const { return lines_of(who).size(); }

    void wait_for_lines(WorkerProcess& worker, const std::string& who, std::size_t count) {
        wait_until(fmt::format("{} lines of {}", count, who), [&] {
            worker.expect_running();
            return count_of(who) >= count;
        });
    }

    std::set<std::string> all_lines() const {
        std::set<std::string> lines;
        for (const char* who : {"ours", "java"}) {
            for (const std::string& line : lines_of(who)) {
                lines.insert(line);
            }
        }
        return lines;
    }

    std::set<std::string> produced_lines() const {
        std::set<std::string> lines;
        for (int number = 0; number < produced_; ++number) {
            lines.insert(fmt::format("line {}", number));
        }
        return lines;
    }

    /// The successor goes on in the middle of the topic, where the stopped worker has committed.
    void hand_over(WorkerProcess& first,
                   const std::string& first_name,
                   const std::function<std::unique_ptr<WorkerProcess>()>& start_second,
                   const std::string& second_name) {
        wait_for_lines(first, first_name, 100);
        stop(first);
        const std::size_t before = count_of(first_name);
        ASSERT_LT(before, static_cast<std::size_t>(produced_))
            << "the first worker was stopped too late to prove anything";
        const auto second = start_second();
        wait_until("all lines", [&] {
            second->expect_running();
            return before + count_of(second_name) >= static_cast<std::size_t>(produced_);
        });
        stop(*second);
        EXPECT_EQ(all_lines(), produced_lines());
        EXPECT_EQ(count_of(first_name), before);
        EXPECT_EQ(before + count_of(second_name), static_cast<std::size_t>(produced_))
            << "after a clean stop no line comes twice";
        std::int64_t committed = 0;
        for (int partition = 0; partition < kPartitions; ++partition) {
            committed += kafka().committed(group_, topic_, partition).value_or(0);
        }
        EXPECT_EQ(committed, produced_);
    }

    std::string topic_ = unique_name("handover");
    std::string name_ = unique_name("handover-sink");
    std::string group_ = "connect-" + name_;
    int produced_ = 0;
};

constexpr int kManyLines = 60000;

TEST_F(HandoverTest, OursGoesOnWhereJavaStopped) {
    produce(kManyLines);
    const auto java = start_java();
    hand_over(
        *java, "java", [this] { return start_ours(); }, "ours");
}

TEST_F(HandoverTest, JavaGoesOnWhereOursStopped) {
    produce(kManyLines);
    const auto ours = start_ours();
    hand_over(
        *ours, "ours", [this] { return start_java(); }, "java");
}

TEST_F(HandoverTest, BothShareTheGroupAndLoseNothing) {
    const auto ours = start_ours();
    const auto java = start_java();
    // Each is given one of the partitions once both are members.
    wait_until("both to get lines", [&] {
        ours->expect_running();
        java->expect_running();
        const std::size_t of_ours = count_of("ours");
        const std::size_t of_java = count_of("java");
        produce(20);
        return of_ours > 0 && of_java > 0;
    });
    produce(2000);
    wait_until("all lines", [&] { return all_lines().size() >= produced_lines().size(); });
    const std::size_t of_java = count_of("java");
    stop(*java);
    // What java had is ours now.
    produce(2000);
    wait_until("all lines", [&] {
        ours->expect_running();
        return all_lines().size() >= produced_lines().size();
    });
    EXPECT_EQ(count_of("java"), of_java);
    stop(*ours);
    EXPECT_EQ(all_lines(), produced_lines());
}

}  // namespace
}  // namespace kconnect::test

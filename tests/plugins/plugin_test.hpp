#pragma once

#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/deadline.hpp"
#include "support/mock_kafka.hpp"
#include "support/scratch_folder.hpp"
#include "support/worker_process.hpp"

namespace kconnect::test {

/// A test that runs the real worker with plugins from a folder of this build, against the mock
/// cluster, whose one topic is "records".
class PluginTest : public testing::Test {
protected:
    static constexpr int kRecords = 200;

    /// A worker's file that finds the plugins of `folder`; `more` is appended.
    std::string worker_file(std::string_view folder, std::string_view more = {}) {
        return folder_.write("worker.properties",
                             fmt::format("bootstrap.servers={}\n"
                                         "key.converter=StringConverter\n"
                                         "value.converter=StringConverter\n"
                                         "offset.storage.file.filename={}/offsets\n"
                                         "offset.flush.interval.ms=100\n"
                                         "task.shutdown.graceful.timeout.ms=1000\n"
                                         "listeners=http://127.0.0.1:0\n"
                                         "plugin.path={}\n{}",
                                         kafka_.bootstrap_servers(),
                                         folder_.path().string(),
                                         folder,
                                         more));
    }

    /// A sink's file for the topic; `more` is appended.
    std::string sink_file(std::string_view name,
                          std::string_view class_name,
                          std::string_view more) {
        return folder_.write(
            fmt::format("{}.properties", name),
            fmt::format("name={}\nconnector.class={}\ntopics=records\n{}", name, class_name, more));
    }

    /// A sink that does nothing wrong; its lines are in lines().
    std::string sound_sink() {
        return sink_file("sound", "FileStreamSink", fmt::format("file={}\n", output_));
    }

    void append_records() {
        for (int number = 0; number < kRecords; ++number) {
            const std::string text = std::to_string(number);
            kafka_.append(text, text);
        }
        expect_records();
    }

    /// The sound sink is to write the numbers that append_records() or a source sends.
    void expect_records() {
        for (int number = 0; number < kRecords; ++number) {
            expected_ += std::to_string(number) + "\n";
        }
    }

    /// Waits until the sound sink has written each record once, in order.
    void expect_sound_sink(WorkerProcess& worker) {
        becomes_true([&] {
            worker.expect_running();
            return read_file(output_) == expected_;
        });
        EXPECT_EQ(read_file(output_), expected_);
    }

    /// SIGTERM must end the worker with its exit code, and in time.
    static void expect_stop(WorkerProcess& worker) {
        constexpr std::chrono::seconds kInTime(10);
        const auto begin = std::chrono::steady_clock::now();
        worker.signal(SIGTERM);
        EXPECT_EQ(worker.wait_for_exit(), 128 + SIGTERM) << worker.output();
        EXPECT_LT(std::chrono::steady_clock::now() - begin, kInTime);
    }

    ScratchFolder folder_;
    std::string output_ = folder_.path() / "sound.txt";
    std::string expected_;
    MockKafka kafka_{"records"};
};

}  // namespace kconnect::test

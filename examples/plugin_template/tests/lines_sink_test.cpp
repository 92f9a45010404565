#include "lines_sink.hpp"

#include <filesystem>
#include <iterator>

#include <gtest/gtest.h>
#include <unistd.h>

#include <kconnect/schemas.hpp>
#include <kconnect/testing/sink_task_runner.hpp>

namespace plugin_template {
namespace {

using kconnect::TopicPartition;
using kconnect::test::list;
using kconnect::test::SinkTaskRunner;

class LinesSinkTest : public testing::Test {
public:
    ~LinesSinkTest() override { std::filesystem::remove(file_); }

protected:
    std::string lines() const {
        std::ifstream stream(file_);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    std::string file_ = testing::TempDir() + "lines_sink_test." + std::to_string(getpid());
    SinkTaskRunner runner_{std::make_unique<LinesSinkTask>(), {{"file", file_}}};
};

TEST_F(LinesSinkTest, WritesKeyAndValueOfEachRecord) {
    const auto flight = kconnect::struct_schema(
        "Flight", {{"id", kconnect::int64_schema()}, {"callsign", kconnect::string_schema(true)}});
    runner_.start();
    runner_.open({{"topic", 0}});
    runner_.append({.key = "a", .value_schema = flight, .value = list(7, "DLH4TK")});
    runner_.append({.key = "b", .value_schema = flight, .value = list(8, nullptr)});
    runner_.put_all();
    EXPECT_TRUE(runner_.commit());
    EXPECT_EQ(lines(), "a=Struct{id=7,callsign=DLH4TK}\nb=Struct{id=8}\n");
    EXPECT_EQ(runner_.committed(), (kconnect::OffsetMap{{TopicPartition{"topic", 0}, 2}}));
}

TEST_F(LinesSinkTest, CommitsNothingThatTheFileDoesNotHold) {
    SinkTaskRunner runner(std::make_unique<LinesSinkTask>(), {{"file", "/dev/full"}});
    runner.start();
    runner.open({{"topic", 0}});
    runner.append({.value = "x"});
    runner.put_all();
    EXPECT_FALSE(runner.commit());
    EXPECT_EQ(kconnect::describe(runner.last_refusal()),
              "file=/dev/full cannot be written; is it full?");
    EXPECT_TRUE(runner.committed().empty());
}

TEST_F(LinesSinkTest, SaysThatTheFileCannotBeOpened) {
    SinkTaskRunner runner(std::make_unique<LinesSinkTask>(), {{"file", "/nonexistent/x"}});
    try {
        runner.start();
        FAIL();
    } catch (const kconnect::ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "file=/nonexistent/x cannot be opened; check folder and permissions");
    }
}

}  // namespace
}  // namespace plugin_template

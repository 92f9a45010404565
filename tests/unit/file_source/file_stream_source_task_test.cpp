#include "file/file_stream_source_task.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/testing/source_task_runner.hpp>

#include "support/scratch_folder.hpp"

namespace kconnect::file {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FileStreamSourceTaskTest : public ::testing::Test {
protected:
    void append(std::string_view text) {
        std::ofstream(file_, std::ios::app | std::ios::binary) << text;
    }
    ConfigMap config(ConfigMap more = {}) const {
        more.merge(ConfigMap{{"topic", "t"}, {"file", file_.string()}});
        return more;
    }
    /// Starts a task; its polls do not wait.
    test::SourceTaskRunner& start(ConfigMap more = {}) {
        runner_.emplace(std::make_unique<FileStreamSourceTask>(), config(std::move(more)));
        runner_->start();
        runner_->context().is_stopping = true;
        return *runner_;
    }
    void restart() {
        runner_->restart(std::make_unique<FileStreamSourceTask>());
        runner_->context().is_stopping = true;
    }
    /// "line {offset}" of each record.
    std::vector<std::string> poll() {
        std::vector<std::string> lines;
        for (const SourceRecord& record : runner_->poll()) {
            lines.push_back(std::string(record.value.as_string()) + " " +
                            to_string(record.source_offset));
        }
        return lines;
    }

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_.path() / "test.txt";
    std::optional<test::SourceTaskRunner> runner_;
};

TEST_F(FileStreamSourceTaskTest, MakesARecordOfEachCompleteLine) {
    append("one\ntwo\r\nthree\rfour\n\npartial");
    start();
    EXPECT_THAT(poll(),
                ElementsAre("one {position=4}",
                            "two {position=9}",
                            "three {position=15}",
                            "four {position=20}",
                            " {position=21}"));
    EXPECT_THAT(poll(), IsEmpty());
    append(" no more\n");
    EXPECT_THAT(poll(), ElementsAre("partial no more {position=37}"));
}

TEST_F(FileStreamSourceTaskTest, WaitsForWhatFollowsACarriageReturn) {
    append("one\r");
    start();
    EXPECT_THAT(poll(), IsEmpty());
    append("\ntwo\r");
    EXPECT_THAT(poll(), ElementsAre("one {position=5}"));
    append("three\n");
    EXPECT_THAT(poll(), ElementsAre("two {position=9}", "three {position=15}"));
}

TEST_F(FileStreamSourceTaskTest, ARecordIsWhatJavaMakesIt) {
    append("one\n");
    start();
    const auto records = runner_->poll();
    ASSERT_EQ(records.size(), 1U);
    const SourceRecord& record = records[0];
    EXPECT_EQ(record.topic, "t");
    EXPECT_EQ(record.partition, std::nullopt);
    EXPECT_TRUE(record.key.is_null());
    EXPECT_EQ(record.key_schema, nullptr);
    EXPECT_EQ(*record.value_schema, *primitive_schema(SchemaType::kString));
    EXPECT_EQ(to_string(record.source_partition), "{filename=" + file_.string() + "}");
    EXPECT_GT(record.timestamp.value_or(0), 1600000000000);
}

TEST_F(FileStreamSourceTaskTest, GivesAtMostABatchAndGoesOnWithTheRest) {
    append("1\n2\n3\n4\n5\n");
    start({{"batch.size", "2"}});
    EXPECT_THAT(poll(), ElementsAre("1 {position=2}", "2 {position=4}"));
    EXPECT_THAT(poll(), ElementsAre("3 {position=6}", "4 {position=8}"));
    EXPECT_THAT(poll(), ElementsAre("5 {position=10}"));
}

TEST_F(FileStreamSourceTaskTest, GoesOnWhereItStopped) {
    append("one\ntwo\n");
    start();
    poll();
    runner_->commit();
    append("three\n");
    restart();
    EXPECT_THAT(poll(), ElementsAre("three {position=14}"));
}

TEST_F(FileStreamSourceTaskTest, GoesOnWhereItStoppedInATextThatIsNotAscii) {
    append(
        "gr\xc3\xb6\xc3\x9f"
        "e\n\xf0\x9f\x98\x80\n");
    start();
    EXPECT_THAT(poll(),
                ElementsAre("gr\xc3\xb6\xc3\x9f"
                            "e {position=6, bytes=8}",
                            "\xf0\x9f\x98\x80 {position=9, bytes=13}"));
    runner_->commit();
    append("x\n");
    restart();
    EXPECT_THAT(poll(), ElementsAre("x {position=11, bytes=15}"));
}

TEST_F(FileStreamSourceTaskTest, SkipsAsManyBytesAsJavaForJavasPositions) {
    append("0123456789\n");
    start();
    Arena arena;
    runner_->context().offsets.store(
        make_map(arena, {{"filename", Value::of_string(file_.string())}}),
        make_map(arena, {{"position", Value::of_int64(4)}}));
    EXPECT_THAT(poll(), ElementsAre("456789 {position=11}"));
}

TEST_F(FileStreamSourceTaskTest, RefusesAPositionThatIsNoNumber) {
    append("one\n");
    start();
    Arena arena;
    runner_->context().offsets.store(
        make_map(arena, {{"filename", Value::of_string(file_.string())}}),
        make_map(arena, {{"position", Value::of_string("4")}}));
    try {
        runner_->poll();
        FAIL() << "a text was taken for a position";
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(), "Offset position is the incorrect type");
    }
}

TEST_F(FileStreamSourceTaskTest, WaitsForAFileThatDoesNotExistYet) {
    start();
    EXPECT_THAT(poll(), IsEmpty());
    append("one\n");
    EXPECT_THAT(poll(), ElementsAre("one {position=4}"));
}

TEST_F(FileStreamSourceTaskTest, WaitsForAFileThatIsShorterThanItsPosition) {
    append("one\n");
    start();
    Arena arena;
    runner_->context().offsets.store(
        make_map(arena, {{"filename", Value::of_string(file_.string())}}),
        make_map(arena, {{"position", Value::of_int64(8)}}));
    EXPECT_THAT(poll(), IsEmpty());
    append("two\nthree\n");
    EXPECT_THAT(poll(), ElementsAre("three {position=14}"));
}

TEST_F(FileStreamSourceTaskTest, ReadsLinesThatAreLongerThanItsBuffer) {
    const std::string line(300000, 'x');
    append(line + "\n");
    start();
    EXPECT_THAT(poll(), ElementsAre(line + " {position=300001}"));
}

TEST_F(FileStreamSourceTaskTest, SaysWhyAFileCannotBeRead) {
    std::filesystem::create_directory(file_);
    start();
    try {
        runner_->poll();
        FAIL() << "a folder was read";
    } catch (const ConnectException& error) {
        EXPECT_THAT(error.what(), HasSubstr(file_.string() + "': Is a directory"));
    }
}

}  // namespace
}  // namespace kconnect::file

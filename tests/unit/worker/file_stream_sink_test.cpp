#include "file/file_stream_sink.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

#include "support/scratch_folder.hpp"

namespace kconnect::file {
namespace {

using ::testing::HasSubstr;

/// A batch with one record per value.
std::shared_ptr<RecordBatch> batch_of(const std::vector<Value>& values) {
    auto batch = std::make_shared<RecordBatch>();
    for (const auto& value : values) {
        SinkRecord record;
        record.value = value;
        batch->add(record);
    }
    return batch;
}

class FileStreamSinkTest : public ::testing::Test {
protected:
    void start(FileStreamSinkTask& task) { task.start({{"file", file_.string()}}); }

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_.path() / "out.txt";
};

TEST_F(FileStreamSinkTest, WritesEachValueAsALineOfText) {
    FileStreamSinkTask task;
    start(task);
    task.put(*batch_of({Value::of_string("a b"), Value::of_int32(7), Value()}));
    task.flush({});
    EXPECT_EQ(test::read_file(file_), "a b\n7\nnull\n");
    task.stop();
}

TEST_F(FileStreamSinkTest, WritesAStructWithItsFieldNames) {
    const auto schema = SchemaBuilder(SchemaType::kStruct)
                            .field("id", primitive_schema(SchemaType::kInt64))
                            .build();
    const Value fields[] = {Value::of_int64(5)};
    auto batch = std::make_shared<RecordBatch>();
    SinkRecord record;
    record.value_schema = schema.get();
    record.value = Value::of_struct(fields);
    batch->add(record);
    FileStreamSinkTask task;
    start(task);
    task.put(*batch);
    task.flush({});
    EXPECT_EQ(test::read_file(file_), "Struct{id=5}\n");
}

TEST_F(FileStreamSinkTest, AppendsToAFileThatIsThere) {
    folder_.write("out.txt", "before\n");
    FileStreamSinkTask task;
    start(task);
    task.put(*batch_of({Value::of_string("after")}));
    task.stop();
    EXPECT_EQ(test::read_file(file_), "before\nafter\n");
}

TEST_F(FileStreamSinkTest, WritesToStandardOutputWithoutAFile) {
    ::testing::internal::CaptureStdout();
    FileStreamSinkTask task;
    task.start({});
    task.put(*batch_of({Value::of_string("hello")}));
    task.flush({});
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "hello\n");
}

TEST_F(FileStreamSinkTest, NamesAFileThatCannotBeOpened) {
    FileStreamSinkTask task;
    try {
        task.start({{"file", "/nonexistent/folder/out.txt"}});
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "Couldn't find or create file '/nonexistent/folder/out.txt' for "
                     "FileStreamSinkTask: No such file or directory");
    }
}

TEST_F(FileStreamSinkTest, SaysInFlushThatTheDiskIsFull) {
    FileStreamSinkTask task;
    task.start({{"file", "/dev/full"}});
    task.put(*batch_of({Value::of_string("x")}));
    try {
        task.flush({});
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_THAT(error.what(), HasSubstr("Cannot write to /dev/full: No space left on device"));
    }
}

TEST_F(FileStreamSinkTest, GivesEachTaskTheConnectorsConfiguration) {
    FileStreamSinkConnector connector;
    class NoContext : public ConnectorContext {
    public:
        std::string_view connector_name() const override { return "x"; }
        void request_task_reconfiguration() override {}
        void raise_error(std::exception_ptr /*error*/) override {}
    } context;
    connector.start(context, {{"file", "f"}});
    const auto configs = connector.task_configs(2);
    ASSERT_EQ(configs.size(), 2U);
    EXPECT_EQ(configs[1].at("file"), "f");
}

}  // namespace
}  // namespace kconnect::file

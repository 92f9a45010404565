#include "file/file_stream_source_connector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/source_task.hpp>
#include <kconnect/testing/contexts.hpp>

namespace kconnect::file {
namespace {

using ::testing::ElementsAre;

class FileStreamSourceConnectorTest : public ::testing::Test {
protected:
    std::string error_of(const Value& partition,
                         const Value& offset,
                         const ConfigMap& config = {{"topic", "t"}, {"file", "f"}}) {
        const SourceOffset wanted{partition, offset};
        try {
            return connector_.alter_offsets(config, {&wanted, 1}) ? "altered" : "not altered";
        } catch (const ConnectException& error) {
            return error.what();
        }
    }

    Arena arena_;
    FileStreamSourceConnector connector_;
    test::FakeConnectorContext context_;
    const Value file_ = make_map(arena_, {{"filename", Value::of_string("f")}});
    const Value position_ = make_map(arena_, {{"position", Value::of_int64(7)}});
};

TEST_F(FileStreamSourceConnectorTest, HasOneTaskWithItsOwnConfiguration) {
    const ConfigMap config{{"topic", "t"}, {"file", "f"}, {"more", "x"}};
    connector_.start(context_, config);
    EXPECT_THAT(connector_.task_configs(5), ElementsAre(config));
    EXPECT_EQ(connector_.task_class(), "org.apache.kafka.connect.file.FileStreamSourceTask");
}

TEST_F(FileStreamSourceConnectorTest, WantsATopic) {
    std::vector<std::string> errors;
    for (const auto& result : connector_.validate({{"batch.size", "many"}})) {
        errors.insert(errors.end(), result.errors.begin(), result.errors.end());
    }
    EXPECT_THAT(
        errors,
        ElementsAre("Missing required configuration \"topic\" which has no default value.",
                    "Invalid value many for configuration batch.size: Not a number of type INT"));
    for (const auto& result : connector_.validate({{"topic", ""}})) {
        if (result.key.name == "topic") {
            EXPECT_THAT(result.errors,
                        ElementsAre("Invalid value  for configuration topic: String must be "
                                    "non-empty"));
        }
    }
}

TEST_F(FileStreamSourceConnectorTest, AltersOffsetsOfAFile) {
    EXPECT_EQ(error_of(file_, position_), "altered");
    EXPECT_EQ(error_of(Value(), Value()), "altered");
}

TEST_F(FileStreamSourceConnectorTest, RefusesOffsetsWithJavasTexts) {
    const auto with_position = [this](const Value& value) {
        return make_map(arena_, {{"position", value}});
    };
    EXPECT_EQ(error_of(file_, position_, {{"topic", "t"}}),
              "Offsets cannot be modified if the 'file' configuration is unspecified. This is "
              "because stdin is used for input and offsets are not tracked.");
    EXPECT_EQ(error_of(file_, file_),
              "Offset objects should either be null or contain the key 'position'");
    EXPECT_EQ(error_of(file_, with_position(Value::of_string("7"))),
              "The value for the 'position' key in the offset is expected to be a Long value");
    EXPECT_EQ(error_of(file_, with_position(Value())),
              "The value for the 'position' key in the offset is expected to be a Long value");
    EXPECT_EQ(error_of(file_, with_position(Value::of_int64(-1))),
              "The value for the 'position' key in the offset should be a non-negative value");
    EXPECT_EQ(error_of(Value(), position_), "Partition objects cannot be null");
    EXPECT_EQ(error_of(position_, position_),
              "Partition objects should contain the key 'filename'");
}

}  // namespace
}  // namespace kconnect::file

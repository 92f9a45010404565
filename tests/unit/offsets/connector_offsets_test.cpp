#include "offsets/connector_offsets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/scratch_folder.hpp"

namespace kconnect::offsets {
namespace {

/// A map of one entry; `entry` is borrowed.
Value map_of(const MapEntry& entry) {
    return Value::of_map({&entry, 1});
}

class ConnectorOffsetsTest : public ::testing::Test {
protected:
    std::string error_of(const SourceOffset& offset) {
        try {
            offsets_.store({&offset, 1});
            return "no error";
        } catch (const ConnectException& error) {
            return error.what();
        }
    }

    test::ScratchFolder folder_;
    std::shared_ptr<OffsetStore> store_ =
        std::make_shared<OffsetStore>(folder_.path() / "connect.offsets");
    ConnectorOffsets offsets_{store_, "my \"source\""};
    const MapEntry file_{Value::of_string("filename"), Value::of_string("a.txt")};
    const MapEntry position_{Value::of_string("position"), Value::of_int32(7)};
    const MapEntry list_{Value::of_string("x"), Value::of_array({})};
    const MapEntry number_key_{Value::of_int32(1), Value::of_int32(1)};
};

TEST_F(ConnectorOffsetsTest, StoresTheJsonThatJavaStores) {
    const SourceOffset offset{map_of(file_), map_of(position_)};
    offsets_.store({&offset, 1});
    EXPECT_EQ(store_->entries(),
              (ByteMap{{R"(["my \"source\"",{"filename":"a.txt"}])", R"({"position":7})"}}));
}

TEST_F(ConnectorOffsetsTest, GivesIntegersBackAsInt64) {
    const SourceOffset offset{map_of(file_), map_of(position_)};
    offsets_.store({&offset, 1});
    Arena arena;
    const Value read = offsets_.offset(map_of(file_), arena);
    EXPECT_EQ(to_string(read), "{position=7}");
    EXPECT_EQ(read.as_map()[0].value.kind(), ValueKind::kInt64);
}

TEST_F(ConnectorOffsetsTest, HasNothingForAnUnknownPartitionOrAnotherConnector) {
    const SourceOffset offset{map_of(file_), map_of(position_)};
    offsets_.store({&offset, 1});
    Arena arena;
    EXPECT_TRUE(offsets_.offset(map_of(position_), arena).is_null());
    EXPECT_TRUE(ConnectorOffsets(store_, "other").offset(map_of(file_), arena).is_null());
}

TEST_F(ConnectorOffsetsTest, ANullOffsetStaysAsANullValue) {
    const SourceOffset offset{map_of(file_), Value()};
    offsets_.store({&offset, 1});
    EXPECT_EQ(store_->entries().begin()->second, std::nullopt);
    Arena arena;
    EXPECT_TRUE(offsets_.offset(map_of(file_), arena).is_null());
}

TEST_F(ConnectorOffsetsTest, RefusesWhatCannotBeStoredWithConnectsTexts) {
    EXPECT_EQ(error_of({Value::of_int32(1), Value()}), "Offsets must be specified as a Map");
    EXPECT_EQ(error_of({map_of(number_key_), Value()}), "Offsets may only use String keys");
    EXPECT_EQ(error_of({map_of(file_), map_of(list_)}),
              "Offsets may only contain primitive types as values, but field x contains ARRAY");
    EXPECT_TRUE(store_->entries().empty());
}

TEST_F(ConnectorOffsetsTest, GivesNullForWhatIsNoOffset) {
    store_->put({{R"(["my \"source\"",{"filename":"a.txt"}])", "[1]"}});
    Arena arena;
    EXPECT_TRUE(offsets_.offset(map_of(file_), arena).is_null());
    EXPECT_TRUE(offsets_.offset(Value::of_int32(1), arena).is_null());
}

TEST_F(ConnectorOffsetsTest, RefusesToReadAfterClose) {
    offsets_.close();
    Arena arena;
    EXPECT_THROW(offsets_.offset(map_of(file_), arena), ConnectException);
}

}  // namespace
}  // namespace kconnect::offsets

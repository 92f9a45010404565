#include "kafka/record_size.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kconnect::test {
namespace {

using kafka::largest_batch_size;
using kafka::OutgoingRecord;

std::size_t size_of(std::size_t key, std::size_t value) {
    const std::string key_bytes(key, 'k');
    const std::string value_bytes(value, 'v');
    OutgoingRecord record;
    record.key = key_bytes;
    record.value = value_bytes;
    return largest_batch_size(record);
}

// The numbers are those of AbstractRecords.estimateSizeInBytesUpperBound of clients 4.1.1.
TEST(RecordSize, IsJavasUpperBound) {
    EXPECT_EQ(size_of(0, 0), 85U);
    EXPECT_EQ(size_of(3, 100), 189U);
    EXPECT_EQ(size_of(63, 64), 213U);
    EXPECT_EQ(size_of(10, 8192), 8289U);
    EXPECT_EQ(size_of(1, 1048576), 1048665U);
}

TEST(RecordSize, CountsNullAsOneByte) {
    EXPECT_EQ(largest_batch_size(OutgoingRecord{}), 85U);
}

TEST(RecordSize, CountsHeaders) {
    const std::string long_value(200, 'x');
    const RawHeader headers[] = {{"ab", std::nullopt}, {"c", long_value}};
    OutgoingRecord record;
    record.key = "k";
    record.value = "v";
    record.headers = headers;
    EXPECT_EQ(largest_batch_size(record), 295U);
}

}  // namespace
}  // namespace kconnect::test

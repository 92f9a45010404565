#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/timestamp_field.hpp>

namespace kconnect::sql {
namespace {

void expect_instant(const Value& value, TimestampUnit unit, std::int64_t millis, int nanos) {
    const Instant instant = instant_of(value, unit);
    EXPECT_EQ(instant.epoch_millis, millis);
    EXPECT_EQ(instant.nanos, nanos);
}

TEST(TimestampField, CountsInItsUnit) {
    const Value number = Value::of_int64(1'700'000'000'123'456);
    expect_instant(number, TimestampUnit::kMicroseconds, 1'700'000'000'123, 456'000);
    expect_instant(number, TimestampUnit::kNanoseconds, 1'700'000'000, 123'456);
    expect_instant(Value::of_int64(5), TimestampUnit::kNone, 5, 0);
    expect_instant(Value::of_string("+1700000000123456"),
                   TimestampUnit::kMicroseconds,
                   1'700'000'000'123,
                   456'000);
    expect_instant(Value::of_string("1700000000000000000123456"),
                   TimestampUnit::kNanoseconds,
                   1'700'000'000'000'000'000,
                   123'456);
}

TEST(TimestampField, CountsBackBeforeTheEpochAsNumberAndAsText) {
    expect_instant(Value::of_int64(-1), TimestampUnit::kNanoseconds, -1, 999'999);
    expect_instant(Value::of_int64(-1'500'000'001), TimestampUnit::kNanoseconds, -1501, 999'999);
    expect_instant(Value::of_string("-1500000001"), TimestampUnit::kNanoseconds, -1501, 999'999);
    expect_instant(Value::of_string("-1"), TimestampUnit::kMicroseconds, -1, 999'000);
    expect_instant(Value::of_int64(std::numeric_limits<std::int64_t>::min()),
                   TimestampUnit::kMicroseconds,
                   -9'223'372'036'854'776,
                   192'000);
}

TEST(TimestampField, RoundsToMicroseconds) {
    const auto micros_of = [](std::int64_t nanos) {
        const Instant instant =
            instant_of(Value::of_int64(nanos), TimestampUnit::kNanoseconds).to_micros();
        return instant.epoch_millis * 1000 + instant.nanos / 1000;
    };
    EXPECT_EQ(micros_of(123'456'499), 123'456);
    EXPECT_EQ(micros_of(123'456'500), 123'457);
    EXPECT_EQ(micros_of(999'999'500), 1'000'000);
    EXPECT_EQ(micros_of(-500), 0);
    EXPECT_EQ(micros_of(-501), -1);
}

TEST(TimestampField, RefusesWhatIsNoInteger) {
    for (const std::string_view text : {"", "-", "abc", "1.5", " 1", "1e3", "--1"}) {
        for (const TimestampUnit unit :
             {TimestampUnit::kMicroseconds, TimestampUnit::kNanoseconds}) {
            try {
                instant_of(Value::of_string(text), unit);
                ADD_FAILURE() << text << " was taken";
            } catch (const DataException& error) {
                EXPECT_EQ(error.what(), "For input string: \"" + std::string(text) + "\"");
            }
        }
    }
    EXPECT_THROW(instant_of(Value::of_string("9223372036854775808"), TimestampUnit::kMicroseconds),
                 DataException);
    EXPECT_THROW(instant_of(Value::of_string(std::string(200, '9')), TimestampUnit::kNanoseconds),
                 DataException);
}

}  // namespace
}  // namespace kconnect::sql

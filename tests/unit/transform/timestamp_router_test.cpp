#include <gtest/gtest.h>

#include "transform/java_date_format.hpp"
#include "transforms.hpp"

namespace kconnect::test {
namespace {

using transform::JavaDateFormat;

std::string routed(const ConfigMap& config, const SinkRecordSpec& record) {
    return std::string(make_transformation("TimestampRouter", config).apply(record)->topic);
}

TEST(TimestampRouter, AppendsTheDayByDefault) {
    EXPECT_EQ(routed({}, {.topic = "test", .timestamp = 1483425001864}), "test-20170103");
}

TEST(TimestampRouter, WritesTopicAndTimestampWhereTheFormatSays) {
    EXPECT_EQ(routed({{"topic.format", "${timestamp}_${topic}_${topic}"},
                      {"timestamp.format", "yyyy-MM-dd HH:mm"}},
                     {.topic = "$1", .timestamp = 1483425001864}),
              "2017-01-03 06:30_$1_$1");
    EXPECT_EQ(routed({{"topic.format", "fixed"}}, {.timestamp = 0}), "fixed");
}

TEST(TimestampRouter, NeedsATimestamp) {
    EXPECT_EQ(
        error_of([] { routed({}, {.topic = "t", .partition = 2, .offset = 5, .value = "v"}); }),
        std::string(kDataError) +
            "Timestamp missing on record: SinkRecord{kafkaOffset=5, "
            "timestampType=NoTimestampType, originalTopic=t, originalKafkaPartition=2, "
            "originalKafkaOffset=5} ConnectRecord{topic='t', kafkaPartition=2, key=null, "
            "keySchema=null, value=v, valueSchema=null, timestamp=null, "
            "headers=ConnectHeaders(headers=)}");
}

TEST(TimestampRouter, RefusesARecordWhenThePatternIsNone) {
    EXPECT_EQ(error_of([] {
                  routed({{"timestamp.format", "yyyyb"}}, {.timestamp = 0});
              }),
              "java.lang.IllegalArgumentException: Illegal pattern character 'b'");
    EXPECT_EQ(error_of([] {
                  routed({{"timestamp.format", "yyyy'"}}, {.timestamp = 0});
              }),
              "java.lang.IllegalArgumentException: Unterminated quote");
    EXPECT_EQ(error_of([] {
                  routed({{"timestamp.format", "XXXX"}}, {.timestamp = 0});
              }),
              "java.lang.IllegalArgumentException: invalid ISO 8601 format: length=4");
}

/// What SimpleDateFormat of Java 17 writes for 0, 1483425001864, 1704067199999, -62135596800000,
/// -99999999999999, 951782400000, 1230768000000 and 253402300800000.
TEST(JavaDateFormat, WritesWhatJavaWrites) {
    const std::int64_t instants[] = {0,
                                     1483425001864,
                                     1704067199999,
                                     -62135596800000,
                                     -99999999999999,
                                     951782400000,
                                     1230768000000,
                                     253402300800000};
    for (const auto& [pattern, expected] : {
             std::pair("yyyyMMdd",
                       "19700101|20170103|20231231|00010103|12000226|20000229|20090101|100000101|"),
             std::pair("YYYY-'W'ww-u",
                       "1970-W01-4|2017-W01-2|2024-W01-7|0001-W02-1|-1199-W09-4|2000-W10-2|2009-"
                       "W01-4|10000-W01-6|"),
             std::pair("G", "AD|AD|AD|AD|BC|AD|AD|AD|"),
             std::pair("GGGG", "AD|AD|AD|AD|BC|AD|AD|AD|"),
             std::pair("y", "1970|2017|2023|1|1200|2000|2009|10000|"),
             std::pair("yy", "70|17|23|01|00|00|09|00|"),
             std::pair("yyy", "1970|2017|2023|001|1200|2000|2009|10000|"),
             std::pair("yyyyy", "01970|02017|02023|00001|01200|02000|02009|10000|"),
             std::pair("M", "1|1|12|1|2|2|1|1|"),
             std::pair("MM", "01|01|12|01|02|02|01|01|"),
             std::pair("MMM", "Jan|Jan|Dec|Jan|Feb|Feb|Jan|Jan|"),
             std::pair("MMMM",
                       "January|January|December|January|February|February|January|January|"),
             std::pair("MMMMM",
                       "January|January|December|January|February|February|January|January|"),
             std::pair("L", "1|1|12|1|2|2|1|1|"),
             std::pair("LLL", "Jan|Jan|Dec|Jan|Feb|Feb|Jan|Jan|"),
             std::pair("LLLL",
                       "January|January|December|January|February|February|January|January|"),
             std::pair("w", "1|1|1|2|9|10|1|1|"),
             std::pair("W", "1|1|6|2|4|5|1|1|"),
             std::pair("D", "1|3|365|3|57|60|1|1|"),
             std::pair("DDD", "001|003|365|003|057|060|001|001|"),
             std::pair("d", "1|3|31|3|26|29|1|1|"),
             std::pair("F", "1|1|5|1|4|5|1|1|"),
             std::pair("E", "Thu|Tue|Sun|Mon|Thu|Tue|Thu|Sat|"),
             std::pair("EEEE",
                       "Thursday|Tuesday|Sunday|Monday|Thursday|Tuesday|Thursday|Saturday|"),
             std::pair("EEEEE",
                       "Thursday|Tuesday|Sunday|Monday|Thursday|Tuesday|Thursday|Saturday|"),
             std::pair("u", "4|2|7|1|4|2|4|6|"),
             std::pair("uu", "04|02|07|01|04|02|04|06|"),
             std::pair("a", "AM|AM|PM|AM|PM|AM|AM|AM|"),
             std::pair("H", "0|6|23|0|14|0|0|0|"),
             std::pair("k", "24|6|23|24|14|24|24|24|"),
             std::pair("K", "0|6|11|0|2|0|0|0|"),
             std::pair("h", "12|6|11|12|2|12|12|12|"),
             std::pair("HH:mm:ss.SSS",
                       "00:00:00.000|06:30:01.864|23:59:59.999|00:00:00.000|14:13:20.001|00:00:00."
                       "000|00:00:00.000|00:00:00.000|"),
             std::pair("m", "0|30|59|0|13|0|0|0|"),
             std::pair("s", "0|1|59|0|20|0|0|0|"),
             std::pair("S", "0|864|999|0|1|0|0|0|"),
             std::pair("SS", "00|864|999|00|01|00|00|00|"),
             std::pair("SSSS", "0000|0864|0999|0000|0001|0000|0000|0000|"),
             std::pair("z", "UTC|UTC|UTC|UTC|UTC|UTC|UTC|UTC|"),
             std::pair(
                 "zzzz",
                 "Coordinated Universal Time|Coordinated Universal Time|Coordinated Universal "
                 "Time|Coordinated Universal Time|Coordinated Universal Time|Coordinated Universal "
                 "Time|Coordinated Universal Time|Coordinated Universal Time|"),
             std::pair("Z", "+0000|+0000|+0000|+0000|+0000|+0000|+0000|+0000|"),
             std::pair("ZZZZ", "+0000|+0000|+0000|+0000|+0000|+0000|+0000|+0000|"),
             std::pair("X", "Z|Z|Z|Z|Z|Z|Z|Z|"),
             std::pair("XX", "Z|Z|Z|Z|Z|Z|Z|Z|"),
             std::pair("XXX", "Z|Z|Z|Z|Z|Z|Z|Z|"),
             std::pair("'o''clock'",
                       "o'clock|o'clock|o'clock|o'clock|o'clock|o'clock|o'clock|o'clock|"),
             std::pair("''", "'|'|'|'|'|'|'|'|"),
             std::pair("yyyy'T'", "1970T|2017T|2023T|0001T|1200T|2000T|2009T|10000T|"),
             std::pair("dd/MM/yy",
                       "01/01/70|03/01/17|31/12/23|03/01/01|26/02/00|29/02/00|01/01/09|01/01/00|"),
             std::pair("YY", "70|17|24|01|-99|00|09|00|"),
             std::pair("YYYYY", "01970|02017|02024|00001|-01199|02000|02009|10000|"),
             std::pair("GG yy", "AD 70|AD 17|AD 23|AD 01|BC 00|AD 00|AD 09|AD 00|"),
         }) {
        const JavaDateFormat format(pattern);
        std::string text;
        for (const std::int64_t instant : instants) {
            format.append(text, instant);
            text += '|';
        }
        EXPECT_EQ(text, expected) << pattern;
    }
}

}  // namespace
}  // namespace kconnect::test

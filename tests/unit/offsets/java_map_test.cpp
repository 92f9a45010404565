#include "offsets/java_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scratch_folder.hpp"

namespace kconnect::offsets {
namespace {

using ::testing::IsEmpty;

std::string golden(const std::string& name) {
    return test::read_file(std::filesystem::path(KCONNECT_TEST_GOLDENS) / name);
}

std::string error_of(const std::string& stream) {
    try {
        read_java_map(stream);
        return "no error";
    } catch (const ConnectException& error) {
        return error.what();
    }
}

ByteMap thirteen_entries() {
    ByteMap entries;
    for (int index = 0; index < 13; ++index) {
        entries.emplace(R"(["c",{"filename":"file)" + std::to_string(index) + R"("}])",
                        R"({"position":)" + std::to_string(index * 1000) + "}");
    }
    return entries;
}

TEST(JavaMap, ReadsWhatJavaWrote) {
    const ByteMap one{{R"(["local-file-source",{"filename":"test.txt"}])", R"({"position":42})"}};
    EXPECT_EQ(read_java_map(golden("one_entry.dat")), one);
    const ByteMap three{{R"(["a",{"filename":"/tmp/größe.txt"}])", R"({"position":9000000000})"},
                        {R"(["b",{"n":1,"file":"a"}])", R"({"id":-1,"ts":"x"})"},
                        {R"(["gone",{"filename":"f"}])", std::nullopt}};
    EXPECT_EQ(read_java_map(golden("three_entries.dat")), three);
    EXPECT_EQ(read_java_map(golden("thirteen_entries.dat")), thirteen_entries());
    EXPECT_THAT(read_java_map(golden("empty_map.dat")), IsEmpty());
}

TEST(JavaMap, ReadsNullKeysAndArraysThatComeTwice) {
    const ByteMap foreign{{std::nullopt, "x"}, {R"("shared")", R"("shared")"}};
    EXPECT_EQ(read_java_map(golden("foreign_entries.dat")), foreign);
}

TEST(JavaMap, WritesTheBytesThatJavaWrites) {
    for (const auto* name : {"empty_map.dat", "one_entry.dat", "null_value.dat"}) {
        EXPECT_EQ(write_java_map(read_java_map(golden(name))), golden(name)) << name;
    }
}

TEST(JavaMap, WritesAsManyBytesAndTheSameSizesAsJavaForMoreEntries) {
    for (const auto* name : {"three_entries.dat", "thirteen_entries.dat"}) {
        const auto java = golden(name);
        const auto ours = write_java_map(read_java_map(java));
        // All before the first entry's length, then the order is by chance in Java.
        constexpr std::size_t kSizes = 0x65;
        EXPECT_EQ(ours.substr(0, kSizes), java.substr(0, kSizes)) << name;
        EXPECT_EQ(ours.size(), java.size()) << name;
        EXPECT_EQ(read_java_map(ours), read_java_map(java)) << name;
    }
}

TEST(JavaMap, EndsTooEarlyWhereverTheStreamIsCut) {
    const auto whole = golden("three_entries.dat");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_THROW(read_java_map(whole.substr(0, size)), EndOfStream) << size;
    }
}

TEST(JavaMap, RefusesOtherContentWithJavasTexts) {
    EXPECT_EQ(error_of("garbage"),
              "java.io.StreamCorruptedException: invalid stream header: 67617262");
    EXPECT_EQ(error_of(golden("a_string.dat")),
              "Expected HashMap but found class java.lang.String");
    EXPECT_EQ(error_of(golden("a_list.dat")),
              "Expected HashMap but found class java.util.ArrayList");
    EXPECT_EQ(error_of(golden("map_of_strings.dat")),
              "java.lang.ClassCastException: class java.lang.String cannot be cast to class [B");
    EXPECT_EQ(error_of(std::string("\xac\xed\x00\x05\x01", 5)),
              "java.io.StreamCorruptedException: invalid type code: 01");
    EXPECT_EQ(error_of(std::string("\xac\xed\x00\x05\x70", 5)), "Expected HashMap but found null");
}

TEST(JavaMap, SurvivesEveryChangedByte) {
    const auto whole = golden("foreign_entries.dat");
    for (std::size_t place = 0; place < whole.size(); ++place) {
        for (const int value : {0x00, 0x70, 0x71, 0x72, 0x73, 0x75, 0x7f, 0xff}) {
            auto changed = whole;
            changed[place] = static_cast<char>(value);
            error_of(changed);  // A map, EndOfStream or an error; no crash.
        }
    }
}

}  // namespace
}  // namespace kconnect::offsets

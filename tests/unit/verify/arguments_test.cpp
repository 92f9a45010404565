#include "verify/arguments.hpp"

#include <vector>

#include <gmock/gmock.h>

namespace kconnect::verify {
namespace {

Arguments parse(const std::vector<const char*>& words) {
    return parse_arguments(words);
}

std::string error_of(const std::vector<const char*>& words) {
    try {
        parse(words);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "no error";
}

TEST(VerifyArguments, ReadsFilesAndOptionsInAnyOrder) {
    const Arguments arguments = parse({"--repair",
                                       "worker.properties",
                                       "--report",
                                       "out.json",
                                       "sink.properties",
                                       "--topic",
                                       "flights",
                                       "--settle",
                                       "3",
                                       "--rows",
                                       "7",
                                       "--quiet"});
    EXPECT_EQ(arguments.worker_file, "worker.properties");
    EXPECT_EQ(arguments.sink_file, "sink.properties");
    EXPECT_EQ(arguments.report_file, "out.json");
    EXPECT_EQ(arguments.topic, "flights");
    EXPECT_EQ(arguments.settle, std::chrono::seconds(3));
    EXPECT_EQ(arguments.timeout, std::chrono::seconds(60));
    EXPECT_EQ(parse({"w", "s", "--timeout", "5"}).timeout, std::chrono::seconds(5));
    EXPECT_EQ(arguments.listed_rows, 7U);
    EXPECT_TRUE(arguments.repairs);
    EXPECT_TRUE(arguments.quiet);
    EXPECT_FALSE(arguments.repairs_extra);
}

TEST(VerifyArguments, NeverDeletesUnlessAsked) {
    EXPECT_FALSE(parse({"w", "s", "--repair"}).repairs_extra);
    EXPECT_TRUE(parse({"w", "s", "--repair-extra"}).repairs_extra);
}

TEST(VerifyArguments, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(error_of({"w", "s", "--fix"}), "Unknown option '--fix'");
    EXPECT_EQ(error_of({"w", "s", "t"}), "'t' is one file too many");
    EXPECT_EQ(error_of({"w"}), "A worker's file and a sink's file are needed");
    EXPECT_EQ(error_of({"w", "s", "--report"}), "--report needs a value");
    EXPECT_EQ(error_of({"w", "s", "--settle", "2s"}),
              "--settle: '2s' is no whole number from 0 to 4294967295");
}

}  // namespace
}  // namespace kconnect::verify

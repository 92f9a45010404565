#include "gateway/json_access_log.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/scratch_folder.hpp"

namespace kconnect::flight_gateway {
namespace {

using namespace std::chrono_literals;

AccessRecord record() {
    return {.time = std::chrono::sys_time<std::chrono::milliseconds>(1795412496845ms),
            .request_id = "1-2",
            .client = "127.0.0.1",
            .method = "GET",
            .path = "/flight\"Data",
            .status = 200,
            .bytes = 12,
            .duration = 4500us,
            .integration = 3ms};
}

TEST(JsonAccessLog, HasALineForARequest) {
    EXPECT_EQ(R"({"time":"2026-11-23T05:41:36.845Z","requestId":"1-2","client":"127.0.0.1",)"
              R"("method":"GET","path":"/flight\"Data","status":200,"bytes":12,"durationMs":4.5,)"
              R"("integrationMs":3.0})",
              access_line(record()));
}

TEST(JsonAccessLog, HasNoLatencyOfAFunctionThatWasNotCalled) {
    auto present = record();
    present.integration.reset();

    EXPECT_TRUE(access_line(present).ends_with(R"("integrationMs":null})"));
}

TEST(JsonAccessLog, AppendsToAFile) {
    const test::ScratchFolder folder;
    const auto file = folder.path() / "access.log";
    for (int run = 0; run < 2; ++run) {
        JsonAccessLog log(file.string());
        log.write(record());
    }

    std::ifstream stream(file);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    EXPECT_EQ(access_line(record()) + "\n" + access_line(record()) + "\n", text);
}

TEST(JsonAccessLog, GoesOnInANewFileWhenTheOldOneWasRenamed) {
    const test::ScratchFolder folder;
    const auto file = folder.path() / "access.log";
    const auto text_of = [&folder](const std::string& name) {
        std::ifstream stream(folder.path() / name);
        return std::string((std::istreambuf_iterator<char>(stream)), {});
    };
    {
        JsonAccessLog log(file.string());
        std::filesystem::rename(file, folder.path() / "access.log.1");
        log.reopen();
        log.write(record());
    }

    EXPECT_EQ("", text_of("access.log.1"));
    EXPECT_EQ(access_line(record()) + "\n", text_of("access.log"));
}

TEST(JsonAccessLog, KeepsItsFileWhenItCannotOpenItAnew) {
    const test::ScratchFolder folder;
    const auto old = folder.path() / "old";
    std::filesystem::create_directory(old);
    {
        JsonAccessLog log((old / "access.log").string());
        std::filesystem::rename(old, folder.path() / "new");
        EXPECT_THROW(log.reopen(), ConfigException);
        log.write(record());
    }

    std::ifstream stream(folder.path() / "new" / "access.log");
    EXPECT_EQ(access_line(record()) + "\n",
              std::string((std::istreambuf_iterator<char>(stream)), {}));
}

TEST(JsonAccessLog, SaysWhichFileItCannotWrite) {
    try {
        const JsonAccessLog log("/no/such/folder/access.log");
        FAIL() << "no exception";
    } catch (const ConfigException& error) {
        EXPECT_STREQ(
            "access_log: /no/such/folder/access.log cannot be written: No such file or "
            "directory; name another file",
            error.what());
    }
}

}  // namespace
}  // namespace kconnect::flight_gateway

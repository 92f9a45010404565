// The tree that `cmake --install` makes, used without the build tree's plugins.
#include <cstdlib>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"

namespace kconnect::test {
namespace {

class InstalledTest : public WorkerTest {};

TEST_F(InstalledTest, WorkerFindsItsPluginsWithoutAPluginPath) {
    const auto prefix = folder_.path() / "prefix";
    const std::string install = fmt::format("'{}' --install '{}' --prefix '{}' >'{}' 2>&1",
                                            KCONNECT_TEST_CMAKE,
                                            KCONNECT_TEST_BUILD,
                                            prefix.string(),
                                            (folder_.path() / "install.log").string());
    ASSERT_EQ(std::system(install.c_str()), 0) << read_file(folder_.path() / "install.log");

    const std::string topic = unique_name("installed");
    kafka().create_topic(topic, 1, "connect-" + topic);
    kafka().send(topic, connect_json::id_struct(1), flight_json({}));
    kafka().flush();
    ScratchDatabase database(DatabaseKind::kSqlite, folder_.path());
    WorkerProcess worker(prefix / KCONNECT_TEST_BIN_DIRECTORY / "connect-standalone-cpp",
                         {worker_file(), story_sink(database, topic, topic)},
                         folder_.path() / "worker.log");
    expect_rows(worker, database, "SELECT id FROM " + database.quoted(topic), {{"1"}});
    const std::string map = worker.memory_map();
    EXPECT_NE(map.find(prefix.string()), std::string::npos);
    EXPECT_EQ(map.find(KCONNECT_TEST_BUILD), std::string::npos)
        << "something was loaded from the build tree:\n"
        << map;
    stop(worker);
}

}  // namespace
}  // namespace kconnect::test

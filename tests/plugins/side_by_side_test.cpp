// Two plugins of the same symbols, and the plugins of the template, in the real worker.
#include <gmock/gmock.h>

#include "plugins/plugin_test.hpp"
#include "support/database_server.hpp"

namespace kconnect::test {
namespace {

class SideBySideTest : public PluginTest {};

std::string counted(const std::string& name, int count) {
    std::string lines;
    for (int number = 1; number <= count; ++number) {
        lines += fmt::format("{} {} {}\n", name, number, number);
    }
    return lines;
}

TEST_F(SideBySideTest, PluginsWithTheSameSymbolsKeepTheirOwnState) {
    append_records();
    std::vector<std::string> files{worker_file(KCONNECT_TEST_PLUGINS)};
    for (const std::string name : {"First", "Second"}) {
        files.push_back(
            sink_file(name,
                      "tally." + name,
                      fmt::format("file={}\n", (folder_.path() / (name + ".txt")).string())));
    }
    WorkerProcess worker(files, folder_.path() / "worker.log");
    for (const std::string name : {"First", "Second"}) {
        becomes_true([&] {
            worker.expect_running();
            return read_file(folder_.path() / (name + ".txt")) == counted(name, kRecords);
        });
        EXPECT_EQ(read_file(folder_.path() / (name + ".txt")), counted(name, kRecords));
    }
    expect_stop(worker);
}

class TemplateTest : public PluginTest {};

TEST_F(TemplateTest, ItsSinkAndConverterWriteEachRecordOnce) {
    kafka_.append("k", "a,b");
    kafka_.append(std::nullopt, "c");
    const std::string file = folder_.path() / "template.txt";
    WorkerProcess worker(
        {worker_file(KCONNECT_TEMPLATE_PLUGINS),
         sink_file("template",
                   "com.example.LinesSinkConnector",
                   fmt::format("file={}\nvalue.converter=com.example.CsvConverter\n", file))},
        folder_.path() / "worker.log");
    becomes_true([&] {
        worker.expect_running();
        return read_file(file) == "k=[a, b]\nnull=[c]\n";
    });
    EXPECT_EQ(read_file(file), "k=[a, b]\nnull=[c]\n");
    expect_stop(worker);
}

TEST_F(TemplateTest, TheSinkOfTheTutorialFillsItsTable) {
    kafka_.append("a", "1");
    kafka_.append("b", "2");
    kafka_.append("a", "3");
    ScratchDatabase database(DatabaseKind::kSqlite, folder_.path());
    const std::string file = database.url().substr(std::string_view("jdbc:sqlite:").size());
    WorkerProcess worker(
        {worker_file(KCONNECT_TEST_PLUGINS),
         sink_file("table", "com.example.TableSinkConnector", fmt::format("database={}\n", file))},
        folder_.path() / "worker.log");
    const TextRows expected{{"a", "3"}, {"b", "2"}};
    const auto rows = [&] {
        constexpr const char* kTables = "SELECT 1 FROM sqlite_master WHERE name = 'records'";
        return database.rows(kTables).empty()
                   ? TextRows()
                   : database.rows("SELECT key, value FROM records ORDER BY key");
    };
    becomes_true([&] {
        worker.expect_running();
        return rows() == expected;
    });
    EXPECT_EQ(rows(), expected);
    expect_stop(worker);
}

}  // namespace
}  // namespace kconnect::test

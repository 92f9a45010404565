// kconnect-verify and what tables may be: of one name in two spellings, of keys that pad, large.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/verify_test.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;
using nlohmann::json;

class VerifyOnPostgreSql : public VerifyTest {};

/// Without quotes PostgreSQL makes one name of both: the other topic's rows are no extra ones.
TEST_P(VerifyOnPostgreSql, KnowsThatTwoNamesAreOneTable) {
    const std::string other = topic_ + "_A";
    kafka().create_topic(other, 1, group_);
    const std::string same = topic_ + "_a";
    kafka().create_topic(same, 1, group_);
    const std::string both =
        fmt::format("topics={},{}\nquote.sql.identifiers=never\n", other, same);
    kafka().send(other, id_struct(1), value_of(101));
    kafka().send(same, id_struct(2), value_of(102));
    const auto worker = start_sink(both);
    wait_until("both topics' offsets", [&] {
        return kafka().committed(group_, other) == 1 && kafka().committed(group_, same) == 1;
    });
    stop(*worker);
    EXPECT_EQ(verify({"--repair-extra"}, both), 0) << output_;
    EXPECT_EQ(table_report()["topics"], json::array({other, same}));
    EXPECT_EQ(table_report()["table_rows"], 2);
    EXPECT_EQ(table_report()["deleted"], 0);
}

/// The name with the schema that is searched anyway is the same table.
TEST_P(VerifyOnPostgreSql, KnowsThatANameWithItsSchemaIsTheSameTable) {
    const std::string other = "public." + topic_;
    kafka().create_topic(other, 1, group_);
    const std::string both = fmt::format("topics={},{}\n", topic_, other);
    kafka().send(topic_, id_struct(1), value_of(101));
    kafka().send(other, id_struct(2), value_of(102));
    const auto worker = start_sink(both);
    wait_until("both topics' offsets", [&] {
        return kafka().committed(group_, topic_) == 1 && kafka().committed(group_, other) == 1;
    });
    stop(*worker);
    database_.execute("DELETE FROM " + table() + " WHERE id = 2");
    EXPECT_EQ(verify({"--repair", "--repair-extra"}, both), 0) << output_;
    EXPECT_EQ(table_report()["topics"], json::array({topic_, other}));
    EXPECT_EQ(table_report()["table_rows"], 2);
    EXPECT_EQ(table_report()["sent_again"], 1);
    EXPECT_EQ(table_report()["deleted"], 0);
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyOnPostgreSql,
                         testing::Values(DatabaseKind::kPostgreSql),
                         [](const auto& kind) { return name_of(kind.param); });

class VerifyOnMySql : public VerifyTest {
protected:
    void create_with_key(const std::string& collation) {
        database_.execute("CREATE TABLE " + table() +
                          " (id VARCHAR(20) CHARACTER SET utf8mb4 COLLATE " + collation +
                          " PRIMARY KEY, v BIGINT, name VARCHAR(20), f FLOAT)");
    }
    void send_with_keys(const std::vector<std::string>& ids, std::int64_t v) {
        for (const std::string& id : ids) {
            kafka().send(
                topic_,
                envelope(struct_schema(field("id", "string")), fmt::format(R"({{"id":"{}"}})", id)),
                value_of(v));
        }
    }
};

TEST_P(VerifyOnMySql, KnowsThatBlanksAtTheEndOfAKeyMayMeanNothing) {
    create_with_key("utf8mb4_bin");
    send_with_keys({"a", "A", "a ", "b "}, 101);
    const auto worker = start_sink();
    expect_committed(4);
    stop(*worker);
    EXPECT_EQ(verify({}), 0) << output_;
    EXPECT_EQ(table_report()["table_rows"], 3);
    database_.execute("UPDATE " + table() + " SET v = 6 WHERE id = 'b'");
    EXPECT_EQ(verify({"--repair"}), 0) << output_;
}

TEST_P(VerifyOnMySql, RepairsNoRowWhoseKeyMayBeAnotherOnes) {
    create_with_key("utf8mb4_unicode_ci");
    send_with_keys({"\u00c9", "abc"}, 101);
    send_with_keys({"\u00e9"}, 102);
    const auto worker = start_sink();
    expect_committed(3);
    stop(*worker);
    database_.execute("UPDATE " + table() + " SET v = 6 WHERE id = 'ABC'");
    EXPECT_EQ(verify({"--repair", "--repair-extra"}), 1) << output_;
    EXPECT_EQ(table_report()["sent_again"], 1);
    EXPECT_EQ(table_report()["deleted"], 0);
    EXPECT_EQ(table_report()["not_repaired"], 2);
    EXPECT_THAT(output_, testing::HasSubstr("not repaired: 2 rows whose keys have letters beyond"));
    EXPECT_EQ(database_.count("SELECT v FROM " + table() + " WHERE id = 'abc'"), 101);
    EXPECT_EQ(database_.count("SELECT v FROM " + table() + " WHERE id = '\u00e9'"), 102);
}

TEST_P(VerifyOnMySql, TellsKeysApartThatACollationWithoutPaddingDoes) {
    create_with_key("utf8mb4_general_nopad_ci");
    send_with_keys({"a", "A", "a "}, 101);
    const auto worker = start_sink();
    expect_committed(3);
    stop(*worker);
    EXPECT_EQ(verify({"--repair-extra"}), 0) << output_;
    EXPECT_EQ(table_report()["table_rows"], 2);
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyOnMySql,
                         testing::Values(DatabaseKind::kMySql),
                         [](const auto& kind) { return name_of(kind.param); });

class VerifyManyRows : public VerifyTest {};

/// How a program ended: its exit code, and its peak of memory in kilobytes.
struct Ended {
    int exit_code = -1;
    long peak = 0;
};

Ended run_to_end(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const auto& word : command) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error("cannot start " + command[0]);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, usage.ru_maxrss};
}

/// A hundred thousand rows, or KCONNECT_TEST_VERIFY_ROWS, of which each thousandth is damaged in
/// each way.
TEST_P(VerifyManyRows, NamesTheDamagedOnesInBoundedMemory) {
    const char* const wanted = std::getenv("KCONNECT_TEST_VERIFY_ROWS");
    const int rows = wanted != nullptr ? std::atoi(wanted) : 100'000;
    const int damaged = rows / 1000;
#ifdef __SANITIZE_ADDRESS__
    constexpr long kMostKilobytes = 600'000;
#else
    constexpr long kMostKilobytes = 100'000;
#endif
    for (int id = 0; id < rows; ++id) {
        if (id % 1000 == 3) {
            send(id, -5);
        }
        send(id, id);
    }
    const auto worker = start_sink();
    wait_until(
        "the offsets to be committed",
        [&] { return kafka().committed(group_, topic_) == rows + damaged; },
        std::chrono::minutes(4));
    stop(*worker);
    const std::string thousandth = " WHERE id % 1000 = ";
    database_.execute("DELETE FROM " + table() + thousandth + "1");
    database_.execute("UPDATE " + table() + " SET v = -1" + thousandth + "2");
    database_.execute("UPDATE " + table() + " SET v = -5" + thousandth + "3");
    database_.execute("INSERT INTO " + table() + " (id, v) SELECT id + " + std::to_string(rows) +
                      ", v FROM " + table() + thousandth + "4");

    const std::vector<std::string> command{
        KCONNECT_TEST_VERIFY, this->worker(), sink(), "--report", report_file(), "--quiet"};
    const Ended found = run_to_end(command);
    EXPECT_EQ(found.exit_code, 1);
    EXPECT_LT(found.peak, kMostKilobytes);
    std::map<std::string, std::vector<int>> found_ids;
    const json report = table_report();
    for (const auto& row : report["rows"]) {
        found_ids[row["kind"]].push_back(std::stoi(row["key"]["id"].get<std::string>()));
    }
    const auto every_thousandth = [damaged](int first) {
        std::vector<int> ids;
        for (int index = 0; index < damaged; ++index) {
            ids.push_back(first + 1000 * index);
        }
        return ids;
    };
    for (auto& [kind, ids] : found_ids) {
        std::sort(ids.begin(), ids.end());
    }
    EXPECT_EQ(found_ids.size(), 4U);
    EXPECT_EQ(found_ids["missing"], every_thousandth(1));
    EXPECT_EQ(found_ids["different"], every_thousandth(2));
    EXPECT_EQ(found_ids["stale"], every_thousandth(3));
    EXPECT_EQ(found_ids["extra"], every_thousandth(rows + 4));
    RecordProperty("peak_kilobytes", std::to_string(found.peak));

    const Ended repaired = run_to_end([&] {
        auto more = command;
        more.insert(more.end(), {"--repair", "--repair-extra"});
        return more;
    }());
    EXPECT_EQ(repaired.exit_code, 0);
    EXPECT_LT(repaired.peak, kMostKilobytes);
    EXPECT_EQ(table_report()["table_rows"], rows);
    std::cout << rows << " rows: peak " << found.peak << " KB, repairing " << repaired.peak
              << " KB\n";
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyManyRows,
                         testing::Values(DatabaseKind::kPostgreSql,
                                         DatabaseKind::kMySql,
                                         DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test

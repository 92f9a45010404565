#include "jdbc/unit_writer.hpp"

#include <atomic>
#include <future>

#include <gtest/gtest.h>
#include <poll.h>

#include <kconnect/errors.hpp>

#include "unit/jdbc/fake_database.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

using Lines = std::vector<std::string>;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kDeadline{20};

const TopicPartition kPartition{"flights", 0};

/// Records with keys first..last, offsets equal to keys.
std::shared_ptr<RecordBatch> put_of(std::int64_t first, std::int64_t last) {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    BatchBuilder builder;
    for (std::int64_t key = first; key <= last; ++key) {
        const Value fields[] = {Value::of_int64(key)};
        builder.add(primitive_schema(SchemaType::kInt64),
                    Value::of_int64(key),
                    schema,
                    Value::of_struct(fields));
    }
    return builder.build(first);
}

/// Lets a step of the database wait until it is opened.
class Gate {
public:
    void open() { promise_.set_value(); }
    void wait() const { future_.wait_for(kDeadline); }

private:
    std::promise<void> promise_;
    std::shared_future<void> future_{promise_.get_future()};
};

class UnitWriterTest : public ::testing::Test {
protected:
    UnitWriter& writer() {
        if (writer_ == nullptr) {
            writer_ = std::make_unique<UnitWriter>(config, database, [this] { ++news; });
        }
        return *writer_;
    }

    bool put(std::int64_t first, std::int64_t last, milliseconds patience = kDeadline) {
        return writer().put(*put_of(first, last), patience, [] { return false; });
    }

    std::string failure() {
        try {
            writer().check();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "none";
    }

    bool has_news() const {
        const auto deadline = std::chrono::steady_clock::now() + kDeadline;
        while (news == 0 && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        return news > 0;
    }

    FakeDatabase database;
    JdbcSinkConfig config = upsert_config();
    std::atomic<int> news{0};

private:
    std::unique_ptr<UnitWriter> writer_;
};

TEST_F(UnitWriterTest, WritesAPutInOneTransactionAfterTheTableWasMade) {
    ASSERT_TRUE(put(1, 2));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(database.log(),
              (Lines{"connect",
                     "CREATE flights(a,id)",
                     "begin",
                     "upsert flights(id,a) [1,1] [2,2]",
                     "commit"}));
}

TEST_F(UnitWriterTest, OpensNoConnectionBeforeTheFirstRecord) {
    EXPECT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_TRUE(database.log().empty());
}

TEST_F(UnitWriterTest, ReportsOffsetsAsDurableOnlyBehindTheirCommit) {
    Gate gate;
    database.before = [&gate](const std::string& line) {
        if (line == "commit") {
            gate.wait();
        }
    };
    ASSERT_TRUE(put(0, 9));
    EXPECT_TRUE(writer().durable({{kPartition, 10}}).empty());
    gate.open();
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(writer().durable({{kPartition, 10}}), (OffsetMap{{kPartition, 10}}));
}

TEST_F(UnitWriterTest, ReportsNothingOfAnEarlierOwnershipOfAPartition) {
    Gate gate;
    std::atomic<int> commits{0};
    database.before = [&](const std::string& line) {
        if (line == "commit" && ++commits == 2) {
            gate.wait();
        }
    };
    ASSERT_TRUE(put(0, 9));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    writer().forget(std::span(&kPartition, 1));
    ASSERT_TRUE(put(50, 59));
    EXPECT_TRUE(writer().durable({{kPartition, 60}}).empty());
    gate.open();
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
}

TEST_F(UnitWriterTest, JoinsThePutsThatCameWhileItWroteIntoOneTransaction) {
    Gate gate;
    std::atomic<bool> first{true};
    std::promise<void> writing;
    database.before = [&](const std::string& line) {
        if (line.starts_with("upsert") && first.exchange(false)) {
            writing.set_value();
            gate.wait();
        }
    };
    ASSERT_TRUE(put(0, 0));
    ASSERT_EQ(writing.get_future().wait_for(kDeadline), std::future_status::ready);
    ASSERT_TRUE(put(1, 1));
    ASSERT_TRUE(put(2, 2));
    gate.open();
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(database.log_of("upsert"),
              (Lines{"upsert flights(id,a) [0,0]", "upsert flights(id,a) [1,1] [2,2]"}));
    EXPECT_EQ(database.log_of("commit").size(), 2U);
}

TEST_F(UnitWriterTest, TakesNoMoreThanAUnitWhileTheDatabaseIsBusy) {
    Gate gate;
    database.before = [&gate](const std::string& line) {
        if (line.starts_with("upsert")) {
            gate.wait();
        }
    };
    ASSERT_TRUE(put(0, 9));
    std::int64_t next = 10;
    while (put(next, next + 999, milliseconds(1))) {
        next += 1000;
        ASSERT_LT(next, 100000) << "the open unit has no bound";
    }
    EXPECT_EQ(news, 0);
    gate.open();
    EXPECT_TRUE(has_news()) << "who was refused must hear of room";
    EXPECT_TRUE(put(next, next + 999)) << "there must be room once the unit was handed over";
    EXPECT_TRUE(writer().wait_until_idle(kDeadline));
}

TEST_F(UnitWriterTest, TakesNoMoreMemoryThanAUnitOfLargeRecordsMay) {
    Gate gate;
    database.before = [&gate](const std::string& line) {
        if (line.starts_with("upsert")) {
            gate.wait();
        }
    };
    constexpr std::size_t kLarge = 1UL << 20;
    std::int64_t next = 0;
    const auto put_large = [&] {
        const auto batch = put_of(next, next);
        batch->memory().arena().make_array<char>(kLarge);
        ++next;
        return writer().put(*batch, milliseconds(1), [] { return false; });
    };
    while (put_large()) {
        ASSERT_LT(next, 100) << "the open unit has no bound";
    }
    gate.open();
    EXPECT_TRUE(writer().wait_until_idle(kDeadline));
}

TEST_F(UnitWriterTest, StopsWaitingForRoomWhenTheTaskStops) {
    Gate gate;
    database.before = [&gate](const std::string& line) {
        if (line.starts_with("upsert")) {
            gate.wait();
        }
    };
    std::int64_t next = 0;
    while (put(next, next + 999, milliseconds(1))) {
        next += 1000;
    }
    EXPECT_FALSE(writer().put(*put_of(next, next), kDeadline, [] { return true; }));
    gate.open();
    EXPECT_TRUE(writer().wait_until_idle(kDeadline));
}

TEST_F(UnitWriterTest, TriesATransientErrorAgainAndOpensALostConnectionAnew) {
    std::atomic<int> failures{2};
    database.before = [&failures](const std::string& line) {
        if (line == "commit" && failures-- > 0) {
            throw sql::SqlError("gone", sql::SqlErrorKind::kTransient, "08006", 0, true);
        }
    };
    ASSERT_TRUE(put(0, 0));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(failure(), "none");
    EXPECT_EQ(database.log_of("connect").size(), 3U);
    EXPECT_EQ(database.log_of("commit").size(), 1U);
}

TEST_F(UnitWriterTest, FailsWithTheLastErrorOnceTheRetriesAreUsedUp) {
    config.max_retries = 2;
    std::atomic<int> attempts{0};
    database.before = [&attempts](const std::string& line) {
        if (line.starts_with("upsert")) {
            throw sql::SqlError("deadlock no. " + std::to_string(++attempts),
                                sql::SqlErrorKind::kTransient,
                                "40P01");
        }
    };
    ASSERT_TRUE(put(0, 0));
    EXPECT_FALSE(writer().wait_until_idle(milliseconds(0)) && failure() == "none");
    writer().wait_until_idle(kDeadline);
    EXPECT_EQ(failure(), "deadlock no. 3");
    EXPECT_THROW(put(1, 1), sql::SqlError);
    EXPECT_TRUE(writer().durable({{kPartition, 1}}).empty());
}

TEST_F(UnitWriterTest, CountsTheRetriesOfEachUnitAnew) {
    config.max_retries = 1;
    std::atomic<int> statements{0};
    database.before = [&statements](const std::string& line) {
        if (line.starts_with("upsert") && ++statements % 2 == 1) {
            throw sql::SqlError("deadlock", sql::SqlErrorKind::kTransient, "40P01");
        }
    };
    for (std::int64_t key = 0; key < 3; ++key) {
        ASSERT_TRUE(put(key, key));
        ASSERT_TRUE(writer().wait_until_idle(kDeadline)) << failure();
    }
    EXPECT_EQ(failure(), "none");
    EXPECT_EQ(database.log_of("commit").size(), 3U);
}

TEST_F(UnitWriterTest, KeepsThePutsBeforeABadOneAndNothingOfIt) {
    Gate gate;
    std::atomic<bool> first{true};
    std::promise<void> writing;
    database.before = [&](const std::string& line) {
        if (line.starts_with("upsert") && first.exchange(false)) {
            writing.set_value();
            gate.wait();
        }
        if (line.find("[3,3]") != std::string::npos) {
            throw sql::SqlError("value too long", sql::SqlErrorKind::kRecord, "22001");
        }
    };
    ASSERT_TRUE(put(0, 0));
    ASSERT_EQ(writing.get_future().wait_for(kDeadline), std::future_status::ready);
    ASSERT_TRUE(put(1, 2));
    ASSERT_TRUE(put(3, 4));
    ASSERT_TRUE(put(5, 6));
    gate.open();
    writer().wait_until_idle(kDeadline);
    EXPECT_EQ(failure(), "Table \"flights\", record flights-0@3: value too long");
    EXPECT_EQ(database.log_of("upsert"),
              (Lines{"upsert flights(id,a) [0,0]", "upsert flights(id,a) [1,1] [2,2]"}));
    EXPECT_EQ(writer().durable({{kPartition, 7}}), (OffsetMap{{kPartition, 3}}));
}

TEST_F(UnitWriterTest, ReadsTheStructureAgainWhenATableIsNotWhatItWas) {
    ASSERT_TRUE(put(0, 0));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    std::atomic<bool> dropped{true};
    database.before = [&dropped](const std::string& line) {
        if (line.starts_with("upsert") && dropped.exchange(false)) {
            throw sql::SqlError("no such table", sql::SqlErrorKind::kTask, "42P01");
        }
    };
    ASSERT_TRUE(put(1, 1));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(failure(), "none");
    EXPECT_EQ(database.log_of("rollback").size(), 1U);
}

TEST_F(UnitWriterTest, MakesNothingDurableAfterItWasAbandoned) {
    std::promise<void> writing;
    std::atomic<bool> first{true};
    database.before = [&](const std::string& line) {
        if (line == "commit" && first.exchange(false)) {
            writing.set_value();
            while (!database.aborted()) {
                std::this_thread::yield();
            }
            throw sql::SqlError("given up", sql::SqlErrorKind::kTransient, "57014", 0, true);
        }
    };
    ASSERT_TRUE(put(0, 0));
    ASSERT_EQ(writing.get_future().wait_for(kDeadline), std::future_status::ready);
    ASSERT_TRUE(put(1, 1));
    const auto durable = writer().abandon(kDeadline);
    ASSERT_TRUE(durable.has_value());
    EXPECT_TRUE(durable->empty());
    EXPECT_TRUE(database.log_of("commit").empty());
    ASSERT_TRUE(put(0, 1));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(database.log_of("commit").size(), 1U);
}

TEST_F(UnitWriterTest, IsAbandonedWhileItOpensAConnectionToASilentServer) {
    std::promise<void> opening;
    std::atomic<bool> first{true};
    database.before_connect = [&](const sql::AbortSignal& abort) {
        if (!first.exchange(false)) {
            return;
        }
        opening.set_value();
        pollfd descriptor{abort.descriptor(), POLLIN, 0};
        ::poll(&descriptor, 1, -1);
        throw sql::SqlError("given up", sql::SqlErrorKind::kTransient, "08001", 0, true);
    };
    ASSERT_TRUE(put(0, 0));
    ASSERT_EQ(opening.get_future().wait_for(kDeadline), std::future_status::ready);
    ASSERT_TRUE(writer().abandon(kDeadline).has_value());
    ASSERT_TRUE(put(1, 1));
    ASSERT_TRUE(writer().wait_until_idle(kDeadline));
    EXPECT_EQ(failure(), "none");
    EXPECT_EQ(database.log_of("upsert"), Lines{"upsert flights(id,a) [1,1]"});
}

TEST_F(UnitWriterTest, GivesUpAConnectionThatCameAboutTooLate) {
    std::promise<void> opening;
    std::atomic<bool> first{true};
    database.before_connect = [&](const sql::AbortSignal& abort) {
        if (first.exchange(false)) {
            opening.set_value();
            pollfd descriptor{abort.descriptor(), POLLIN, 0};
            ::poll(&descriptor, 1, -1);
        }
    };
    ASSERT_TRUE(put(0, 0));
    ASSERT_EQ(opening.get_future().wait_for(kDeadline), std::future_status::ready);
    ASSERT_TRUE(writer().abandon(kDeadline).has_value());
    EXPECT_EQ(database.log(), Lines{"connect"});
}

TEST_F(UnitWriterTest, GivesUpAConnectionAfterConnectionAttempts) {
    config.connection_attempts = 2;
    std::atomic<int> attempts{0};
    database.before = [&attempts](const std::string& line) {
        if (line == "connect") {
            ++attempts;
            throw sql::SqlError("refused", sql::SqlErrorKind::kTransient, "08001", 0, true);
        }
    };
    ASSERT_TRUE(put(0, 0));
    writer().wait_until_idle(kDeadline);
    EXPECT_EQ(failure(), "refused");
    EXPECT_EQ(attempts, 2);
    EXPECT_TRUE(has_news());
}

}  // namespace
}  // namespace kconnect::jdbc::testing

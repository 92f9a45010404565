#include "jdbc/unit_delivery.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include <kconnect/sql/sql_error.hpp>

#include "unit/jdbc/fake_database.hpp"
#include "unit/jdbc/flight_records.hpp"
#include "unit/jdbc/recording_reporter.hpp"

namespace kconnect::jdbc::testing {
namespace {

using Lines = std::vector<std::string>;
using Offsets = std::vector<std::int64_t>;

const SchemaPtr& schema_a() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    return schema;
}

const SchemaPtr& schema_ab() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}, {"b", int64_field()}});
    return schema;
}

class UnitDeliveryTest : public ::testing::Test {
protected:
    /// A record with the key and this value for `a`; its offset is its place.
    void put(std::int64_t key, std::int64_t a) {
        const Value fields[] = {Value::of_int64(a)};
        builder.add(primitive_schema(SchemaType::kInt64),
                    Value::of_int64(key),
                    schema_a(),
                    Value::of_struct(fields));
    }
    void put_ab(std::int64_t key, std::int64_t a, std::int64_t b) {
        const Value fields[] = {Value::of_int64(a), Value::of_int64(b)};
        builder.add(primitive_schema(SchemaType::kInt64),
                    Value::of_int64(key),
                    schema_ab(),
                    Value::of_struct(fields));
    }
    void put_tombstone(std::int64_t key) {
        builder.add(primitive_schema(SchemaType::kInt64), Value::of_int64(key), nullptr, Value());
    }

    /// Every statement with this text in it fails as a bad value does.
    void refuse(const std::string& text) {
        database.before = [text](const std::string& line) {
            if (line.find(text) != std::string::npos) {
                throw sql::SqlError("value too long", sql::SqlErrorKind::kRecord, "22001", 7);
            }
        };
    }

    /// What was put so far is one put of the unit; the next record begins another.
    void end_put() {
        puts.push_back(builder.build(next_offset));
        next_offset += static_cast<std::int64_t>(puts.back()->size());
        builder = BatchBuilder();
    }

    /// Delivers all puts as one unit; what the task would fail with, or "delivered".
    std::string outcome(ErrantRecordReporter* reporter) {
        LayoutCache layouts(config);
        DatabaseSession session(config, database);
        BadRecordReports reports(reporter);
        UnitDelivery delivery(config, session, reports, [this](const RecordBatch&) {
            reports_before_publishing = recorder.reports().size();
            ++published;
        });
        WritePlan unit(WritePlan::folds(config));
        end_put();
        try {
            for (const auto& put : puts) {
                unit.add(put, layouts, reports.tolerates_errors());
            }
            delivery.deliver(unit);
        } catch (const std::exception& error) {
            return error.what();
        }
        return "delivered";
    }

    FakeDatabase database;
    JdbcSinkConfig config = upsert_config();
    BatchBuilder builder;
    std::vector<std::shared_ptr<RecordBatch>> puts;
    std::int64_t next_offset = 0;
    RecordingReporter recorder;
    std::size_t reports_before_publishing = 0;
    int published = 0;
};

TEST_F(UnitDeliveryTest, ReportsTheRecordThatTheDatabaseRefusesAndWritesTheOthers) {
    for (std::int64_t key = 0; key < 1000; ++key) {
        put(key, key);
    }
    refuse("[637,637]");
    EXPECT_EQ(outcome(&recorder), "delivered");
    ASSERT_EQ(recorder.offsets(), Offsets{637});
    EXPECT_EQ(recorder.reports().front().java_class, "java.sql.SQLException");
    EXPECT_EQ(recorder.reports().front().message,
              "Exception chain:\njava.sql.SQLException: Table \"flights\", record flights-0@637: "
              "value too long\n");
    EXPECT_EQ(reports_before_publishing, 1U);
    EXPECT_EQ(database.log_of("begin").size(), 2U) << "one transaction behind the failed one";
    EXPECT_EQ(database.log_of("commit").size(), 1U);
    EXPECT_LT(database.log_of("SAVEPOINT").size(), 40U);
    std::size_t rows = 0;
    for (const std::string& line : database.log_of("upsert")) {
        rows += static_cast<std::size_t>(std::ranges::count(line, '['));
    }
    EXPECT_EQ(rows, 999U);
}

TEST_F(UnitDeliveryTest, LeavesNothingOfThePutAndFailsAtOnceWithoutReporter) {
    put(1, 10);
    put(2, 20);
    refuse("[2,20]");
    EXPECT_EQ(outcome(nullptr), "Table \"flights\", record flights-0@1: value too long");
    EXPECT_TRUE(database.log_of("commit").empty());
    EXPECT_EQ(published, 0);
}

TEST_F(UnitDeliveryTest, ReportsTheFirstBadRecordAndFailsWithoutTolerance) {
    RecordingReporter intolerant(false);
    put(1, 10);
    put(2, 20);
    put(3, 20);
    refuse(",20]");
    EXPECT_EQ(outcome(&intolerant), "Tolerance exceeded in error handler");
    EXPECT_EQ(intolerant.offsets(), Offsets{1});
    EXPECT_TRUE(database.log_of("commit").empty());
}

TEST_F(UnitDeliveryTest, WritesTheOlderChangeOfAKeyWhoseNewerOneIsBad) {
    put_ab(1, 10, 100);
    put(1, 66);
    put(2, 20);
    refuse("66");
    EXPECT_EQ(outcome(&recorder), "delivered");
    EXPECT_EQ(recorder.offsets(), Offsets{1});
    EXPECT_EQ(database.log_of("upsert"),
              (Lines{"upsert flights(id,a,b) [1,10,100]", "upsert flights(id,a) [2,20]"}));
}

TEST_F(UnitDeliveryTest, ReportsWhatCannotBeAskedOfTheDatabaseInOrderWithWhatItRefuses) {
    put(1, 10);
    put_tombstone(2);
    put(3, 66);
    builder.add(nullptr, Value(), schema_a(), Value());
    put(4, 40);
    refuse("66");
    EXPECT_EQ(outcome(&recorder), "delivered");
    EXPECT_EQ(recorder.offsets(), (Offsets{1, 2, 3}));
    EXPECT_EQ(recorder.reports()[0].java_class, "org.apache.kafka.connect.errors.ConnectException");
    EXPECT_NE(recorder.reports()[0].message.find("'delete.enabled=false'"), std::string::npos);
    EXPECT_EQ(reports_before_publishing, 3U);
}

TEST_F(UnitDeliveryTest, OpensNoConnectionForAUnitWithoutAnyGoodRecord) {
    put_tombstone(1);
    EXPECT_EQ(outcome(&recorder), "delivered");
    EXPECT_EQ(recorder.offsets(), Offsets{0});
    EXPECT_TRUE(database.log().empty());
    EXPECT_EQ(published, 1);
}

TEST_F(UnitDeliveryTest, StartsTheSearchAgainAfterATransientErrorAndReportsNothingTwice) {
    for (std::int64_t key = 0; key < 100; ++key) {
        put(key, key);
    }
    int statements = 0;
    database.before = [&statements](const std::string& line) {
        if (line.starts_with("upsert") && ++statements == 9) {
            throw sql::SqlError("deadlock", sql::SqlErrorKind::kTransient, "40P01");
        }
        if (line.find("[3,3]") != std::string::npos || line.find("[90,90]") != std::string::npos) {
            throw sql::SqlError("value too long", sql::SqlErrorKind::kRecord, "22001");
        }
    };
    EXPECT_EQ(outcome(&recorder), "delivered");
    EXPECT_EQ(recorder.offsets(), (Offsets{3, 90}));
    EXPECT_EQ(database.log_of("commit").size(), 1U);
}

TEST_F(UnitDeliveryTest, TakesNoRecordForBadThatIsRefusedOnlyBesideOthers) {
    put(2, 20);
    put(1, 10);
    refuse("[1,10] [2,20]");
    EXPECT_EQ(outcome(nullptr), "delivered");
    EXPECT_EQ(database.log_of("upsert"),
              (Lines{"upsert flights(id,a) [2,20]", "upsert flights(id,a) [1,10]"}));
    EXPECT_EQ(database.log_of("commit").size(), 1U);
}

TEST_F(UnitDeliveryTest, ReportsTheRecordsThatATableCannotTakeAndWritesTheOthers) {
    put(1, 10);
    put_ab(2, 20, 200);
    put(3, 30);
    config.auto_evolve = false;
    EXPECT_EQ(outcome(&recorder), "delivered");
    ASSERT_EQ(recorder.offsets(), Offsets{1});
    EXPECT_EQ(recorder.reports().front().java_class,
              "io.confluent.connect.jdbc.sink.TableAlterOrCreateException");
    EXPECT_EQ(database.log_of("upsert"), Lines{"upsert flights(id,a) [1,10] [3,30]"});
}

/// For a reason that no record causes, the database refuses the statements that hold this.
class RefusalTest : public UnitDeliveryTest {
protected:
    RefusalTest() { config.max_retries = 2; }

    void refuse_always(const std::string& text) {
        database.before = [this, text](const std::string& line) {
            if (line.find(text) != std::string::npos) {
                ++refusals;
                throw sql::SqlError("no privilege", sql::SqlErrorKind::kTask, "42501");
            }
        };
    }

    int refusals = 0;
};

TEST_F(RefusalTest, FailsAtOnceWithoutTolerance) {
    RecordingReporter intolerant(false);
    for (ErrantRecordReporter* reporter : {static_cast<ErrantRecordReporter*>(nullptr),
                                           static_cast<ErrantRecordReporter*>(&intolerant)}) {
        put(1, 10);
        refuse_always("upsert");
        refusals = 0;
        EXPECT_EQ(outcome(reporter), "Table \"flights\", record flights-0@0: no privilege");
        EXPECT_EQ(refusals, 1);
        puts.clear();
        next_offset = 0;
    }
    EXPECT_TRUE(intolerant.reports().empty());
}

TEST_F(RefusalTest, IsReportedWithToleranceOnceTheRetriesAreOver) {
    config.auto_evolve = true;
    put(1, 10);
    put_ab(2, 20, 21);
    put(3, 30);
    refuse_always("(id,a,b)");
    EXPECT_EQ(outcome(&recorder), "delivered");
    ASSERT_EQ(recorder.offsets(), Offsets{1});
    EXPECT_EQ(recorder.reports().front().message,
              "Exception chain:\njava.sql.SQLException: Table \"flights\", record flights-0@1: no "
              "privilege\n");
    EXPECT_GE(refusals, 3);
    EXPECT_EQ(published, 1);
    EXPECT_EQ(database.log_of("commit").size(), 1U);
}

TEST_F(RefusalTest, IsOverWhenARetrySucceeds) {
    put(1, 10);
    database.before = [this](const std::string& line) {
        if (line.starts_with("upsert") && ++refusals < 3) {
            throw sql::SqlError("no privilege", sql::SqlErrorKind::kTask, "42501");
        }
    };
    EXPECT_EQ(outcome(&recorder), "delivered");
    EXPECT_TRUE(recorder.reports().empty());
}

TEST_F(RefusalTest, OfATableThatCannotBeMadeIsReportedForItsRecordsAlone) {
    put(1, 10);
    refuse_always("CREATE");
    EXPECT_EQ(outcome(&recorder), "delivered");
    EXPECT_EQ(recorder.offsets(), Offsets{0});
}

TEST_F(UnitDeliveryTest, HidesWhatTheDatabaseSaysOfValuesWhenAskedTo) {
    config.trim_sensitive_log = true;
    put(1, 66);
    refuse("66");
    EXPECT_EQ(outcome(&recorder), "delivered");
    ASSERT_EQ(recorder.reports().size(), 1U);
    EXPECT_EQ(recorder.reports().front().message,
              "Exception chain:\njava.sql.SQLException: Table \"flights\", record flights-0@0: "
              "<redacted> [class=java.sql.SQLException; SQLState=22001; errorCode=7]\n");
}

TEST_F(UnitDeliveryTest, ReportsARecordWhoseConstraintIsCheckedAtCommit) {
    put(1, 10);
    put(2, 20);
    bool first = true;
    database.before = [&first](const std::string& line) {
        if ((line == "commit" && std::exchange(first, false)) ||
            (line == "check constraints" && !first)) {
            throw sql::SqlError("no such parent", sql::SqlErrorKind::kRecord, "23503");
        }
    };
    EXPECT_EQ(outcome(&recorder), "delivered");
    ASSERT_EQ(recorder.offsets(), (Offsets{0, 1}));
    EXPECT_EQ(recorder.reports()[1].message,
              "Exception chain:\njava.sql.SQLException: Record flights-0@1: no such parent\n");
}

/// Inserts, so that what is written twice shows.
class SplitUnitTest : public UnitDeliveryTest {
protected:
    SplitUnitTest() {
        config.insert_mode = InsertMode::kInsert;
        config.max_retries = 2;
    }

    /// The puts [1,10] and [2,20]: together they fail as `together`, the second alone is locked.
    void lock_the_second_put(sql::SqlErrorKind together) {
        put(1, 10);
        end_put();
        put(2, 20);
        database.before = [this, together](const std::string& line) {
            if (line.find("[2,20]") == std::string::npos) {
                return;
            }
            if (line.find("[1,10]") != std::string::npos) {
                throw sql::SqlError("together", together, "HY000");
            }
            ++attempts_alone;
            throw sql::SqlError("locked", sql::SqlErrorKind::kTransient, "55P03");
        };
    }

    int attempts_alone = 0;
};

TEST_F(SplitUnitTest, WritesAPutThatIsDurableNoSecondTimeWhenALaterOneUsesUpItsRetries) {
    lock_the_second_put(sql::SqlErrorKind::kRecord);
    EXPECT_EQ(outcome(nullptr), "locked");
    EXPECT_EQ(database.log_of("insert"), Lines{"insert flights(id,a) [1,10]"});
    EXPECT_EQ(published, 1);
    EXPECT_EQ(attempts_alone, 3) << "max.retries counts once for what is written";
}

TEST_F(SplitUnitTest, ReportsABadRecordOfADurablePutNoSecondTime) {
    put_tombstone(9);
    lock_the_second_put(sql::SqlErrorKind::kTransient);
    EXPECT_EQ(outcome(&recorder), "locked");
    EXPECT_EQ(recorder.offsets(), Offsets{0});
    EXPECT_EQ(database.log_of("insert"), Lines{"insert flights(id,a) [1,10]"});
    EXPECT_EQ(published, 1);
}

TEST_F(SplitUnitTest, KeepsThePutsBeforeTheOneThatUsesUpTheRetriesOfTheUnit) {
    lock_the_second_put(sql::SqlErrorKind::kTransient);
    EXPECT_EQ(outcome(nullptr), "locked");
    EXPECT_EQ(database.log_of("insert"), Lines{"insert flights(id,a) [1,10]"});
    EXPECT_EQ(published, 1);
    EXPECT_EQ(attempts_alone, 1) << "the unit has waited long enough";
}

TEST_F(SplitUnitTest, GivesEachPutItsOwnRetriesOnceTheUnitIsRefused) {
    put(1, 10);
    end_put();
    put(2, 20);
    end_put();
    put(3, 30);
    int statements = 0;
    database.before = [&statements](const std::string& line) {
        if (line.find("] [") != std::string::npos) {
            throw sql::SqlError("refused", sql::SqlErrorKind::kTask, "HY000");
        }
        if (line.starts_with("insert") && statements++ % 3 != 2) {
            throw sql::SqlError("deadlock", sql::SqlErrorKind::kTransient, "40P01");
        }
    };
    EXPECT_EQ(outcome(nullptr), "delivered");
    EXPECT_EQ(database.log_of("insert"),
              (Lines{"insert flights(id,a) [1,10]",
                     "insert flights(id,a) [2,20]",
                     "insert flights(id,a) [3,30]"}));
    EXPECT_EQ(published, 3);
}

TEST_F(SplitUnitTest, FailsAtOnceWhenNoConnectionCanBeOpened) {
    put(1, 10);
    end_put();
    put(2, 20);
    config.connection_attempts = 2;
    int attempts = 0;
    database.before = [&attempts](const std::string& line) {
        if (line == "connect") {
            ++attempts;
            throw sql::SqlError("refused", sql::SqlErrorKind::kTransient, "08001", 0, true);
        }
    };
    EXPECT_EQ(outcome(nullptr), "refused");
    EXPECT_EQ(attempts, 2);
}

}  // namespace
}  // namespace kconnect::jdbc::testing

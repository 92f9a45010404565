// Texts and bytes of many sizes in the columns that auto.create and auto.evolve make for them.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/jdbc/sink_fixture.hpp"
#include "unit/jdbc/recording_reporter.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::string_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class LargeColumns : public SinkFixture {
protected:
    /// One record with a text and bytes of so many letters in these fields.
    std::string write_letters(std::string_view text_field,
                              std::string_view bytes_field,
                              std::size_t count) {
        const std::string letters(count, 'x');
        BatchBuilder records;
        add(records,
            "k",
            struct_schema({{std::string(text_field), string_field()},
                           {std::string(bytes_field), primitive_schema(SchemaType::kBytes, true)}}),
            {Value::of_string(letters), Value::of_bytes(std::as_bytes(std::span(letters)))});
        return outcome(records);
    }

    std::vector<std::string> types() {
        std::vector<std::string> found;
        for (const Column& column : describe().columns) {
            found.push_back(column.name + " " + column.type);
        }
        return found;
    }
};

constexpr std::size_t kMoreThanText = 100'000;  ///< MySQL's TEXT has 65,535 bytes.

TEST_P(LargeColumns, RefuseWhatMySqlsUsualOnesCannotHold) {
    if (database() != Database::kMysql) {
        return;  // others' texts and bytes have no such limit
    }
    const std::string refusal = write_letters("a", "b", kMoreThanText);
    EXPECT_THAT(refusal,
                StartsWith(fmt::format("Table {}, record flights-0@0: ", displayed_table())));
    EXPECT_THAT(refusal,
                HasSubstr("Data too long for column 'a' at row 1 (errno 1406, SQLSTATE 22001)"));
    EXPECT_THAT(refusal,
                EndsWith("; column \"a\" of the record flights-0@0 has 100000 bytes, 65535 fit"));
}

TEST_P(LargeColumns, TakeThemWhenTheKeyAsksForThem) {
    config.large_mysql_columns = true;
    config.auto_evolve = true;
    EXPECT_EQ(write_letters("a", "b", kMoreThanText), "written");
    EXPECT_EQ(write_letters("c", "d", kMoreThanText), "written");
    EXPECT_THAT(rows("length(a), length(b), length(c), length(d)", "1"),
                ElementsAre("100000|100000|100000|100000"));
    if (database() == Database::kMysql) {
        EXPECT_THAT(
            types(),
            ElementsAre("a longtext", "b longblob", "id varchar(256)", "c longtext", "d longblob"));
    }
}

/// Lowers max_allowed_packet for all sessions that are opened meanwhile, but not below what other
/// tests send. Those that do the same wait for each other.
class SmallPackets {
public:
    explicit SmallPackets(std::unique_ptr<Connection> connection)
        : connection_(std::move(connection)) {
        connection_->query("SELECT GET_LOCK('kconnect_packet', 50)");
        connection_->execute("SET GLOBAL max_allowed_packet=3145728");
    }
    ~SmallPackets() { connection_->execute("SET GLOBAL max_allowed_packet=DEFAULT"); }
    SmallPackets(const SmallPackets&) = delete;
    SmallPackets& operator=(const SmallPackets&) = delete;

private:
    std::unique_ptr<Connection> connection_;
};

TEST_P(LargeColumns, RefuseOnlyTheRecordThatIsLargerThanAPacket) {
    if (database() != Database::kMysql) {
        return;  // others have no such limit
    }
    config.large_mysql_columns = true;
    const std::string letters(3'500'000, 'x');
    BatchBuilder records;
    for (const std::size_t count : {1'000'000U, 3'500'000U, 1'500'000U}) {
        add(records,
            fmt::format("k{}", count),
            struct_schema({{"a", string_field()}}),
            {Value::of_string(std::string_view(letters).substr(0, count))});
    }
    jdbc::testing::RecordingReporter reporter;
    const SmallPackets small(another_connection());
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    EXPECT_THAT(rows("id, length(a)", "id"), ElementsAre("k1000000|1000000", "k1500000|1500000"));
    ASSERT_THAT(reporter.offsets(), ElementsAre(1));
    EXPECT_THAT(reporter.reports().front().message,
                HasSubstr("is larger than the server's max_allowed_packet of 3145728 bytes (errno "
                          "1153); raise it"));
}

KCONNECT_FOR_EVERY_DATABASE(LargeColumns);

}  // namespace
}  // namespace kconnect::sql

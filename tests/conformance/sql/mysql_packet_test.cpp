// A server whose max_allowed_packet holds few rows, or not even one.
#include <string>
#include <vector>

#include <fmt/format.h>

#include "conformance/sql/database_fixture.hpp"

namespace kconnect::sql {
namespace {

using testing::EndsWith;

constexpr std::size_t kMebibyte = 1024UL * 1024;
constexpr std::size_t kPacket = 3 * kMebibyte;  // rows of other tests fit

/// The server's limit is all its sessions': tests of other processes wait for each other here.
class MySqlPackets : public DatabaseFixture {
protected:
    void SetUp() override {
        open(Database::kMysql);
        create_table();
        keeper_ = another_connection();
        keeper_->query("SELECT GET_LOCK('kconnect_packet', 50)");
        keeper_->execute(fmt::format("SET GLOBAL max_allowed_packet={}", kPacket));
        small_ = another_connection();
    }
    void TearDown() override {
        keeper_->execute("SET GLOBAL max_allowed_packet=DEFAULT");
        small_.reset();
        keeper_.reset();
        DatabaseFixture::TearDown();
    }

    void create_table() {
        connection().execute("CREATE TABLE " + qualified() +
                             " (id int PRIMARY KEY, a LONGTEXT, b LONGBLOB)");
    }

    /// Rows with a text and bytes of these sizes, in a session that has the small limit.
    void write_sizes(WriteMode mode,
                     const std::vector<std::pair<std::size_t, std::size_t>>& sizes) {
        const std::string letters(2 * kPacket, 'x');
        std::vector<Value> cells;
        int id = 0;
        for (const auto& [text, bytes] : sizes) {
            cells.insert(cells.end(),
                         {Value::of_int32(++id),
                          Value::of_string(std::string_view(letters).substr(0, text)),
                          Value::of_bytes(std::as_bytes(std::span(letters)).first(bytes))});
        }
        const Table table = describe();
        WriteShape shape{table, mode, {}, 1};
        for (const ColumnDefinition& definition : {key("id", SchemaType::kInt32),
                                                   column("a", SchemaType::kString),
                                                   column("b", SchemaType::kBytes)}) {
            shape.columns.push_back(
                {definition.name, definition.schema, *table.column(definition.name)});
        }
        small_->row_writer(shape)->write({cells.data(), sizes.size(), 3});
    }

    bool is_usable() { return small_->is_open(true); }

private:
    std::unique_ptr<Connection> keeper_;
    std::unique_ptr<Connection> small_;
};

TEST_F(MySqlPackets, HoldAsManyRowsAsFit) {
    for (const WriteMode mode : {WriteMode::kInsert, WriteMode::kUpsert, WriteMode::kUpdate}) {
        write_sizes(mode,
                    {{kMebibyte, 0},
                     {kMebibyte, 8},
                     {8, 8},
                     {0, kMebibyte},
                     {kMebibyte / 2, kMebibyte},
                     {2 * kMebibyte - 200, kMebibyte - 200},
                     {kMebibyte, 1}});
    }
    EXPECT_THAT(rows("length(a) + length(b)", "id"),
                testing::ElementsAre(
                    "1048576", "1048584", "16", "1048576", "1572864", "3145328", "1048577"));
}

TEST_F(MySqlPackets, RefuseARowThatIsLargerAndNameTheRemedy) {
    const SqlError error = error_of([&] {
        write_sizes(WriteMode::kInsert, {{kPacket, kMebibyte}});
    });
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord);
    EXPECT_FALSE(error.connection_lost());
    EXPECT_THAT(error.what(),
                EndsWith("is larger than the server's max_allowed_packet of 3145728 bytes (errno "
                         "1153); raise it"));
    EXPECT_TRUE(is_usable());
}

/// A packet that is one byte too large makes a server end the session, and nobody knows why.
TEST_F(MySqlPackets, EndNoSessionHoweverNearARowComesToTheirSize) {
    int written = 0;
    for (std::size_t size = kPacket - 80; size < kPacket + 8; ++size) {
        try {
            write_sizes(WriteMode::kUpsert, {{size, 0}});
            ++written;
        } catch (const SqlError& error) {
            ASSERT_EQ(error.kind(), SqlErrorKind::kRecord) << size << ": " << error.what();
        }
        ASSERT_TRUE(is_usable()) << size;
    }
    EXPECT_GT(written, 30);
}

}  // namespace
}  // namespace kconnect::sql

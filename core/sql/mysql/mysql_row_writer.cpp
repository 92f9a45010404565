#include "mysql/mysql_row_writer.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <mysql.h>

#include "mysql/mysql_errors.hpp"
#include "mysql/mysql_parameters.hpp"
#include "mysql/mysql_statements.hpp"
#include "src/write_shape.hpp"

namespace kconnect::sql::mysql {
namespace {

/// The protocol numbers parameters with 16 bits.
constexpr std::size_t kMaxParameters = 65535;
/// More in one packet was not faster, but holds memory here and in the server.
constexpr std::size_t kEnoughBytes = 4UL * 1024 * 1024;
constexpr std::size_t kBulkRows = 10'000;
constexpr std::size_t kMultiRows = 256;
constexpr unsigned kOutOfRange = 1690;
constexpr unsigned kDuplicateEntry = 1062;

std::size_t packet_limit(const WriterSession& session) {
    return std::min(session.max_packet_bytes - 1, kEnoughBytes);
}

/// A server closes the session on too large a packet, which looks like a lost connection and
/// would be tried again for ever: refuse the row here.
void check_packet(const WriterSession& session, std::size_t bytes, std::string_view place) {
    constexpr unsigned kTooLarge = 1153;
    if (bytes >= session.max_packet_bytes) {
        const ErrorClass found = classify(kTooLarge, "08S01");
        throw SqlError(fmt::format("{}: a row of {} bytes is larger than the server's "
                                   "max_allowed_packet of {} bytes (errno {}); raise it",
                                   place,
                                   bytes,
                                   session.max_packet_bytes,
                                   kTooLarge),
                       found.kind,
                       "08S01",
                       static_cast<int>(kTooLarge));
    }
}

/// What remains to be said when a row met a row of another key.
SqlError clash_of(const WriteShape& shape) {
    std::vector<std::string> names;
    for (const UniqueIndex* index :
         shape.table.other_unique_indexes(key_names(shape), column_names(shape))) {
        names.push_back(fmt::format("{} ({})", index->name, fmt::join(index->columns, ", ")));
    }
    return make_error(
        qualified(shape.table.id),
        fmt::format("Duplicate entry: a row of another key has the same values in a unique index "
                    "beside the key's{}{}",
                    names.empty() ? "" : ": ",
                    fmt::join(names, ", ")),
        kDuplicateEntry,
        "23000");
}

/// A prepared statement for a fixed number of rows.
class PreparedWrite {
public:
    PreparedWrite(const WriterSession& session, const WriteShape& shape, std::size_t rows)
        : lifeline_(*session.lifeline),
          shape_(shape),
          place_(qualified(shape.table.id)),
          rows_(rows) {
        lifeline_.check();
        const std::string sql = write_statement(shape, rows, session.new_row);
        statement_.reset(mysql_stmt_init(session.handle));
        if (!statement_) {
            throw lifeline_.judge(error_of(session.handle, place_));
        }
        if (mysql_stmt_prepare(statement_.get(), sql.data(), sql.size()) != 0) {
            throw lifeline_.judge(error_of(statement_.get(), place_));
        }
    }

    std::size_t rows() const noexcept { return rows_; }

    void execute(std::span<st_mysql_bind> binds) {
        lifeline_.check();
        if (mysql_stmt_bind_param(statement_.get(), binds.data()) != 0 ||
            mysql_stmt_execute(statement_.get()) != 0) {
            fail();
        }
    }

    void execute_array(std::span<st_mysql_bind> binds, std::size_t rows) {
        const auto size = static_cast<unsigned>(rows);
        mysql_stmt_attr_set(statement_.get(), STMT_ATTR_ARRAY_SIZE, &size);
        execute(binds);
    }

private:
    [[noreturn]] void fail() const {
        const std::string_view text = mysql_stmt_error(statement_.get());
        if (mysql_stmt_errno(statement_.get()) == kOutOfRange &&
            text.find(kClashMark) != std::string_view::npos) {
            throw clash_of(shape_);
        }
        throw lifeline_.judge(error_of(statement_.get(), place_));
    }

    const Lifeline& lifeline_;
    const WriteShape& shape_;
    std::string place_;
    std::size_t rows_;
    StatementHandle statement_;
};

/// MariaDB's array binding.
class BulkWriter final : public RowWriter {
public:
    BulkWriter(const WriterSession& session, const WriteShape& shape)
        : session_(session),
          shape_(shape),
          parameters_(shape_, parameter_order(shape_)),
          statement_(session, shape_, 1) {}

    void write(const Rows& rows) override {
        std::size_t done = 0;
        while (done < rows.row_count) {
            const std::size_t count = parameters_.fill(
                rows.slice(done, rows.row_count - done), kBulkRows, packet_limit(session_));
            check_packet(session_, parameters_.packet_bytes(), qualified(shape_.table.id));
            statement_.execute_array(parameters_.bind_columns(), count);
            done += count;
        }
    }

private:
    WriterSession session_;
    WriteShape shape_;
    Parameters parameters_;
    PreparedWrite statement_;
};

/// Statements of several rows: a large one for most, one for what is left. A steady stream of
/// equal batches prepares both once.
class MultiRowWriter final : public RowWriter {
public:
    MultiRowWriter(const WriterSession& session, const WriteShape& shape)
        : session_(session),
          shape_(shape),
          parameters_(shape_, parameter_order(shape_)),
          rows_per_statement_(
              takes_several_rows(shape.mode)
                  ? std::clamp(kMaxParameters / shape.columns.size(), std::size_t{1}, kMultiRows)
                  : 1) {}

    void write(const Rows& rows) override {
        std::size_t done = 0;
        while (done < rows.row_count) {
            const std::size_t count = parameters_.fill(rows.slice(done, rows.row_count - done),
                                                       rows_per_statement_,
                                                       packet_limit(session_));
            check_packet(session_, parameters_.packet_bytes(), qualified(shape_.table.id));
            statement_for(count).execute(parameters_.bind_rows(0, count));
            done += count;
        }
    }

private:
    PreparedWrite& statement_for(std::size_t rows) {
        std::unique_ptr<PreparedWrite>& slot = rows == rows_per_statement_ ? full_ : rest_;
        if (!slot || slot->rows() != rows) {
            slot.reset();
            slot = std::make_unique<PreparedWrite>(session_, shape_, rows);
        }
        return *slot;
    }

    WriterSession session_;
    WriteShape shape_;
    Parameters parameters_;
    std::size_t rows_per_statement_;
    std::unique_ptr<PreparedWrite> full_;
    std::unique_ptr<PreparedWrite> rest_;
};

}  // namespace

std::unique_ptr<RowWriter> make_row_writer(const WriterSession& session, const WriteShape& shape) {
    check_shape(shape, qualified(shape.table.id));
    if (session.bulk) {
        return std::make_unique<BulkWriter>(session, shape);
    }
    return std::make_unique<MultiRowWriter>(session, shape);
}

}  // namespace kconnect::sql::mysql

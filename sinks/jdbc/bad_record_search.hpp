#pragma once

#include <cstddef>
#include <exception>
#include <set>
#include <span>
#include <vector>

#include "database_session.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Writes a unit so that a bad record takes no other with it: in ranges of records in the order of
/// arrival, each planned and folded by itself behind a savepoint. A range that fails is halved; a
/// record is bad when it fails alone, behind all healthy ones before it.
/// Threads: the writer's. Borrows all it is given.
class BadRecordSearch {
public:
    /// What to do with the healthy records of a unit that has bad ones.
    enum class Rest : std::uint8_t {
        kWrite,  ///< Commit them.
        kLeave,  ///< Stop at the first bad one, and nothing of the unit stays.
    };

    BadRecordSearch(DatabaseSession& session,
                    const JdbcSinkConfig& config,
                    Rest rest,
                    Blame blame = Blame::kRecords);

    /// One transaction. Returns the bad records in order of arrival; with kLeave one at most, and
    /// the unit is durable when there is none. Throws what is no record's fault: SqlError of the
    /// kind kTransient and, unless it is blamed on records, kTask; CannotConnectException.
    std::vector<RefusedRecord> write(const WritePlan& unit);

private:
    /// One record of the unit, wherever it goes.
    struct Change {
        const SinkRecord* record;
        const RecordLayout* layout;
    };

    void collect_changes(const WritePlan& unit);
    void prepare_tables();
    void write_changes();
    void search(std::size_t first, std::size_t end);
    std::exception_ptr failure_of(std::size_t first, std::size_t end);
    void refuse(const Change& change, std::exception_ptr error);
    bool is_done() const noexcept { return rest_ == Rest::kLeave && !refused_.empty(); }

    DatabaseSession* session_;
    Rest rest_;
    Blame blame_;
    std::vector<Change> changes_;
    WritePlan range_;
    std::vector<RefusedRecord> refused_;
};

/// Puts records of a unit into the order in which they came.
void sort_by_arrival(const WritePlan& unit, std::vector<RefusedRecord>& records);

}  // namespace kconnect::jdbc

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/topic_partition.hpp>

#include "kafka/topic_reader.hpp"
#include "verify/findings.hpp"
#include "verify/job.hpp"
#include "verify/progress.hpp"
#include "verify/record_feed.hpp"
#include "verify/spill_file.hpp"
#include "verify/table_rows.hpp"
#include "verify/table_topics.hpp"
#include "verify/table_view.hpp"

namespace kconnect::verify {

/// What is to say of one table.
struct TableResult {
    std::string table;  ///< As the sink's configuration names it.
    std::vector<std::string> topics;
    bool exists = true;
    std::vector<std::string> key_columns;
    /// The database may hold keys equal that differ in letters beyond ASCII.
    bool folds_keys = false;
    std::vector<std::string> columns;  ///< Names for Difference::columns.
    std::vector<std::string> left_out_columns;
    std::uint64_t dropped_records = 0;   ///< By transformations, of all its topics.
    std::uint64_t left_out_records = 0;  ///< That the sink cannot read or write.
    std::string first_problem;
    std::uint64_t lost_records = 0;  ///< Offsets before the first that the topic still has.
    std::uint64_t lag = 0;           ///< Records that the sink had not committed at the start.
    Findings findings;
    std::uint64_t sent_again = 0;    ///< Rows that --repair wrote.
    std::uint64_t deleted = 0;       ///< Rows that --repair-extra deleted.
    std::uint64_t not_repaired = 0;  ///< Rows that nothing was done to, for folds_keys.
};

/// Compares the topics of one table with the table. All parts are borrowed. Threads: one.
class TableComparison {
public:
    struct Parts {
        const Job& job;
        kafka::TopicReader& reader;
        const sql::Dialect& dialect;
        sql::Connection& connection;
        TableFinder& finder;
        Progress& progress;
    };

    TableComparison(const Parts& parts, const TableTopics& table);

    /// Compares once, and waits up to `patience` for rows that are on their way.
    TableResult run(std::chrono::milliseconds patience);

    /// Sends again what differs in `result` but for extra rows, which are deleted when
    /// `deletes_extra`; counts both in `result`.
    void repair(TableResult& result, bool sends, bool deletes_extra);

private:
    RecordFeed make_feed();
    void find_offsets();
    std::uint64_t read_topics(SpillFile& changes, TableView& view, RecordFeed& feed);
    void read_table(SpillFile& rows, TableView& view);
    void settle_differences(Findings& findings,
                            TableView& view,
                            RecordFeed& feed,
                            std::chrono::milliseconds patience);
    void send_again(TableResult& result);
    void delete_extra(TableResult& result);
    Place place_of(const SinkRecord& record) const;
    OffsetMap committed() const;
    std::uint64_t lag(const OffsetMap& committed) const;

    Parts parts_;
    std::string table_;
    sql::TableId id_;
    std::vector<std::string> topics_;
    std::vector<TopicPartition> partitions_;
    OffsetMap first_;
    OffsetMap ends_;
};

}  // namespace kconnect::verify

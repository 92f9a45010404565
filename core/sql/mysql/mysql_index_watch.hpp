#pragma once

#include <memory>
#include <vector>

#include <kconnect/sql/table.hpp>

namespace kconnect::sql::mysql {

class Catalogue;

/// Sees, before a transaction commits, that somebody changed the unique indexes of a table that it
/// upserted into. ON DUPLICATE KEY UPDATE names no index: with one more it may have changed rows of
/// other keys, with one less it may have added rows for keys that exist. From a transaction's first
/// write to a table on the server lets nobody alter it, so that a look before COMMIT is in time.
class IndexWatch {
public:
    /// Forgets the tables of the last transaction.
    void begin() noexcept { upserted_.clear(); }
    /// The transaction writes to this table by what its description says of unique indexes.
    void add(const std::shared_ptr<const Table>& table);
    /// Throws SqlError (kTask) for a table whose indexes are others by now.
    void check(const Catalogue& catalogue) const;

private:
    std::vector<std::shared_ptr<const Table>> upserted_;
};

}  // namespace kconnect::sql::mysql

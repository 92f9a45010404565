#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "column_set.hpp"

namespace kconnect::jdbc {

class RecordLayout;

/// The table that records of some topics go to, and all that is known of these records: their
/// layouts and the sets of columns that they come with. A plan holds the targets of its records.
/// When too much is known, the cache retires the target and makes a new one for the table.
/// Threads: any.
class TableTarget : public std::enable_shared_from_this<TableTarget> {
public:
    explicit TableTarget(std::string name);
    ~TableTarget();
    TableTarget(const TableTarget&) = delete;
    TableTarget& operator=(const TableTarget&) = delete;

    /// The configured table name with the topic filled in, not yet parsed.
    const std::string& name() const noexcept { return name_; }

    /// Keeps a layout whose target this is.
    const RecordLayout& keep(std::unique_ptr<const RecordLayout> layout);

    /// The one object for these columns.
    const ColumnSet* intern(ColumnSet columns);

    /// The set of a row that has a change with `newer` on top of changes with `older`: the columns
    /// of both; where both have one, its type is that of `newer`. Often `newer` itself.
    const ColumnSet* unite(const ColumnSet* newer, const ColumnSet* older);

    /// True when more is known than is worth keeping.
    bool is_full() const noexcept;
    /// No further record will have this target: who keeps something about it may let that go.
    void retire() noexcept { retired_.store(true, std::memory_order_relaxed); }
    bool is_retired() const noexcept { return retired_.load(std::memory_order_relaxed); }

private:
    const ColumnSet* intern_locked(ColumnSet columns);

    std::string name_;
    std::atomic<std::size_t> size_{0};  ///< How many layouts, sets and unions there are.
    std::atomic<bool> retired_{false};
    std::mutex mutex_;  ///< Guards what follows.
    std::vector<std::unique_ptr<const RecordLayout>> layouts_;
    std::unordered_multimap<std::size_t, std::unique_ptr<const ColumnSet>> sets_;  ///< By hash.
    std::map<std::pair<const ColumnSet*, const ColumnSet*>, const ColumnSet*> unions_;
};

}  // namespace kconnect::jdbc

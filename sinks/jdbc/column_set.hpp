#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <kconnect/schema.hpp>
#include <kconnect/sql/timestamp_field.hpp>

namespace kconnect::jdbc {

/// A column that a record has a cell for, with the type of its cells.
struct LayoutColumn {
    std::string name;
    SchemaPtr schema;
    /// Of an INT64 or STRING field in timestamp.fields.list; kNone for all others.
    sql::TimestampUnit unit = sql::TimestampUnit::kNone;
};

/// The columns that one statement writes: key columns first, in the order of the key. Immutable
/// and interned by its table: two sets are the same columns exactly when they are the same object.
struct ColumnSet {
    std::vector<LayoutColumn> columns;
    std::size_t key_count = 0;

    std::size_t size() const noexcept { return columns.size(); }
};

/// The table that records of a topic go to, and the sets of columns that they come with.
/// Threads: any.
class TableTarget {
public:
    explicit TableTarget(std::string name) : name_(std::move(name)) {}

    /// The configured table name with the topic filled in, not yet parsed.
    const std::string& name() const noexcept { return name_; }

    /// The one object for these columns.
    const ColumnSet* intern(ColumnSet columns);

    /// The set of a row that has a change with `newer` on top of changes with `older`: the columns
    /// of both; where both have one, its type is that of `newer`. Often `newer` itself.
    const ColumnSet* unite(const ColumnSet* newer, const ColumnSet* older);

private:
    const ColumnSet* intern_locked(ColumnSet columns);

    std::string name_;
    std::mutex mutex_;  ///< Guards what follows.
    std::vector<std::unique_ptr<const ColumnSet>> sets_;
    std::map<std::pair<const ColumnSet*, const ColumnSet*>, const ColumnSet*> unions_;
};

}  // namespace kconnect::jdbc

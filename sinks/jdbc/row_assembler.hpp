#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include <kconnect/sql/row_writer.hpp>

#include "column_set.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Copies the cells of planned changes into rows that a RowWriter takes. Keeps its buffer.
/// Threads: the writer's.
class RowAssembler {
public:
    /// Cells for `columns` of the changes at `versions` (indexes into plan.versions()), one row
    /// each; where `fold`, columns that a change lacks come from older changes of its key. The
    /// result is valid until the next call.
    sql::Rows assemble(const TablePlan& plan,
                       const ColumnSet& columns,
                       std::span<const std::uint32_t> versions,
                       bool fold);

private:
    /// For each column of a target set its place in a source set, or kAbsent.
    using Projection = std::vector<std::uint32_t>;
    static constexpr std::uint32_t kAbsent = ~std::uint32_t{0};

    void fill(const Version& version, const ColumnSet& columns, std::span<Value> row);
    void fill_folded(const TablePlan& plan,
                     const Version& newest,
                     const ColumnSet& columns,
                     std::span<Value> row);
    const Projection& projection(const ColumnSet& target, const ColumnSet& source);

    std::vector<Value> cells_;
    std::vector<char> filled_;
    std::map<std::pair<const ColumnSet*, const ColumnSet*>, Projection> projections_;
};

}  // namespace kconnect::jdbc

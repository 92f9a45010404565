#include "row_assembler.hpp"

#include <algorithm>

namespace kconnect::jdbc {

sql::Rows RowAssembler::assemble(const TablePlan& plan,
                                 const ColumnSet& columns,
                                 std::span<const std::uint32_t> versions,
                                 bool fold) {
    const std::size_t width = columns.size();
    cells_.resize(versions.size() * width);
    Value* row = cells_.data();
    for (const std::uint32_t index : versions) {
        const Version& version = plan.versions()[index];
        if (fold && version.layout->columns() != &columns) {
            fill_folded(plan, version, columns, {row, width});
        } else {
            fill(version, columns, {row, width});
        }
        row += width;
    }
    return {cells_.data(), versions.size(), width};
}

void RowAssembler::fill(const Version& version, const ColumnSet& columns, std::span<Value> row) {
    const RecordLayout::Cells cells(*version.layout, *version.record);
    for (std::size_t column = 0; column < columns.size(); ++column) {
        row[column] = cells[column];
    }
}

void RowAssembler::fill_folded(const TablePlan& plan,
                               const Version& newest,
                               const ColumnSet& columns,
                               std::span<Value> row) {
    filled_.assign(columns.size(), 0);
    std::size_t open = columns.size();
    for (const Version* version = &newest; open > 0;
         version = &plan.versions()[version->previous]) {
        const Projection& places = projection(columns, *version->layout->columns());
        const RecordLayout::Cells cells(*version->layout, *version->record);
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (filled_[column] == 0 && places[column] != kAbsent) {
                row[column] = cells[places[column]];
                filled_[column] = 1;
                --open;
            }
        }
        if (version->previous == Version::kNone) {
            break;
        }
    }
}

const RowAssembler::Projection& RowAssembler::projection(const ColumnSet& target,
                                                         const ColumnSet& source) {
    Projection& places = projections_[{&target, &source}];
    if (places.empty()) {
        for (const LayoutColumn& column : target.columns) {
            const auto found = std::ranges::find(source.columns, column.name, &LayoutColumn::name);
            places.push_back(found == source.columns.end()
                                 ? kAbsent
                                 : static_cast<std::uint32_t>(found - source.columns.begin()));
        }
    }
    return places;
}

}  // namespace kconnect::jdbc

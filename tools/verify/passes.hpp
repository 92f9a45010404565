#pragma once

#include <functional>

#include "verify/table_comparison.hpp"

namespace kconnect::verify {

/// The steps that compare_in_passes() takes, of one table.
struct Passes {
    std::function<TableResult()> compare;      ///< See TableComparison::run().
    std::function<void(TableResult&)> repair;  ///< See TableComparison::repair().
};

/// Compares, repairs and compares again until nothing differs or nothing gets better. A pass looks
/// at Findings::kMostDifferences rows only, so that more of them take several passes. Ends: each
/// pass but a few leaves fewer rows than the one before.
TableResult compare_in_passes(const Passes& passes);

}  // namespace kconnect::verify

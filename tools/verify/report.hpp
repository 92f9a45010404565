#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "verify/table_comparison.hpp"

namespace kconnect::verify {

/// What comparing all tables of a connector gave.
struct Report {
    std::string connector;
    std::vector<TableResult> tables;
    std::vector<std::string> unrouted{};  ///< Topics of which transformations leave no record.

    bool is_equal() const;
};

/// The report as JSON, for machines.
std::string to_json(const Report& report);

/// The report in lines for people, with at most `listed_rows` rows of each table.
void print(const Report& report, std::size_t listed_rows, std::ostream& out);

}  // namespace kconnect::verify

#pragma once

#include <cstddef>

#include "verify/findings.hpp"
#include "verify/spill_file.hpp"

namespace kconnect::verify {

/// Compares the keys of one bucket: `changes` has their records in order, `rows` the table's rows.
/// Memory holds the bucket's keys once. Adds its summary and differences to `findings`.
void compare_bucket(SpillFile& changes, SpillFile& rows, std::size_t bucket, Findings& findings);

}  // namespace kconnect::verify

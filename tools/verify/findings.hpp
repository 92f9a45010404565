#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/key_state.hpp"

namespace kconnect::verify {

/// How a row differs.
enum class DifferenceKind : std::uint8_t {
    kMissing,    ///< The topic has the row, the table has not.
    kExtra,      ///< The table has a row that no record of the topic accounts for.
    kStale,      ///< The row is what an older record of this key made.
    kDifferent,  ///< The row is what no record of this key made.
};
inline constexpr std::size_t kDifferenceKinds = 4;

/// "missing", "extra", "stale", "different".
std::string_view name_of(DifferenceKind kind) noexcept;

/// One row that differs.
struct Difference {
    DifferenceKind kind = DifferenceKind::kMissing;
    std::string key;  ///< See split_key().
    KeyState topic;
    std::optional<Place> older;        ///< Of a stale row: the record that made it.
    std::vector<std::size_t> columns;  ///< Those that differ, by TableView::columns().
    std::uint32_t copies = 1;          ///< Rows of this key; more than one is kExtra.
    bool is_pending = false;           ///< The sink has not committed the key's last record.
};

/// Rows whose keys have the same hash, up to the number of ranges.
struct RangeSummary {
    std::uint64_t topic_rows = 0;
    std::uint64_t table_rows = 0;
    std::uint64_t topic_checksum = 0;  ///< Sums over rows, so that their order does not matter.
    std::uint64_t table_checksum = 0;
    std::uint64_t differences = 0;
};

/// What comparing one table gave.
struct Findings {
    /// Rows beyond are counted only; extra rows by themselves, for they may not be repaired and
    /// must not keep others from it.
    static constexpr std::size_t kMostDifferences = 50'000;

    std::uint64_t records = 0;  ///< Of the topic, up to the ends at the start.
    std::vector<RangeSummary> ranges;
    std::vector<Difference> differences;
    std::array<std::uint64_t, kDifferenceKinds> unlisted{};  ///< Beyond kMostDifferences.
    std::size_t extra_listed = 0;                            ///< That add() took.
    std::size_t others_listed = 0;                           ///< That add() took.
    std::uint64_t settled = 0;  ///< Rows that differed at first and were only on their way.

    void add(Difference difference);
    std::uint64_t count(DifferenceKind kind) const;
    std::uint64_t count() const;
    std::uint64_t unlisted_count() const;
    std::uint64_t topic_rows() const;
    std::uint64_t table_rows() const;
};

}  // namespace kconnect::verify

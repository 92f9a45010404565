#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verify/table_view.hpp"

namespace kconnect::verify {

/// Where a record lies in Kafka.
struct Place {
    std::uint16_t topic = 0;  ///< Index in the list of the table's topics.
    std::int32_t partition = 0;
    std::int64_t offset = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): a mistake of clang-tidy 14
    friend auto operator<=>(const Place&, const Place&) = default;
};

/// One record's change of a row.
struct Change {
    Place place;
    bool deletes = false;
    std::vector<std::uint64_t> cells;  ///< See RowDigest.
};

/// What the records of one key, one after the other, make of its row.
class KeyState {
public:
    void apply(const Change& change);

    bool has_records() const noexcept { return has_records_; }
    /// True when there should be a row.
    bool is_live() const noexcept { return is_live_; }
    const std::vector<std::uint64_t>& cells() const noexcept { return cells_; }
    /// Of the last record.
    const Place& last() const noexcept { return last_; }
    /// The records that the row is made of, in order: those to send again.
    const std::vector<Place>& parts() const noexcept { return parts_; }

    /// True when a row with these cells, or no row, is what the records make.
    bool matches(const std::vector<std::uint64_t>* row) const;
    /// The columns in which the row is another.
    std::vector<std::size_t> differing_columns(const std::vector<std::uint64_t>& row) const;

private:
    bool has_records_ = false;
    bool is_live_ = false;
    std::vector<std::uint64_t> cells_;
    Place last_;
    std::vector<Place> parts_;
};

/// A checksum of the cells of a row that `of` has; the columns' order matters, as it should.
std::uint64_t row_checksum(std::string_view key,
                           const std::vector<std::uint64_t>& row,
                           const std::vector<std::uint64_t>& of);

/// @name Entries of spill files
/// @{
void pack(std::string& entry, std::string_view key, const Change& change);
/// The cells of a row: a change without place.
std::string_view unpack(std::string_view entry, Change& change);
/// @}

}  // namespace kconnect::verify

#include "verify/key_state.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace kconnect::verify {

namespace {

template <typename Number>
void put(std::string& entry, Number number) {
    static_assert(std::is_trivially_copyable_v<Number>);
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    entry.append(bytes, sizeof number);
}

template <typename Number>
Number take(std::string_view& entry) {
    Number number{};
    std::memcpy(&number, entry.data(), sizeof number);
    entry.remove_prefix(sizeof number);
    return number;
}

std::uint64_t cell_at(const std::vector<std::uint64_t>& cells, std::size_t index) {
    return index < cells.size() ? cells[index] : kAbsentCell;
}

}  // namespace

void KeyState::apply(const Change& change) {
    if (change.deletes || !is_live_) {
        cells_.clear();
        parts_.clear();
    }
    const bool covers_all = std::all_of(cells_.begin(), cells_.end(), [&](const auto& cell) {
        const auto index = static_cast<std::size_t>(&cell - cells_.data());
        return cell == kAbsentCell || cell_at(change.cells, index) != kAbsentCell;
    });
    if (covers_all) {
        parts_.clear();
    }
    parts_.push_back(change.place);
    cells_.resize(std::max(cells_.size(), change.cells.size()), kAbsentCell);
    for (std::size_t index = 0; index < change.cells.size(); ++index) {
        if (change.cells[index] != kAbsentCell) {
            cells_[index] = change.cells[index];
        }
    }
    has_records_ = true;
    is_live_ = !change.deletes;
    last_ = change.place;
}

bool KeyState::matches(const std::vector<std::uint64_t>* row) const {
    if (row == nullptr || !is_live_) {
        return (row == nullptr) == !is_live_;
    }
    for (std::size_t index = 0; index < cells_.size(); ++index) {
        if (cells_[index] != kAbsentCell && cells_[index] != cell_at(*row, index)) {
            return false;
        }
    }
    return true;
}

std::vector<std::size_t> KeyState::differing_columns(const std::vector<std::uint64_t>& row) const {
    std::vector<std::size_t> columns;
    for (std::size_t index = 0; is_live_ && index < cells_.size(); ++index) {
        if (cells_[index] != kAbsentCell && cells_[index] != cell_at(row, index)) {
            columns.push_back(index);
        }
    }
    return columns;
}

std::uint64_t row_checksum(std::string_view key,
                           const std::vector<std::uint64_t>& row,
                           const std::vector<std::uint64_t>& of) {
    std::uint64_t sum = hash_text(key);
    for (std::size_t index = 0; index < of.size(); ++index) {
        if (of[index] != kAbsentCell) {
            sum = mixed(sum + cell_at(row, index) + index);
        }
    }
    return sum;
}

void pack(std::string& entry, std::string_view key, const Change& change) {
    entry.clear();
    put(entry, static_cast<std::uint32_t>(key.size()));
    entry += key;
    put(entry, change.place.topic);
    put(entry, change.place.partition);
    put(entry, change.place.offset);
    put(entry, change.deletes);
    for (const std::uint64_t cell : change.cells) {
        put(entry, cell);
    }
}

std::string_view unpack(std::string_view entry, Change& change) {
    const auto size = take<std::uint32_t>(entry);
    const std::string_view key = entry.substr(0, size);
    entry.remove_prefix(size);
    change.place.topic = take<std::uint16_t>(entry);
    change.place.partition = take<std::int32_t>(entry);
    change.place.offset = take<std::int64_t>(entry);
    change.deletes = take<bool>(entry);
    change.cells.clear();
    while (!entry.empty()) {
        change.cells.push_back(take<std::uint64_t>(entry));
    }
    return key;
}

}  // namespace kconnect::verify

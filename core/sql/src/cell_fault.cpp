#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/sql/cell_fault.hpp>

namespace kconnect::sql::cell_fault {

namespace {

/// Characters that a text column has to keep: blanks at the end may be cut.
std::size_t characters_of(std::string_view text) {
    text = text.substr(0, text.find_last_not_of(' ') + 1);
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::size_t bytes_of(const Value& cell) {
    if (cell.kind() == ValueKind::kString) {
        return cell.as_string().size();
    }
    return cell.kind() == ValueKind::kBytes ? cell.as_bytes().size() : 0;
}

}  // namespace

std::string too_long(const Value& cell, const Column& target) {
    const std::optional<std::size_t> limit = target.max_length();
    if (!limit) {
        return {};
    }
    if (cell.kind() == ValueKind::kBytes) {
        return too_many_bytes(cell, *limit);
    }
    const std::size_t length =
        cell.kind() == ValueKind::kString ? characters_of(cell.as_string()) : 0;
    return length > *limit ? fmt::format("has {} characters, {} fit", length, *limit) : "";
}

std::string too_many_bytes(const Value& cell, std::size_t capacity) {
    const std::size_t size = bytes_of(cell);
    return size > capacity ? fmt::format("has {} bytes, {} fit", size, capacity) : "";
}

std::string out_of_range(const Value& cell, const Column& target, const Range& range) {
    if (!cell.is_integer() ||
        (cell.to_integer() >= range.smallest && cell.to_integer() <= range.largest)) {
        return {};
    }
    return fmt::format("is an {} beyond the range of {}", name_of(cell.kind()), target.type);
}

std::string null(const Value& cell, const Column& target) {
    return cell.is_null() && !target.nullable ? "is null, which the column does not take" : "";
}

std::string nul_character(const Value& cell) {
    const bool has_nul =
        cell.kind() == ValueKind::kString && cell.as_string().find('\0') != std::string_view::npos;
    return has_nul ? "holds the character U+0000, which the database cannot store" : "";
}

}  // namespace kconnect::sql::cell_fault

#include <algorithm>
#include <array>
#include <charconv>

#include <kconnect/sql/table.hpp>

namespace kconnect::sql {

namespace {

char to_lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return to_lower(a) == to_lower(b);
    });
}

}  // namespace

std::optional<std::size_t> Column::max_length() const {
    constexpr std::array<std::string_view, 6> kTypes{
        "character varying", "character", "varchar", "char", "varbinary", "binary"};
    const std::size_t open = type.find('(');
    const std::string_view base = std::string_view(type).substr(0, open);
    if (open == std::string::npos ||
        std::find(kTypes.begin(), kTypes.end(), base) == kTypes.end()) {
        return std::nullopt;
    }
    std::size_t length = 0;
    const char* digits = type.data() + open + 1;
    const auto parsed = std::from_chars(digits, type.data() + type.size(), length);
    return parsed.ec == std::errc() ? std::optional(length) : std::nullopt;
}

const Column* Table::column(std::string_view name) const noexcept {
    if (const Column* exact = column_exactly(name)) {
        return exact;
    }
    const auto found = std::find_if(columns.begin(), columns.end(), [name](const Column& column) {
        return equal_ignoring_case(column.name, name);
    });
    return found == columns.end() ? nullptr : &*found;
}

const Column* Table::column_exactly(std::string_view name) const noexcept {
    const auto found = std::find_if(columns.begin(), columns.end(), [name](const Column& column) {
        return column.name == name;
    });
    return found == columns.end() ? nullptr : &*found;
}

}  // namespace kconnect::sql

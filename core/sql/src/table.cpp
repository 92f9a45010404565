#include <algorithm>

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

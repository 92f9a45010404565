#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

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

bool contains(std::span<const std::string> names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool contains_all(std::span<const std::string> names, std::span<const std::string> wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [names](const std::string& name) {
        return contains(names, name);
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

bool UniqueIndex::names_key() const noexcept {
    return whole_columns &&
           std::none_of(columns.begin(), columns.end(), std::mem_fn(&std::string::empty));
}

std::string_view cut_name(std::string_view name, std::size_t max_bytes) noexcept {
    if (name.size() <= max_bytes) {
        return name;
    }
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return name.substr(0, end);
}

const Column* Table::column(std::string_view name) const noexcept {
    name = max_name_bytes == 0 ? name : cut_name(name, max_name_bytes);
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

const UniqueIndex* Table::unique_index(std::span<const std::string> keys) const noexcept {
    const auto found = std::find_if(
        unique_indexes.begin(), unique_indexes.end(), [keys](const UniqueIndex& index) {
            return index.names_key() && index.columns.size() == keys.size() &&
                   contains_all(index.columns, keys);
        });
    return found == unique_indexes.end() ? nullptr : &*found;
}

std::vector<const UniqueIndex*> Table::other_unique_indexes(
    std::span<const std::string> keys, std::span<const std::string> written) const {
    const auto stays_null = [&](const std::string& name) {
        const Column* target = column_exactly(name);
        return target != nullptr && target->nullable && !target->has_default &&
               !contains(written, name);
    };
    std::vector<const UniqueIndex*> others;
    for (const UniqueIndex& index : unique_indexes) {
        const bool holds_key = index.whole_columns && contains_all(index.columns, keys);
        if (!holds_key && std::none_of(index.columns.begin(), index.columns.end(), stays_null)) {
            others.push_back(&index);
        }
    }
    return others;
}

}  // namespace kconnect::sql

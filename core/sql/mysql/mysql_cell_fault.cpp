// What the errors of MySQL and MariaDB say about a cell; the server counts rows of a statement, not
// records.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include <kconnect/sql/cell_fault.hpp>

#include "mysql/mysql_dialect.hpp"

namespace kconnect::sql {
namespace {

template <typename Number, std::size_t Size>
using NumberByType = std::array<std::pair<std::string_view, Number>, Size>;

template <typename Number, std::size_t Size>
std::optional<Number> number_of(const NumberByType<Number, Size>& numbers, std::string_view type) {
    const auto* found =
        std::ranges::find(numbers, type, &std::pair<std::string_view, Number>::first);
    return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

/// The bytes that types without a length hold.
constexpr NumberByType<std::size_t, 6> kCapacities{{{"tinytext", 255},
                                                    {"text", 65'535},
                                                    {"mediumtext", 16'777'215},
                                                    {"tinyblob", 255},
                                                    {"blob", 65'535},
                                                    {"mediumblob", 16'777'215}}};

/// The bits of whole numbers.
constexpr NumberByType<unsigned, 5> kBits{
    {{"tinyint", 8}, {"smallint", 16}, {"mediumint", 24}, {"int", 32}, {"bigint", 64}}};

std::string too_long(const Value& cell, const Column& target) {
    const auto capacity = number_of(kCapacities, target.type);
    return capacity ? cell_fault::too_many_bytes(cell, *capacity)
                    : cell_fault::too_long(cell, target);
}

/// MySQL 8 writes "int unsigned", MariaDB "int(10) unsigned".
std::string out_of_range(const Value& cell, const Column& target) {
    const std::string_view type = target.type;
    const auto bits = number_of(kBits, type.substr(0, type.find_first_of("( ")));
    if (!bits) {
        return {};
    }
    const bool is_unsigned = type.find("unsigned") != std::string_view::npos;
    const unsigned digits = std::min(is_unsigned ? *bits : *bits - 1, 63U);
    const auto largest = static_cast<std::int64_t>((std::uint64_t{1} << digits) - 1);
    return cell_fault::out_of_range(cell, target, {is_unsigned ? 0 : -largest - 1, largest});
}

}  // namespace

std::string MySqlDialect::fault_of(const SqlError& error,
                                   const Value& cell,
                                   const Column& target) const {
    switch (error.vendor_code()) {
        case 1406:  // ER_DATA_TOO_LONG
            return too_long(cell, target);
        case 1264:  // ER_WARN_DATA_OUT_OF_RANGE
            return out_of_range(cell, target);
        case 1048:  // ER_BAD_NULL_ERROR
            return cell_fault::null(cell, target);
        default:
            return {};
    }
}

}  // namespace kconnect::sql

#include "reader/flight_page.hpp"

#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "reader/flight_statement.hpp"

namespace kconnect::flight_reader {
namespace {

template <typename Number>
void append_real(std::string& text, Number number) {
    if (std::isfinite(number)) {
        fmt::format_to(std::back_inserter(text), "{}", number);
    } else {
        text += "null";
    }
}

void append_text(std::string& text, std::string_view value) {
    text += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// True for the text of a decimal as databases write it, which is JSON's form too.
bool is_number(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(number) &&
           nlohmann::json::accept(text);
}

void append_cell(std::string& text, const Value& cell, bool is_text) {
    switch (cell.kind()) {
        case ValueKind::kNull:
            text += "null";
            return;
        case ValueKind::kInt64:
            if (is_text) {
                fmt::format_to(std::back_inserter(text), "\"{}\"", cell.as_int64());
            } else {
                fmt::format_to(std::back_inserter(text), "{}", cell.as_int64());
            }
            return;
        case ValueKind::kFloat32:
            append_real(text, cell.as_float32());
            return;
        case ValueKind::kFloat64:
            append_real(text, cell.as_float64());
            return;
        case ValueKind::kString:
            if (!is_text && is_number(cell.as_string())) {
                text += cell.as_string();
            } else {
                append_text(text, cell.as_string());
            }
            return;
        default:
            throw ConnectException(fmt::format("A column of the flights' table holds {}",
                                               kconnect::name_of(cell.kind())));
    }
}

std::int64_t id_of(const Value& cell) {
    if (cell.kind() == ValueKind::kString) {
        std::int64_t id = 0;
        const std::string_view text = cell.as_string();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (error == std::errc() && end == text.data() + text.size()) {
            return id;
        }
    }
    if (!cell.is_integer()) {
        throw ConnectException("The column 'id' of the flights' table must hold integers");
    }
    return cell.to_integer();
}

}  // namespace

FlightPage read_page(sql::ResultRows& rows, std::size_t limit) {
    FlightPage page;
    std::int64_t last = 0;
    while (rows.next()) {
        if (page.count == limit) {
            page.next = last;
            break;
        }
        const std::span<const Value> cells = rows.cells();
        last = id_of(cells[0]);
        for (std::size_t column = 0; column < kFlightColumns.size(); ++column) {
            const std::string_view opening = column != 0 ? "," : page.count == 0 ? "{" : ",{";
            fmt::format_to(
                std::back_inserter(page.flights), "{}\"{}\":", opening, kFlightColumns[column]);
            append_cell(page.flights, cells[column], kFlightColumns[column] == "aircraft_id");
        }
        page.flights += '}';
        ++page.count;
    }
    page.flights += ']';
    return page;
}

std::string FlightPage::identity() const {
    return fmt::format(
        R"({{"flights":{},"next":{})", flights, next ? std::to_string(*next) : "null");
}

std::string FlightPage::json(std::int64_t as_of_millis) const {
    return fmt::format(R"({},"as_of":{}}})", identity(), as_of_millis);
}

}  // namespace kconnect::flight_reader

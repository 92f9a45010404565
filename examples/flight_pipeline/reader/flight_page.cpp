#include "reader/flight_page.hpp"

#include <charconv>
#include <cmath>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "reader/flight_statement.hpp"
#include "reader/json_text.hpp"

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

void append_integer(std::string& text, std::int64_t number) {
    const fmt::format_int digits(number);
    text.append(digits.data(), digits.size());
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
                append_json_utf8(text, std::to_string(cell.as_int64()));
            } else {
                append_integer(text, cell.as_int64());
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
                append_json_text(text, cell.as_string());
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

/// What stands before each cell of a row: `{"id":`, `,"aircraft_id":` and so on.
const std::vector<std::string>& openings() {
    static const std::vector<std::string> texts = [] {
        std::vector<std::string> result;
        result.reserve(kFlightColumns.size());
        for (const std::string_view column : kFlightColumns) {
            result.push_back(fmt::format("{}\"{}\":", result.empty() ? '{' : ',', column));
        }
        return result;
    }();
    return texts;
}

void append_row(std::string& text, std::span<const Value> cells) {
    for (std::size_t column = 0; column < kFlightColumns.size(); ++column) {
        text += openings()[column];
        append_cell(text, cells[column], kFlightColumns[column] == "aircraft_id");
    }
    text += '}';
}

}  // namespace

FlightPage read_page(sql::ResultRows& rows, std::size_t limit) {
    FlightPage page;
    std::string& text = page.identity;
    text = R"({"flights":[)";
    std::int64_t last = 0;
    while (rows.next()) {
        if (page.count == limit) {
            page.next = last;
            break;
        }
        const std::span<const Value> cells = rows.cells();
        last = id_of(cells[0]);
        text += page.count == 0 ? "" : ",";
        append_row(text, cells);
        ++page.count;
    }
    text += R"(],"next":)";
    text += page.next ? std::to_string(*page.next) : "null";
    return page;
}

std::string FlightPage::json(std::int64_t as_of_millis) const {
    return fmt::format(R"({},"as_of":{}}})", identity, as_of_millis);
}

}  // namespace kconnect::flight_reader

#include "reader/flight_statement.hpp"

#include <fmt/format.h>

namespace kconnect::flight_reader {
namespace {

/// Collects conditions and the values of their parameters.
class StatementText {
public:
    StatementText(const sql::Dialect& dialect, const sql::TableId& table) : dialect_(dialect) {
        for (const std::string_view column : kFlightColumns) {
            text_ += (text_.empty() ? "SELECT " : ", ") + dialect.quote(column);
        }
        text_ += " FROM " + dialect.qualified(table);
    }

    void add_condition(std::string_view column, std::string_view comparison, const Value& value) {
        add_condition(compared(column, comparison, value));
    }

    void add_condition(const std::string& condition) {
        text_ += (has_condition_ ? " AND " : " WHERE ") + condition;
        has_condition_ = true;
    }

    std::string compared(std::string_view column, std::string_view comparison, const Value& value) {
        return fmt::format("{} {} {}", dialect_.quote(column), comparison, parameter(value));
    }

    FlightStatement page_of(std::size_t rows) {
        text_ += fmt::format(" ORDER BY {} LIMIT ", dialect_.quote(kFlightColumns[0]));
        text_ += parameter(Value::of_int64(static_cast<std::int64_t>(rows)));
        return {std::move(text_), std::move(parameters_)};
    }

private:
    std::string parameter(const Value& value) {
        parameters_.push_back(value);
        return dialect_.placeholder(parameters_.size());
    }

    const sql::Dialect& dialect_;
    bool has_condition_ = false;
    std::string text_;
    std::vector<Value> parameters_;
};

void add_box(StatementText& text, const BoundingBox& box) {
    text.add_condition("lat", ">=", Value::of_float64(box.min_lat));
    text.add_condition("lat", "<=", Value::of_float64(box.max_lat));
    const std::string from = text.compared("lon", ">=", Value::of_float64(box.min_lon));
    const std::string to = text.compared("lon", "<=", Value::of_float64(box.max_lon));
    text.add_condition(
        fmt::format("({} {} {})", from, box.min_lon > box.max_lon ? "OR" : "AND", to));
}

}  // namespace

FlightStatement flight_statement(const sql::Dialect& dialect,
                                 const sql::TableId& table,
                                 const FlightQuery& query) {
    StatementText text(dialect, table);
    if (query.after) {
        text.add_condition("id", ">", Value::of_int64(*query.after));
    }
    if (query.aircraft_id) {
        text.add_condition("aircraft_id", "=", Value::of_string(*query.aircraft_id));
    }
    if (query.since) {
        text.add_condition("timestamp", ">=", Value::of_int64(*query.since));
    }
    if (query.bbox) {
        add_box(text, *query.bbox);
    }
    return text.page_of(query.limit + 1);
}

}  // namespace kconnect::flight_reader

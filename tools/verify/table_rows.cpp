#include "verify/table_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <deque>

#include <fmt/format.h>

#include "verify/stored_time.hpp"

namespace kconnect::verify {

namespace {

/// A key's text as a query's parameter; `kept` holds what the value points to.
Value parameter(const TableView::Column& column, std::string text, std::deque<std::string>& kept) {
    std::int64_t number = 0;
    if (column.is_number &&
        std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc()) {
        return Value::of_int64(number);
    }
    switch (column.form.kind) {
        // As text MySQL would compare it with the double that its FLOAT becomes.
        case CellKind::kReal32:
            return Value::of_float32(std::strtof(text.c_str(), nullptr));
        case CellKind::kReal64:
            return Value::of_float64(std::strtod(text.c_str(), nullptr));
        case CellKind::kDate:
        case CellKind::kTime:
        case CellKind::kTimestamp:
        case CellKind::kInstant:
            text = shown_time(column.form, text);
            break;
        default:
            break;
    }
    const std::string& stable = kept.emplace_back(std::move(text));
    const bool is_bytes =
        column.form.kind == CellKind::kBytes || column.form.kind == CellKind::kPaddedBytes;
    return is_bytes ? Value::of_bytes(std::as_bytes(std::span(stable))) : Value::of_string(stable);
}

}  // namespace

void TableRows::scan(const std::function<void(const RowDigest&)>& visit) {
    const auto rows = connection_.select(
        fmt::format(
            "SELECT {} FROM {}", view_.select_list(dialect_), dialect_.qualified(view_.id())),
        {});
    RowDigest digest;
    while (rows->next()) {
        view_.digest(rows->cells(), digest);
        visit(digest);
    }
}

void TableRows::for_chunks(const std::vector<std::string>& keys,
                           const std::string& statement,
                           const std::function<void(sql::ResultRows&)>& visit) {
    constexpr std::size_t kKeysOfStatement = 100;
    for (std::size_t first = 0; first < keys.size(); first += kKeysOfStatement) {
        std::deque<std::string> kept;
        std::vector<Value> parameters;
        std::string condition;
        for (std::size_t at = first; at < std::min(keys.size(), first + kKeysOfStatement); ++at) {
            auto parts = split_key(keys[at]);
            std::string one;
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const auto& column = view_.keys()[part];
                one += (one.empty() ? "" : " AND ") + dialect_.quote(column.name);
                if (!parts[part]) {
                    one += " IS NULL";
                    continue;
                }
                parameters.push_back(parameter(column, std::move(*parts[part]), kept));
                one += " = " + dialect_.placeholder(parameters.size());
            }
            condition += condition.empty() ? "(" : " OR (";
            condition += one;
            condition += ')';
        }
        visit(*connection_.select(statement + " WHERE " + condition, parameters));
    }
}

std::unordered_map<std::string, std::vector<std::uint64_t>> TableRows::look_up(
    const std::vector<std::string>& keys) {
    std::unordered_map<std::string, std::vector<std::uint64_t>> found;
    if (!view_.exists()) {
        return found;
    }
    for_chunks(
        keys,
        fmt::format(
            "SELECT {} FROM {}", view_.select_list(dialect_), dialect_.qualified(view_.id())),
        [&](sql::ResultRows& rows) {
            RowDigest digest;
            while (rows.next()) {
                view_.digest(rows.cells(), digest);
                found.insert_or_assign(digest.key, digest.cells);
            }
        });
    return found;
}

void TableRows::erase(const std::vector<std::string>& keys) {
    connection_.begin();
    try {
        for_chunks(keys,
                   "DELETE FROM " + dialect_.qualified(view_.id()),
                   [](sql::ResultRows& rows) { rows.next(); });
        connection_.commit();
    } catch (...) {
        connection_.rollback();
        throw;
    }
}

}  // namespace kconnect::verify

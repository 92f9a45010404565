#include "postgresql/row_statements.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kconnect::sql::postgresql {

namespace {

/// Writes the statements of one shape; `cell` names column n's value: "u.c1" or "$1".
class StatementText {
public:
    StatementText(const Dialect& dialect,
                  const WriteShape& shape,
                  std::span<const Binding> bindings,
                  std::string cell_prefix)
        : shape_(shape), bindings_(bindings), cell_prefix_(std::move(cell_prefix)) {
        table_ = dialect.qualified(shape.table.id);
        for (const WriteColumn& column : shape.columns) {
            names_.push_back(dialect.quote(column.name));
        }
    }

    /// `values` is "SELECT {} FROM ..." or "VALUES ({})".
    std::string insert(std::string_view values_before, std::string_view values_behind) const {
        std::vector<std::string> values;
        for (std::size_t index = 0; index < names_.size(); ++index) {
            values.push_back(cell(index) + bindings_[index].value_cast);
        }
        return fmt::format("INSERT INTO {} ({}) {}{}{}{}",
                           table_,
                           fmt::join(names_, ","),
                           values_before,
                           fmt::join(values, ","),
                           values_behind,
                           shape_.mode == WriteMode::kUpsert ? on_conflict() : "");
    }

    std::string copy() const {
        return fmt::format(
            "COPY {} ({}) FROM STDIN (FORMAT binary)", table_, fmt::join(names_, ","));
    }

    std::string update(std::string_view from) const {
        std::vector<std::string> assignments;
        for (std::size_t index = shape_.key_count; index < names_.size(); ++index) {
            assignments.push_back(
                fmt::format("{}={}{}", names_[index], cell(index), bindings_[index].value_cast));
        }
        return fmt::format(
            "UPDATE {} AS t SET {}{}{}", table_, fmt::join(assignments, ","), from, where());
    }

    std::string remove(std::string_view from) const {
        return fmt::format("DELETE FROM {} AS t{}{}", table_, from, where());
    }

    /// "unnest($1,$2) AS u(c1,c2)"
    std::string rows() const {
        std::vector<std::string> parameters;
        std::vector<std::string> cells;
        for (std::size_t index = 1; index <= names_.size(); ++index) {
            parameters.push_back(fmt::format("${}", index));
            cells.push_back(fmt::format("c{}", index));
        }
        return fmt::format(
            "unnest({}) AS u({})", fmt::join(parameters, ","), fmt::join(cells, ","));
    }

private:
    std::string cell(std::size_t index) const { return cell_prefix_ + std::to_string(index + 1); }

    std::string on_conflict() const {
        std::vector<std::string> assignments;
        for (std::size_t index = shape_.key_count; index < names_.size(); ++index) {
            assignments.push_back(fmt::format("{0}=EXCLUDED.{0}", names_[index]));
        }
        const auto keys = std::span(names_).first(shape_.key_count);
        return fmt::format(" ON CONFLICT ({}) {}{}",
                           fmt::join(keys, ","),
                           assignments.empty() ? "DO NOTHING" : "DO UPDATE SET ",
                           fmt::join(assignments, ","));
    }

    std::string where() const {
        std::vector<std::string> conditions;
        for (std::size_t index = 0; index < shape_.key_count; ++index) {
            conditions.push_back(
                fmt::format("t.{}={}{}", names_[index], cell(index), bindings_[index].key_cast));
        }
        return conditions.empty() ? "" : fmt::format(" WHERE {}", fmt::join(conditions, " AND "));
    }

    const WriteShape& shape_;
    std::span<const Binding> bindings_;
    std::string cell_prefix_;
    std::string table_;
    std::vector<std::string> names_;
};

}  // namespace

std::string statement_for_rows(const Dialect& dialect,
                               const WriteShape& shape,
                               std::span<const Binding> bindings) {
    const StatementText text(dialect, shape, bindings, "u.c");
    switch (shape.mode) {
        case WriteMode::kUpdate:
            return text.update(" FROM " + text.rows());
        case WriteMode::kDelete:
            return text.remove(" USING " + text.rows());
        default:
            return text.insert("SELECT ", " FROM " + text.rows());
    }
}

std::string statement_for_one_row(const Dialect& dialect,
                                  const WriteShape& shape,
                                  std::span<const Binding> bindings) {
    const StatementText text(dialect, shape, bindings, "$");
    switch (shape.mode) {
        case WriteMode::kUpdate:
            return text.update("");
        case WriteMode::kDelete:
            return text.remove("");
        default:
            return text.insert("VALUES (", ")");
    }
}

std::string statement_for_copy(const Dialect& dialect, const WriteShape& shape) {
    return StatementText(dialect, shape, {}, "").copy();
}

}  // namespace kconnect::sql::postgresql

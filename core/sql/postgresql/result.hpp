#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_result;

namespace kconnect::sql::postgresql {

struct ResultClearer {
    void operator()(pg_result* result) const noexcept;
};

/// What the server answered to one statement.
class Result {
public:
    explicit Result(pg_result* result) : result_(result) {}

    std::size_t rows() const;
    std::size_t columns() const;
    bool is_null(std::size_t row, std::size_t column) const;
    /// How many rows the statement inserted, changed or deleted.
    std::size_t affected_rows() const;
    /// Valid as long as the result.
    std::string_view text(std::size_t row, std::size_t column) const;
    bool is_true(std::size_t row, std::size_t column) const { return text(row, column) == "t"; }
    pg_result* get() const noexcept { return result_.get(); }

private:
    std::unique_ptr<pg_result, ResultClearer> result_;
};

/// Parameters of one statement in libpq's form; the values are borrowed.
struct Parameters {
    std::vector<unsigned> types;  ///< OID, 0 when the server decides.
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;  ///< 1 is binary.

    void clear();
    void add(unsigned type, const char* value, std::size_t length, bool binary);
    void add_text(const std::string& value) { add(0, value.c_str(), value.size(), false); }
};

}  // namespace kconnect::sql::postgresql

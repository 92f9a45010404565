#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <kconnect/value.hpp>

struct st_mysql_bind;

namespace kconnect::sql::mysql {

/// The parameters of a query in the client library's form. Texts and bytes stay where the values
/// point to.
class QueryParameters {
public:
    /// Throws DataException for a value that no parameter can carry.
    explicit QueryParameters(std::span<const Value> values);
    ~QueryParameters();
    QueryParameters(const QueryParameters&) = delete;
    QueryParameters& operator=(const QueryParameters&) = delete;

    std::vector<st_mysql_bind>& binds() noexcept { return binds_; }

private:
    union Number {
        std::int64_t integer;
        float single;
        double real;
    };

    static void bind(st_mysql_bind& bind, Number& number, const Value& value);

    std::vector<Number> numbers_;
    std::vector<st_mysql_bind> binds_;
};

}  // namespace kconnect::sql::mysql

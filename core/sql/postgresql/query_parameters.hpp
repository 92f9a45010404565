#pragma once

#include <span>
#include <string>
#include <vector>

#include <kconnect/value.hpp>

#include "postgresql/result.hpp"

namespace kconnect::sql::postgresql {

/// The parameters of a query in libpq's form, and the texts that they point to.
class QueryParameters {
public:
    /// Throws DataException for a value that no parameter can carry.
    explicit QueryParameters(std::span<const Value> values);

    const Parameters& get() const noexcept { return parameters_; }

private:
    void add(const Value& value);
    void add_text(unsigned type, std::string text);

    std::vector<std::string> texts_;  ///< Reserved at once: the parameters point into it.
    Parameters parameters_;
};

}  // namespace kconnect::sql::postgresql

#pragma once

#include <string>

#include <kconnect/value.hpp>

namespace kconnect {

/// The decimal as java.math.BigDecimal.toString gives it: "1.50", "1E+3", "1E-10".
std::string decimal_text(const Decimal& decimal);

}  // namespace kconnect

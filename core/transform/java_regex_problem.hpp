#pragma once

#include <string>
#include <string_view>

namespace kconnect::transform {

/// What java.util.regex says of an expression that is none: "Unclosed group near index 2\nx(".
/// Knows the mistakes that people make; for others `otherwise` stands in front of the place.
std::string java_regex_problem(std::u16string_view expression, std::string_view otherwise);

}  // namespace kconnect::transform

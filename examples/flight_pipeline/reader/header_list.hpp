#pragma once

#include <string_view>
#include <vector>

namespace kconnect::flight_reader {

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text) noexcept;

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

/// The elements of a header that is a list; a comma in quotes does not end one. Empty ones are
/// left out.
std::vector<std::string_view> header_elements(std::string_view text);

}  // namespace kconnect::flight_reader

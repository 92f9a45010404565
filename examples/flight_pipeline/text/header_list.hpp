#pragma once

#include <string_view>
#include <vector>

namespace kconnect::flight_text {

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text) noexcept;

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

/// The elements of a header that is a list; a comma in quotes does not end one. Empty ones are
/// left out.
std::vector<std::string_view> header_elements(std::string_view text);

/// True when an If-None-Match header, empty when there is none, has this tag, either of them weak
/// or strong, or is `*`.
bool has_entity_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace kconnect::flight_text

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kconnect::flight_reader {

/// A weak tag, as answers also have the time they were made at: W/ and, in quotes, of what an
/// answer says; `coding` is the content's coding or empty.
std::string entity_tag(std::string_view identity, std::string_view coding);

/// True when an If-None-Match header names the tag, weak or strong, or is `*`.
bool matches(std::optional<std::string_view> if_none_match, std::string_view tag);

}  // namespace kconnect::flight_reader

#pragma once

#include <string>
#include <string_view>

namespace kconnect::flight_reader {

/// A weak tag, as answers also have the time they were made at: W/ and, in quotes, of what an
/// answer says; `coding` is the content's coding or empty.
std::string entity_tag(std::string_view identity, std::string_view coding);

}  // namespace kconnect::flight_reader

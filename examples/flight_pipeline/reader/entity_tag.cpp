#include "reader/entity_tag.hpp"

#include <fmt/format.h>

#include "text/fingerprint.hpp"

namespace kconnect::flight_reader {

std::string entity_tag(std::string_view identity, std::string_view coding) {
    return fmt::format(
        "W/\"{}{}{}\"", flight_text::fingerprint(identity), coding.empty() ? "" : "-", coding);
}

}  // namespace kconnect::flight_reader

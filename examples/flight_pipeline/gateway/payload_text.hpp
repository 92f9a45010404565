#pragma once

#include <string_view>

namespace kconnect::flight_gateway {

/// True for the media types that API Gateway passes on as they are: text, JSON, XML, JavaScript,
/// and no type at all.
bool is_text_type(std::string_view content_type);

}  // namespace kconnect::flight_gateway

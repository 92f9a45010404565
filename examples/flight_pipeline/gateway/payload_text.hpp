#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kconnect::flight_gateway {

/// Base64 with padding, on one line.
std::string to_base64(std::string_view bytes);

/// Absent when the text is no base64.
std::optional<std::string> from_base64(std::string_view text);

bool is_utf8(std::string_view bytes) noexcept;

/// True for the media types that API Gateway passes on as they are: text, JSON, XML, JavaScript,
/// and no type at all.
bool is_text_type(std::string_view content_type);

/// 16 random bytes as a UUID of version 4. Throws ConnectException when there is no randomness.
std::string random_id();

/// The first 32 hex digits of the SHA-256 of these bytes.
std::string fingerprint(std::string_view bytes);

}  // namespace kconnect::flight_gateway

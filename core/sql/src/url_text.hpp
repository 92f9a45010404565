#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kconnect::sql {

/// The text with %XX replaced; absent when a '%' has no two hexadecimal digits behind it.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// True for names of parameters whose values are never shown.
bool is_secret_name(std::string_view name);

/// Where the user information of `user:password@host...` ends; 0 when there is none. A password
/// may hold a '/' that nobody encoded.
std::size_t end_of_user_information(std::string_view servers);

/// The `name=value` pieces of `text`, the secret values among them hidden, also where the name is
/// percent-encoded.
std::string hide_values(std::string_view text, std::string_view separators);

/// A parameter's name or value for messages: without private keys, without the user information
/// of a URL, and without what a wrong separator put behind it.
std::string without_nested_secrets(std::string_view text);

/// An unparsed URL for messages: user information and values of secret parameters are hidden.
std::string without_secrets(std::string_view url);

}  // namespace kconnect::sql

#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <kconnect/config_map.hpp>

namespace kconnect {

/// How the bytes of a properties file stand for characters; \uXXXX works in both.
enum class PropertiesEncoding { kLatin1, kUtf8 };

/// Reads text as java.util.Properties does: ISO-8859-1 with \uXXXX, comments (# and !), the
/// separators = : and blank, continued lines, trailing blanks kept, the last of equal keys wins.
/// Values come out as UTF-8. Throws ConfigException, naming `place` and the line, for a malformed
/// \uXXXX.
ConfigMap parse_properties(std::string_view text,
                           std::string_view place,
                           PropertiesEncoding encoding = PropertiesEncoding::kLatin1);

/// Whether these bytes are valid UTF-8.
bool is_utf8(std::string_view bytes);

/// The bytes of a file; throws ConnectException, naming it, when it cannot be read.
std::string read_text_file(const std::filesystem::path& file);

/// Both in one: the properties of a file.
ConfigMap read_properties_file(const std::filesystem::path& file);

}  // namespace kconnect

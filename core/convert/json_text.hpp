#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>

namespace kconnect::convert {

/// Where a text stands: Jackson decodes overlong forms of four bytes differently in names.
enum class JsonTextPlace : std::uint8_t { kValue, kName };

/// What stands between the quotes of a JSON string as UTF-8: escapes resolved, bytes decoded as
/// leniently as Jackson does (overlong forms pass, surrogates may come as three bytes each).
/// A surrogate without its partner becomes '?', which is what Java writes for it.
/// Points into `arena`, or into `content` where that needs no change.
/// Absent when an escape or a byte is malformed.
std::optional<std::string_view> decode_json_text(std::string_view content,
                                                 Arena& arena,
                                                 JsonTextPlace place = JsonTextPlace::kValue);

/// A document of any encoding that Jackson recognises, as UTF-8 without byte order mark: UTF-8
/// stays where it is, UTF-16 and UTF-32 are rewritten in `arena`.
std::string_view to_utf8_document(std::string_view document, Arena& arena);

}  // namespace kconnect::convert

#pragma once

#include <cstdint>
#include <string>

namespace kconnect {

/// The instant, in milliseconds since 1970, as java.util.Date.toString gives it in the local time
/// zone: "Fri Aug 23 14:34:54 UTC 2019".
std::string java_date_text(std::int64_t milliseconds);

}  // namespace kconnect

#pragma once

#include <string>

namespace kconnect::flight_text {

/// 16 random bytes as a UUID of version 4. Throws ConnectException when there is no randomness.
std::string random_id();

}  // namespace kconnect::flight_text

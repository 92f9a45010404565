#pragma once

#include <optional>
#include <string_view>

#include <kconnect/config_def.hpp>

#include "client_properties.hpp"

namespace kconnect::kafka {

/// The type of a number or truth value among the keys of Java's client (Kafka 4.1.1); absent for
/// all other keys.
std::optional<ConfigType> java_key_type(ClientKind kind, std::string_view key);

}  // namespace kconnect::kafka

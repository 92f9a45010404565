#pragma once

#include <kconnect/config_def.hpp>

namespace kconnect::convert {

/// The key `converter.type` that Connect sets for every converter; here the role says it already.
inline ConfigKey converter_type_key() {
    return {.name = "converter.type",
            .type = ConfigType::kString,
            .default_value = nullptr,
            .importance = Importance::kLow,
            .doc = "What the converter is used for: key, value or header. Set by the worker."};
}

}  // namespace kconnect::convert

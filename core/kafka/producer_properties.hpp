#pragma once

#include <kconnect/config_map.hpp>

#include "client_properties.hpp"

namespace kconnect::kafka {

/// Translates the keys of Java's producer (rule kProducer), with Java's defaults and checks.
/// Throws ConfigException for values that Java refuses, and for what cannot run here.
void translate_producer_properties(const ConfigMap& config, TranslatedProperties& result);

/// True when the keys ask for an idempotent producer, which then must be one.
bool wants_idempotence(const ConfigMap& config);

}  // namespace kconnect::kafka

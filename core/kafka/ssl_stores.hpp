#pragma once

#include <kconnect/config_map.hpp>

#include "client_properties.hpp"

namespace kconnect::kafka {

/// Reads the stores of `ssl.truststore.*` and `ssl.keystore.*` and hands their content to
/// librdkafka in memory. Throws ConfigException for keys that do not go together and KafkaException
/// for a store that cannot be read, both in Java's words.
void translate_ssl_stores(const ConfigMap& config, TranslatedProperties& result);

}  // namespace kconnect::kafka

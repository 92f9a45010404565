#pragma once

#include <memory>

#include <kconnect/config_map.hpp>

#include "sink_consumer.hpp"

namespace kconnect::kafka {

/// A consumer over librdkafka. `config` is what sink_consumer_config() gives. Throws
/// ConfigException for a key that cannot be translated.
std::unique_ptr<SinkConsumer> make_consumer(const ConfigMap& config);

}  // namespace kconnect::kafka

#pragma once

#include <string_view>

#include <kconnect/config_map.hpp>

namespace kconnect::kafka {

/// Properties of a sink task's consumer, in Java's names: built-in base, then the worker's
/// `consumer.*`, then the connector's `consumer.override.*`. Of the worker's plain keys only
/// bootstrap.servers is inherited, as in Kafka Connect.
ConfigMap sink_consumer_config(const ConfigMap& worker,
                               const ConfigMap& connector,
                               std::string_view connector_name,
                               int task);

/// Properties of a source task's producer: base, `producer.*`, `producer.override.*`.
ConfigMap source_producer_config(const ConfigMap& worker,
                                 const ConfigMap& connector,
                                 std::string_view connector_name,
                                 int task);

/// Properties of the producer of a sink task's dead letters.
ConfigMap dead_letter_producer_config(const ConfigMap& worker,
                                      const ConfigMap& connector,
                                      std::string_view connector_name,
                                      int task);

/// Properties of an admin client: all worker keys but those of other clients, then `admin.*`, then
/// the connector's `admin.override.*` (an empty map for the worker's own client).
ConfigMap admin_config(const ConfigMap& worker,
                       const ConfigMap& connector,
                       std::string_view client_id);

}  // namespace kconnect::kafka

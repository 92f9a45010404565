#pragma once

#include <chrono>
#include <string>

#include <kconnect/config_map.hpp>

namespace kconnect::kafka {

/// Id of the cluster that `config` (of client_config's admin_config()) leads to; waits up to its
/// default.api.timeout.ms. Throws ConnectException with Kafka Connect's text, and what librdkafka
/// said as its cause, when no broker answers.
std::string look_up_cluster_id(const ConfigMap& config);

}  // namespace kconnect::kafka

#include <string>

#include <fmt/format.h>

#include "fallback_producer.hpp"
#include "librdkafka_version.hpp"
#include "producer_properties.hpp"
#include "rdkafka_producer.hpp"

namespace kconnect::kafka {

namespace {

TranslatedProperties without_idempotence(const ConfigMap& config) {
    TranslatedProperties properties =
        translate_client_properties(config, ClientKind::kProducer, library_version());
    properties.set("enable.idempotence", "false", "enable.idempotence");
    properties.warnings.clear();  // They have been logged.
    return properties;
}

void warn(const std::string& client_id) {
    Logger("kconnect.kafka.Producer")
        .warn(fmt::format(
            "The cluster does not let the producer {} be idempotent (InitProducerId: Cluster "
            "authorization failed). It goes on without: when a request is repeated, its records "
            "may "
            "come twice, or after those behind them. Allow its principal IDEMPOTENT_WRITE on the "
            "cluster to have neither",
            client_id));
}

}  // namespace

std::unique_ptr<RecordProducer> make_producer(const ConfigMap& config, DeliveryListener& listener) {
    const TranslatedProperties properties =
        translate_client_properties(config, ClientKind::kProducer, library_version());
    const bool is_idempotent = properties.find("enable.idempotence")->value == "true";
    if (!is_idempotent || wants_idempotence(config)) {
        return std::make_unique<RdKafkaProducer>(properties, listener);
    }
    return std::make_unique<FallbackProducer>(
        [&properties](DeliveryListener& reports) {
            return std::make_unique<RdKafkaProducer>(properties, reports);
        },
        [config](DeliveryListener& reports) {
            return std::make_unique<RdKafkaProducer>(without_idempotence(config), reports);
        },
        [id = std::string(find(config, "client.id").value_or("rdkafka"))] { warn(id); },
        listener);
}

}  // namespace kconnect::kafka

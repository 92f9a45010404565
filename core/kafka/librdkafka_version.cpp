#include "librdkafka_version.hpp"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <kconnect/logging.hpp>

namespace kconnect::kafka {

int library_version() {
    return rd_kafka_version();
}

std::string library_version_text() {
    return rd_kafka_version_str();
}

void log_library_version() {
    Logger("kconnect.kafka.Library")
        .info(fmt::format("librdkafka {} runs (built against {}.{}.{})",
                          rd_kafka_version_str(),
                          RD_KAFKA_VERSION >> 24,
                          (RD_KAFKA_VERSION >> 16) & 0xff,
                          (RD_KAFKA_VERSION >> 8) & 0xff));
}

std::string scram_warning(std::string_view sasl_mechanism, int version) {
    if (!sasl_mechanism.starts_with("SCRAM-") || version >= kVersionWithScramForKafka4) {
        return {};
    }
    return fmt::format(
        "librdkafka {}.{}.{} cannot authenticate with {} against Kafka 4.0 and newer: brokers "
        "answer "
        "that the credentials are invalid. Install librdkafka 2.6.1 or newer, or use another "
        "mechanism",
        version >> 24,
        (version >> 16) & 0xff,
        (version >> 8) & 0xff,
        sasl_mechanism);
}

}  // namespace kconnect::kafka

#include "admin.hpp"

#include <algorithm>
#include <memory>

#include <kconnect/errors.hpp>

#include "client_builder.hpp"
#include "kafka_exception.hpp"
#include "librdkafka_version.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct FreeMetadata {
    void operator()(const rd_kafka_metadata_t* metadata) const noexcept {
        rd_kafka_metadata_destroy(metadata);
    }
};

struct FreeText {
    rd_kafka_t* client;
    void operator()(char* text) const noexcept { rd_kafka_mem_free(client, text); }
};

/// Asks once; empty when there was no answer in time.
std::string ask(rd_kafka_t* client, milliseconds timeout) {
    const rd_kafka_metadata_t* answer = nullptr;
    const auto code =
        rd_kafka_metadata(client, 0, nullptr, &answer, static_cast<int>(timeout.count()));
    const std::unique_ptr<const rd_kafka_metadata_t, FreeMetadata> metadata(answer);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return {};
    }
    const std::unique_ptr<char, FreeText> id(rd_kafka_clusterid(client, 0), FreeText{client});
    return id != nullptr ? id.get() : std::string("unknown");
}

[[noreturn]] void give_up(std::exception_ptr cause) {
    throw ConnectException(
        "Failed to connect to and describe Kafka cluster. Check worker's broker connection and "
        "security properties.",
        std::move(cause));
}

}  // namespace

std::string look_up_cluster_id(const ConfigMap& config) {
    const TranslatedProperties properties =
        translate_client_properties(config, ClientKind::kAdmin, library_version());
    const auto client = Client::start(ClientKind::kAdmin, properties, "kconnect.kafka.AdminClient");
    // Short slices: an error of the connection that no waiting cures ends the look-up at once.
    constexpr milliseconds kSlice{500};
    const auto deadline = steady_clock::now() + properties.settings.default_api_timeout;
    for (auto now = steady_clock::now(); now < deadline; now = steady_clock::now()) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - now);
        std::string id = ask(client->get(), std::min(kSlice, left));
        if (!id.empty()) {
            return id;
        }
        rd_kafka_poll(client->get(), 0);
        if (const std::exception_ptr failure = client->events().take_failure()) {
            give_up(failure);
        }
    }
    give_up(std::make_exception_ptr(
        KafkaException("org.apache.kafka.common.errors.TimeoutException",
                       "Timed out waiting for a node assignment. Call: listNodes")));
}

}  // namespace kconnect::kafka

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>

namespace kconnect::kafka {

enum class ClientKind : std::uint8_t { kConsumer, kProducer, kAdmin };

/// One property as librdkafka takes it.
struct LibraryProperty {
    std::string name;
    std::string value;
    std::string origin;  ///< The key it comes from; empty for a default of ours.
};

/// Java client keys that librdkafka does not have and that our consumer and admin serve.
struct ConsumerSettings {
    std::size_t max_poll_records = 500;
    std::chrono::milliseconds default_api_timeout{60000};
    std::chrono::milliseconds metadata_max_age{300000};
    bool exclude_internal_topics = true;
};

/// Java client keys that librdkafka does not have and that our producer serves.
struct ProducerSettings {
    std::chrono::milliseconds max_block{60000};
    std::size_t max_request_size = 1048576;
    std::size_t buffer_memory = 33554432;
    bool round_robin = false;  ///< partitioner.class is RoundRobinPartitioner.
};

/// A client's properties after translation.
struct TranslatedProperties {
    std::vector<LibraryProperty> library;  ///< Each name once.
    ConsumerSettings settings;
    ProducerSettings producer;
    std::vector<std::string> warnings;        ///< One line each; no passwords.
    std::vector<std::shared_ptr<void>> kept;  ///< What properties refer to until the client starts.

    /// Null when the property is not set.
    const LibraryProperty* find(std::string_view name) const noexcept;
    void set(std::string_view name, std::string value, std::string_view origin);
    /// Sets it unless it is set already.
    void set_default(std::string_view name, std::string value);
};

/// Translates Java client keys, and librdkafka's own, for a librdkafka of `library_version`, and
/// adds Java's defaults where librdkafka's differ. Throws ConfigException, with the key and the
/// remedy, for what cannot be translated. Keys that nobody knows come through as they are.
TranslatedProperties translate_client_properties(const ConfigMap& config,
                                                 ClientKind kind,
                                                 int library_version);

/// True when the value of this key must not be shown.
bool is_secret(std::string_view key) noexcept;

}  // namespace kconnect::kafka

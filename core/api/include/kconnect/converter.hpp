#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>
#include <kconnect/export.hpp>
#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>
#include <kconnect/schema.hpp>

namespace kconnect {

/// What a converter instance is used for (Connect's `converter.type`).
enum class ConverterRole : std::uint8_t { kKey, kValue, kHeader };

/// Translates between bytes in Kafka and Connect's data. One instance serves the keys or the
/// values of one task. Threads: one at a time.
class KCONNECT_API Converter {
public:
    virtual ~Converter();

    virtual const ConfigDef& config() const = 0;
    /// Takes the properties below `key.converter.` or `value.converter.`, prefix removed.
    virtual void configure(const ConfigMap& config, ConverterRole role) = 0;

    /// Bytes of Kafka (absent when null) to data. Results may point into `payload`, into
    /// `memory` and into schemas kept by `memory`. Throws DataException.
    virtual SchemaAndValue to_connect_data(std::string_view topic,
                                           std::optional<std::string_view> payload,
                                           BatchMemory& memory) = 0;

    /// Data to bytes, in `memory` or borrowed from the value; absent for null.
    /// Throws DataException.
    virtual std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                              const SchemaAndValue& data,
                                                              BatchMemory& memory) = 0;
};

/// Translates between header bytes in Kafka and Connect's data. Threads: one at a time.
class KCONNECT_API HeaderConverter {
public:
    virtual ~HeaderConverter();

    virtual const ConfigDef& config() const = 0;
    virtual void configure(const ConfigMap& config) = 0;
    virtual SchemaAndValue to_connect_header(std::string_view topic,
                                             const RawHeader& header,
                                             BatchMemory& memory) = 0;
    virtual std::optional<std::string_view> from_connect_header(std::string_view topic,
                                                                const Header& header,
                                                                BatchMemory& memory) = 0;
};

}  // namespace kconnect

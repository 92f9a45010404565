#pragma once

#include <optional>
#include <string_view>

#include <kconnect/converter.hpp>

#include "convert/java_charset.hpp"

namespace kconnect::convert {

/// org.apache.kafka.connect.storage.StringConverter: bytes as optional text, and the text that
/// Java's toString gives for any data as bytes.
class StringConverter final : public Converter {
public:
    static const ConfigDef& config_def();

    StringConverter();
    ~StringConverter() override;

    const ConfigDef& config() const override { return config_def(); }
    /// Throws SerializationException for an encoding that does not exist.
    void configure(const ConfigMap& config, ConverterRole role) override;
    SchemaAndValue to_connect_data(std::string_view topic,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override;
    std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override;

private:
    std::optional<JavaCharset> charset_;  ///< Absent for UTF-8.
};

}  // namespace kconnect::convert

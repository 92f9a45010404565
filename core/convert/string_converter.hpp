#pragma once

#include <optional>
#include <string>
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
    void configure(const ConfigMap& config, ConverterRole role) override;
    SchemaAndValue to_connect_data(std::string_view topic,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override;
    std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override;

private:
    const JavaCharset& charset(const std::string& failure, const std::string& problem) const;

    std::string encoding_ = "UTF-8";
    bool utf8_ = true;
    std::optional<JavaCharset> charset_;  ///< Absent for UTF-8, and when the encoding is unknown.
};

}  // namespace kconnect::convert

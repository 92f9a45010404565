#pragma once

#include <optional>
#include <string_view>

#include <kconnect/converter.hpp>

namespace kconnect::convert {

/// org.apache.kafka.connect.converters.BooleanConverter: one byte, 0 or 1.
class BooleanConverter final : public Converter {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config, ConverterRole role) override;
    SchemaAndValue to_connect_data(std::string_view topic,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override;
    std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override;
};

}  // namespace kconnect::convert

#pragma once

#include <optional>
#include <string_view>

#include <kconnect/converter.hpp>

namespace kconnect::convert {

/// Lets a converter serve as header converter, as Connect's own converters do.
template <typename Wrapped>
class HeaderAdapter final : public HeaderConverter {
public:
    static const ConfigDef& config_def() { return Wrapped::config_def(); }

    const ConfigDef& config() const override { return config_def(); }

    void configure(const ConfigMap& config) override {
        converter_.configure(config, ConverterRole::kHeader);
    }

    SchemaAndValue to_connect_header(std::string_view topic,
                                     const RawHeader& header,
                                     BatchMemory& memory) override {
        return converter_.to_connect_data(topic, header.value, memory);
    }

    std::optional<std::string_view> from_connect_header(std::string_view topic,
                                                        const Header& header,
                                                        BatchMemory& memory) override {
        return converter_.from_connect_data(topic, {header.schema, header.value}, memory);
    }

private:
    Wrapped converter_;
};

}  // namespace kconnect::convert

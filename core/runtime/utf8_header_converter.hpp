#pragma once

#include <kconnect/converter.hpp>

namespace kconnect::runtime {

/// Gives header values as STRING, or as BYTES where they are no UTF-8. What tasks use when no
/// header converter is given; it does not guess types as Java's SimpleHeaderConverter does.
class Utf8HeaderConverter final : public HeaderConverter {
public:
    Utf8HeaderConverter();
    ~Utf8HeaderConverter() override;

    const ConfigDef& config() const override;
    void configure(const ConfigMap& config) override;
    SchemaAndValue to_connect_header(std::string_view topic,
                                     const RawHeader& header,
                                     BatchMemory& memory) override;
    std::optional<std::string_view> from_connect_header(std::string_view topic,
                                                        const Header& header,
                                                        BatchMemory& memory) override;

private:
    SchemaPtr string_schema_;
    SchemaPtr bytes_schema_;
};

}  // namespace kconnect::runtime

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <kconnect/converter.hpp>

#include "convert/header_inference.hpp"
#include "convert/local_calendar.hpp"

namespace kconnect::convert {

/// org.apache.kafka.connect.storage.SimpleHeaderConverter, Connect's default for headers: values
/// are texts, and get the type that their text suggests.
class SimpleHeaderConverter final : public HeaderConverter {
public:
    static const ConfigDef& config_def();

    /// Reads and writes dates in the process's time zone, as Java does, or in `zone`.
    explicit SimpleHeaderConverter(const std::string& zone = {});
    ~SimpleHeaderConverter() override;

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    SchemaAndValue to_connect_header(std::string_view topic,
                                     const RawHeader& header,
                                     BatchMemory& memory) override;
    std::optional<std::string_view> from_connect_header(std::string_view topic,
                                                        const Header& header,
                                                        BatchMemory& memory) override;

private:
    LocalCalendar calendar_;
    HeaderInference inference_;
};

}  // namespace kconnect::convert

#pragma once

#include <optional>
#include <string_view>

#include <kconnect/converter.hpp>

#include "convert/envelope_prefixes.hpp"
#include "convert/json_exact_reader.hpp"
#include "convert/json_fast_reader.hpp"
#include "convert/json_message_writer.hpp"

namespace kconnect::convert {

/// org.apache.kafka.connect.json.JsonConverter: JSON with or without a schema envelope.
/// Usual messages go through JsonFastReader; what that declines is read by JsonExactReader, which
/// does as Java does in every detail.
class JsonConverter final : public Converter {
public:
    static const ConfigDef& config_def();

    JsonConverter();
    ~JsonConverter() override;

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config, ConverterRole role) override;
    SchemaAndValue to_connect_data(std::string_view topic,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override;
    std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override;

private:
    SchemaAndValue read_plain(std::string_view message, BatchMemory& memory);
    SchemaAndValue read_enveloped(std::string_view message, BatchMemory& memory);
    std::optional<Value> read_known(std::string_view message,
                                    const EnvelopePrefixes::Prefix& prefix,
                                    Arena& arena);

    JsonReadSettings settings_;
    JsonMessageWriter writer_;
    JsonFastReader fast_;
    JsonExactReader exact_;
    EnvelopePrefixes prefixes_;
    TypePlan schemaless_plan_;
};

}  // namespace kconnect::convert

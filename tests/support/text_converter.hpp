#pragma once

#include <string>

#include <kconnect/converter.hpp>
#include <kconnect/errors.hpp>

namespace kconnect::test {

/// Gives payloads as STRING without copying; refuses the payload "bad" and the text "unwritable".
class TextConverter final : public Converter {
public:
    const ConfigDef& config() const override {
        static const ConfigDef def;
        return def;
    }
    void configure(const ConfigMap& /*config*/, ConverterRole /*role*/) override {}
    SchemaAndValue to_connect_data(std::string_view /*topic*/,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override {
        if (!payload) {
            return {};
        }
        if (*payload == "bad") {
            throw DataException("Cannot read 'bad'");
        }
        return {memory.keep(schema_), Value::of_string(*payload)};
    }
    std::optional<std::string_view> from_connect_data(std::string_view /*topic*/,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& /*memory*/) override {
        if (data.value.kind() == ValueKind::kString && data.value.as_string() == "unwritable") {
            throw DataException("Cannot write 'unwritable'");
        }
        return data.value.is_null() ? std::nullopt : std::optional(data.value.as_string());
    }

private:
    SchemaPtr schema_ = primitive_schema(SchemaType::kString, true);
};

/// Gives header values as TextConverter gives payloads.
class TextHeaderConverter final : public HeaderConverter {
public:
    const ConfigDef& config() const override { return converter_.config(); }
    void configure(const ConfigMap& /*config*/) override {}
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
    TextConverter converter_;
};

}  // namespace kconnect::test

#pragma once

#include <algorithm>
#include <string>

#include <kconnect/converter.hpp>
#include <kconnect/schemas.hpp>

namespace plugin_template {

/// Texts between commas, as an array of strings: "a,b" is [a, b].
class CsvConverter final : public kconnect::Converter {
public:
    const kconnect::ConfigDef& config() const override {
        static const kconnect::ConfigDef def;
        return def;
    }
    void configure(const kconnect::ConfigMap& /*config*/,
                   kconnect::ConverterRole /*role*/) override {}

    kconnect::SchemaAndValue to_connect_data(std::string_view /*topic*/,
                                             std::optional<std::string_view> payload,
                                             kconnect::BatchMemory& memory) override {
        if (!payload) {
            return {};
        }
        const auto cells = memory.arena().make_array<kconnect::Value>(
            1 + static_cast<std::size_t>(std::ranges::count(*payload, ',')));
        for (auto& cell : cells) {
            const auto comma = std::min(payload->find(','), payload->size());
            cell = kconnect::Value::of_string(payload->substr(0, comma));  // Not copied.
            payload->remove_prefix(std::min(comma + 1, payload->size()));
        }
        return {memory.keep(schema_), kconnect::Value::of_array(cells)};
    }

    std::optional<std::string_view> from_connect_data(std::string_view /*topic*/,
                                                      const kconnect::SchemaAndValue& data,
                                                      kconnect::BatchMemory& memory) override {
        if (data.value.is_null()) {
            return std::nullopt;
        }
        std::string text;
        for (const auto& cell : data.value.as_array()) {
            text.append(cell.as_string()) += ',';
        }
        text.resize(text.size() - (text.empty() ? 0 : 1));  // No comma behind the last.
        return memory.arena().copy(text);
    }

private:
    kconnect::SchemaPtr schema_ = kconnect::SchemaBuilder(kconnect::SchemaType::kArray)
                                      .values(kconnect::string_schema())
                                      .build();
};

}  // namespace plugin_template

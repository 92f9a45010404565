#include "convert/json_converter.hpp"

#include <algorithm>
#include <cstdint>

#include <kconnect/errors.hpp>

#include "convert/converter_type_key.hpp"

namespace kconnect::convert {

namespace {

SchemaAndValue kept(const KnownSchema& known, const Value& value, BatchMemory& memory) {
    return {known.schema == nullptr ? nullptr : memory.keep(known.schema), value};
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
    const auto lower = [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                    : character;
    };
    return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

const ConfigDef& JsonConverter::config_def() {
    static const ConfigDef def{
        {.name = "schemas.enable",
         .type = ConfigType::kBoolean,
         .default_value = "true",
         .importance = Importance::kHigh,
         .doc = "Whether each message is an envelope of a schema and a payload; plain JSON if not.",
         .group = "Schemas",
         .width = Width::kMedium,
         .display_name = "Enable Schemas"},
        {.name = "schemas.cache.size",
         .type = ConfigType::kInt,
         .default_value = "1000",
         .importance = Importance::kHigh,
         .doc = "How many schemas this converter remembers.",
         .group = "Schemas",
         .width = Width::kMedium,
         .display_name = "Schema Cache Size"},
        {.name = "decimal.format",
         .type = ConfigType::kString,
         .default_value = "BASE64",
         .validator = one_of_ignoring_case({"NUMERIC", "BASE64"}),
         .importance = Importance::kLow,
         .doc = "How decimals are written: BASE64 text of the unscaled number, or NUMERIC. Both "
                "are read.",
         .group = "Serialization",
         .width = Width::kMedium,
         .display_name = "Decimal Format"},
        {.name = "replace.null.with.default",
         .type = ConfigType::kBoolean,
         .default_value = "true",
         .importance = Importance::kLow,
         .doc = "Whether a null field that has a default becomes that default.",
         .group = "Schemas",
         .width = Width::kMedium,
         .display_name = "Replace null with default"},
        converter_type_key(),
    };
    return def;
}

JsonConverter::JsonConverter()
    : writer_(JsonWriteSettings(), settings_.schemas_enabled, settings_.cache_size),
      exact_(settings_) {
}
JsonConverter::~JsonConverter() = default;

void JsonConverter::configure(const ConfigMap& config, ConverterRole /*role*/) {
    const ParsedConfig parsed = config_def().parse(config);
    settings_.schemas_enabled = parsed.boolean("schemas.enable");
    settings_.replace_null_with_default = parsed.boolean("replace.null.with.default");
    settings_.cache_size =
        static_cast<std::size_t>(std::max<std::int64_t>(0, parsed.integer("schemas.cache.size")));
    JsonWriteSettings writing;
    writing.replace_null_with_default = settings_.replace_null_with_default;
    writing.numeric_decimals = equal_ignoring_case(parsed.string("decimal.format"), "NUMERIC");
    writer_ = JsonMessageWriter(writing, settings_.schemas_enabled, settings_.cache_size);
    exact_ = JsonExactReader(settings_);
    prefixes_ = EnvelopePrefixes(std::min(EnvelopePrefixes::kMaxPrefixes, settings_.cache_size));
}

SchemaAndValue JsonConverter::to_connect_data(std::string_view /*topic*/,
                                              std::optional<std::string_view> payload,
                                              BatchMemory& memory) {
    if (!payload.has_value()) {
        return {};
    }
    return settings_.schemas_enabled ? read_enveloped(*payload, memory)
                                     : read_plain(*payload, memory);
}

SchemaAndValue JsonConverter::read_plain(std::string_view message, BatchMemory& memory) {
    const auto value = fast_.read(message, schemaless_plan_, memory.arena());
    if (value.has_value()) {
        return {nullptr, *value};
    }
    return {nullptr, exact_.read(message, memory.arena()).value};
}

SchemaAndValue JsonConverter::read_enveloped(std::string_view message, BatchMemory& memory) {
    const EnvelopePrefixes::Prefix* prefix = prefixes_.match(message);
    if (prefix != nullptr) {
        const auto value = read_known(message, *prefix, memory.arena());
        if (value.has_value()) {
            return kept(*prefix->known, *value, memory);
        }
    }
    const ExactMessage exact = exact_.read(message, memory.arena());
    if (prefix == nullptr && exact.prefix_length.has_value()) {
        prefixes_.add(message.substr(0, *exact.prefix_length), exact.known);
    }
    return kept(*exact.known, exact.value, memory);
}

std::optional<Value> JsonConverter::read_known(std::string_view message,
                                               const EnvelopePrefixes::Prefix& prefix,
                                               Arena& arena) {
    const std::size_t position = prefix.bytes.size();
    const auto payload = without_closing_brace(message.substr(position));
    if (payload.has_value()) {
        const auto value = fast_.read(*payload, prefix.known->plan, arena);
        if (value.has_value()) {
            return value;
        }
    }
    return exact_.read_payload(message, position, *prefix.known, arena);
}

std::optional<std::string_view> JsonConverter::from_connect_data(std::string_view /*topic*/,
                                                                 const SchemaAndValue& data,
                                                                 BatchMemory& memory) {
    if (data.schema == nullptr && data.value.is_null()) {
        return std::nullopt;
    }
    return memory.arena().copy(writer_.write(data));
}

}  // namespace kconnect::convert

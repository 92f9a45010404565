#include "convert/simple_header_converter.hpp"

#include <span>

#include <kconnect/logging.hpp>

#include "convert/connect_text.hpp"
#include "convert/java_charset.hpp"

namespace kconnect::convert {

namespace {

const Logger& logger() {
    static const Logger instance("kconnect.convert.SimpleHeaderConverter");
    return instance;
}

}  // namespace

const ConfigDef& SimpleHeaderConverter::config_def() {
    static const ConfigDef def;
    return def;
}

SimpleHeaderConverter::SimpleHeaderConverter(const std::string& zone)
    : calendar_(zone), inference_(calendar_) {
}

SimpleHeaderConverter::~SimpleHeaderConverter() = default;

void SimpleHeaderConverter::configure(const ConfigMap& /*config*/) {
}

SchemaAndValue SimpleHeaderConverter::to_connect_header(std::string_view topic,
                                                        const RawHeader& header,
                                                        BatchMemory& memory) {
    if (!header.value.has_value()) {
        return {};
    }
    const auto inferred =
        inference_.infer(decode_utf8_as_java(*header.value, memory.arena()), memory);
    if (inferred.has_value()) {
        return *inferred;
    }
    logger().warn("Failed to deserialize value for header '" + std::string(header.key) +
                  "' on topic '" + std::string(topic) +
                  "', which is nested too deeply, so using byte array");
    return {primitive_schema(SchemaType::kBytes).get(),
            Value::of_bytes(std::as_bytes(std::span(*header.value)))};
}

std::optional<std::string_view> SimpleHeaderConverter::from_connect_header(
    std::string_view /*topic*/, const Header& header, BatchMemory& memory) {
    if (header.value.is_null()) {
        return std::nullopt;
    }
    if (header.value.kind() == ValueKind::kString) {
        return header.value.as_string();
    }
    std::pmr::string text(&memory.arena());
    append_connect_text(text, header.schema, header.value, calendar_);
    return memory.arena().copy(text);
}

}  // namespace kconnect::convert

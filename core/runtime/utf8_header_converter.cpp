#include "utf8_header_converter.hpp"

#include <cstdint>

#include <kconnect/errors.hpp>

namespace kconnect::runtime {

namespace {

/// Length of the well-formed sequence at the start of `text`; 0 when it is malformed.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&text](std::size_t index) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[index]));
    };
    const std::uint32_t first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) {
        return 0;
    }
    std::uint32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(index) & 0xC0U) != 0x80U) {
            return 0;
        }
        code = (code << 6) | (byte(index) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return overlong || surrogate || code > 0x10FFFF ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace

Utf8HeaderConverter::Utf8HeaderConverter()
    : string_schema_(primitive_schema(SchemaType::kString)),
      bytes_schema_(primitive_schema(SchemaType::kBytes)) {
}

Utf8HeaderConverter::~Utf8HeaderConverter() = default;

const ConfigDef& Utf8HeaderConverter::config() const {
    static const ConfigDef def;
    return def;
}

void Utf8HeaderConverter::configure(const ConfigMap& /*config*/) {
}

SchemaAndValue Utf8HeaderConverter::to_connect_header(std::string_view /*topic*/,
                                                      const RawHeader& header,
                                                      BatchMemory& memory) {
    if (!header.value) {
        return {};
    }
    if (is_utf8(*header.value)) {
        return {memory.keep(string_schema_), Value::of_string(*header.value)};
    }
    return {memory.keep(bytes_schema_), Value::of_bytes(std::as_bytes(std::span(*header.value)))};
}

std::optional<std::string_view> Utf8HeaderConverter::from_connect_header(std::string_view /*topic*/,
                                                                         const Header& header,
                                                                         BatchMemory& memory) {
    if (header.value.is_null()) {
        return std::nullopt;
    }
    if (header.value.kind() == ValueKind::kBytes) {
        const auto bytes = header.value.as_bytes();
        return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    if (header.value.kind() == ValueKind::kString) {
        return header.value.as_string();
    }
    return memory.arena().copy(to_string(header.schema, header.value));
}

}  // namespace kconnect::runtime

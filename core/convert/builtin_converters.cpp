#include "convert/builtin_converters.hpp"

#include <kconnect/plugin.hpp>

#include "convert/byte_array_converter.hpp"
#include "convert/header_adapter.hpp"
#include "convert/json_converter.hpp"
#include "convert/string_converter.hpp"

namespace kconnect::convert {

std::span<const kconnect_plugin_entry> builtin_converters() {
    static constexpr const char* kJson = "org.apache.kafka.connect.json.JsonConverter";
    static constexpr const char* kString = "org.apache.kafka.connect.storage.StringConverter";
    static constexpr const char* kByteArray =
        "org.apache.kafka.connect.converters.ByteArrayConverter";
    static constexpr kconnect_plugin_entry kEntries[] = {
        plugin_entry<JsonConverter>(kJson),
        plugin_entry<HeaderAdapter<JsonConverter>>(kJson),
        plugin_entry<StringConverter>(kString),
        plugin_entry<HeaderAdapter<StringConverter>>(kString),
        plugin_entry<ByteArrayConverter>(kByteArray),
        plugin_entry<HeaderAdapter<ByteArrayConverter>>(kByteArray),
    };
    return kEntries;
}

}  // namespace kconnect::convert

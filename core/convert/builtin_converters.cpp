#include "convert/builtin_converters.hpp"

#include <kconnect/plugin.hpp>

#include "convert/boolean_converter.hpp"
#include "convert/byte_array_converter.hpp"
#include "convert/header_adapter.hpp"
#include "convert/json_converter.hpp"
#include "convert/number_converter.hpp"
#include "convert/simple_header_converter.hpp"
#include "convert/string_converter.hpp"

namespace kconnect::convert {

namespace {

/// A converter that serves for keys, values and headers.
template <typename Wrapped>
constexpr kconnect_plugin_entry for_data(const char* class_name) {
    return plugin_entry<Wrapped>(class_name);
}

template <typename Wrapped>
constexpr kconnect_plugin_entry for_headers(const char* class_name) {
    return plugin_entry<HeaderAdapter<Wrapped>>(class_name);
}

constexpr const char* kJson = "org.apache.kafka.connect.json.JsonConverter";
constexpr const char* kString = "org.apache.kafka.connect.storage.StringConverter";
constexpr const char* kByteArray = "org.apache.kafka.connect.converters.ByteArrayConverter";
constexpr const char* kBoolean = "org.apache.kafka.connect.converters.BooleanConverter";
constexpr const char* kShort = "org.apache.kafka.connect.converters.ShortConverter";
constexpr const char* kInteger = "org.apache.kafka.connect.converters.IntegerConverter";
constexpr const char* kLong = "org.apache.kafka.connect.converters.LongConverter";
constexpr const char* kFloat = "org.apache.kafka.connect.converters.FloatConverter";
constexpr const char* kDouble = "org.apache.kafka.connect.converters.DoubleConverter";
constexpr const char* kSimpleHeader = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

}  // namespace

std::span<const kconnect_plugin_entry> builtin_converters() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        for_data<JsonConverter>(kJson),
        for_headers<JsonConverter>(kJson),
        for_data<StringConverter>(kString),
        for_headers<StringConverter>(kString),
        for_data<ByteArrayConverter>(kByteArray),
        for_headers<ByteArrayConverter>(kByteArray),
        for_data<BooleanConverter>(kBoolean),
        for_headers<BooleanConverter>(kBoolean),
        for_data<NumberConverter<kShortType>>(kShort),
        for_headers<NumberConverter<kShortType>>(kShort),
        for_data<NumberConverter<kIntegerType>>(kInteger),
        for_headers<NumberConverter<kIntegerType>>(kInteger),
        for_data<NumberConverter<kLongType>>(kLong),
        for_headers<NumberConverter<kLongType>>(kLong),
        for_data<NumberConverter<kFloatType>>(kFloat),
        for_headers<NumberConverter<kFloatType>>(kFloat),
        for_data<NumberConverter<kDoubleType>>(kDouble),
        for_headers<NumberConverter<kDoubleType>>(kDouble),
        plugin_entry<SimpleHeaderConverter>(kSimpleHeader),
    };
    return kEntries;
}

}  // namespace kconnect::convert

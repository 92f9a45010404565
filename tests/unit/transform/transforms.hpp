#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>
#include <kconnect/testing/drivers.hpp>

#include "transform/builtin_transformations.hpp"

namespace kconnect::test {

/// A class of the worker's table by its Java name; "org.apache.kafka.connect.transforms." may be
/// left out.
template <typename Interface>
std::unique_ptr<Interface> make_builtin(std::string_view name) {
    for (const kconnect_plugin_entry& entry : transform::builtin_transformations()) {
        const std::string_view class_name = entry.class_name;
        if (class_name == name ||
            class_name == "org.apache.kafka.connect.transforms." + std::string(name)) {
            return std::unique_ptr<Interface>(static_cast<Interface*>(entry.create()));
        }
    }
    throw std::invalid_argument(std::string(name));
}

/// A configured transformation that is fed with records of a sink.
inline TransformationDriver make_transformation(std::string_view name,
                                                const ConfigMap& config = {}) {
    return TransformationDriver(make_builtin<Transformation>(name), config);
}

/// Java's class and the text of what `work` throws: "o.a.k.connect.errors.DataException: text";
/// empty when it throws nothing.
template <typename Work>
std::string error_of(const Work& work) {
    try {
        work();
    } catch (const ConnectException& error) {
        return std::string(error.java_class()) + ": " + error.what();
    }
    return {};
}

inline std::string value_text(const ConnectRecord& record) {
    return to_string(record.value_schema, record.value);
}

inline std::string key_text(const ConnectRecord& record) {
    return to_string(record.key_schema, record.key);
}

/// The headers in their order: "a=1, b=text".
inline std::string header_texts(const ConnectRecord& record) {
    std::string texts;
    for (const Header& header : record.headers) {
        texts += (texts.empty() ? "" : ", ") + std::string(header.key) + "=" +
                 to_string(header.schema, header.value);
    }
    return texts;
}

inline constexpr std::string_view kDataError = "org.apache.kafka.connect.errors.DataException: ";
inline constexpr std::string_view kConfigError = "org.apache.kafka.common.config.ConfigException: ";

}  // namespace kconnect::test

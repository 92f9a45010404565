#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <kconnect/errors.hpp>

namespace kconnect::transform {

/// A failure that is none of Connect's own in Java: "java.lang.IllegalArgumentException".
class JavaException : public ConnectException {
public:
    JavaException(std::string java_class, const std::string& message)
        : ConnectException(message), java_class_(std::move(java_class)) {}
    std::string_view java_class() const noexcept override { return java_class_; }

private:
    std::string java_class_;
};

/// What Java's virtual machine says where a schema has no field of some name.
inline JavaException null_field_exception() {
    return {
        "java.lang.NullPointerException",
        "Cannot invoke \"org.apache.kafka.connect.data.Field.schema()\" because the return value "
        "of \"org.apache.kafka.connect.data.Schema.field(String)\" is null"};
}

}  // namespace kconnect::transform

#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>
#include <kconnect/value.hpp>

namespace kconnect::convert {

/// Stands for com.fasterxml.jackson.core.JsonParseException.
class JsonParseException : public ConnectException {
public:
    using ConnectException::ConnectException;
    std::string_view java_class() const noexcept override;
};

/// Stands for org.apache.kafka.common.errors.SerializationException.
class SerializationException : public ConnectException {
public:
    using ConnectException::ConnectException;
    std::string_view java_class() const noexcept override;
};

/// Stands for java.lang.ClassCastException.
class ClassCastException : public ConnectException {
public:
    /// A value of one kind was taken for another.
    ClassCastException(ValueKind found, ValueKind wanted);
    std::string_view java_class() const noexcept override;
};

/// Stands for an exception of Java that only appears as the cause of another.
class JavaException : public ConnectException {
public:
    /// `java_class` is a literal.
    JavaException(std::string_view java_class, const std::string& message);
    std::string_view java_class() const noexcept override;

private:
    std::string_view java_class_;
};

/// Throws a JsonParseException that names what stands at the byte `position`, and that byte.
[[noreturn]] void throw_json_parse_error(std::string_view problem,
                                         std::string_view document,
                                         std::size_t position);

/// `message` followed, as Java does, by a SerializationException and the present exception as its
/// causes. Called in a catch block only.
[[noreturn]] void rethrow_as_data_exception(const std::string& message);

}  // namespace kconnect::convert

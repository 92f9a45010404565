#include "convert/serialization_error.hpp"

#include <cstdio>

#include "convert/java_class_name.hpp"

namespace kconnect::convert {

namespace {

std::string shown_character(std::string_view document, std::size_t position) {
    if (position >= document.size()) {
        return "end of input";
    }
    const auto byte = static_cast<unsigned char>(document[position]);
    if (byte > ' ' && byte < 0x7F) {
        return std::string("'") + static_cast<char>(byte) + "'";
    }
    char text[8];
    std::snprintf(text, sizeof(text), "0x%02x", static_cast<unsigned>(byte));
    return text;
}

std::string java_text(const ConnectException& error) {
    return std::string(error.java_class()) + ": " + error.what();
}

}  // namespace

std::string_view JsonParseException::java_class() const noexcept {
    return "com.fasterxml.jackson.core.JsonParseException";
}

std::string_view SerializationException::java_class() const noexcept {
    return "org.apache.kafka.common.errors.SerializationException";
}

ClassCastException::ClassCastException(ValueKind found, ValueKind wanted)
    : ConnectException(std::string(java_class_of(found)) + " cannot be cast to " +
                       std::string(java_class_of(wanted))) {
}

std::string_view ClassCastException::java_class() const noexcept {
    return "java.lang.ClassCastException";
}

JavaException::JavaException(std::string_view java_class, const std::string& message)
    : ConnectException(message), java_class_(java_class) {
}

std::string_view JavaException::java_class() const noexcept {
    return java_class_;
}

void throw_json_parse_error(std::string_view problem,
                            std::string_view document,
                            std::size_t position) {
    throw JsonParseException(std::string(problem) + " (" + shown_character(document, position) +
                             " at byte offset " + std::to_string(position) + ")");
}

void rethrow_as_data_exception(const std::string& message) {
    std::exception_ptr cause = std::current_exception();
    try {
        throw;
    } catch (const ConnectException& error) {
        cause = std::make_exception_ptr(SerializationException(java_text(error), cause));
    } catch (...) {
        throw;
    }
    throw DataException(message, cause);
}

}  // namespace kconnect::convert

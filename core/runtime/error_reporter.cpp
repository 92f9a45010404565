#include "error_reporter.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::runtime {

ErrorReporter::~ErrorReporter() = default;

std::string java_class_name(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const ConnectException& exception) {
        return std::string(exception.java_class());
    } catch (...) {
        return "java.lang.RuntimeException";
    }
}

std::string place_of(const RawRecord& record) {
    return fmt::format("{}-{}@{}", record.topic, record.partition, record.offset);
}

}  // namespace kconnect::runtime

#include <utility>

#include <kconnect/errors.hpp>

namespace kconnect {

ConnectException::ConnectException(const std::string& message, std::exception_ptr cause)
    : std::runtime_error(message), cause_(std::move(cause)) {
}

// Destructors stand here so that each class has one home for its type information: this library.
ConnectException::~ConnectException() = default;
RetriableException::~RetriableException() = default;
DataException::~DataException() = default;
SchemaBuilderException::~SchemaBuilderException() = default;
ConfigException::~ConfigException() = default;
NotFoundException::~NotFoundException() = default;
AlreadyExistsException::~AlreadyExistsException() = default;
BadRequestException::~BadRequestException() = default;
IllegalWorkerStateException::~IllegalWorkerStateException() = default;

ConfigException::ConfigException(std::string_view key,
                                 std::string_view value,
                                 std::string_view problem)
    : ConnectException("Invalid value " + std::string(value) + " for configuration " +
                       std::string(key) + ": " + std::string(problem)) {
}

std::string_view ConnectException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.ConnectException";
}

std::string_view RetriableException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.RetriableException";
}

std::string_view DataException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.DataException";
}

std::string_view SchemaBuilderException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.SchemaBuilderException";
}

std::string_view ConfigException::java_class() const noexcept {
    return "org.apache.kafka.common.config.ConfigException";
}

std::string_view NotFoundException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.NotFoundException";
}

std::string_view AlreadyExistsException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.AlreadyExistsException";
}

std::string_view BadRequestException::java_class() const noexcept {
    return "org.apache.kafka.connect.runtime.rest.errors.BadRequestException";
}

std::string_view IllegalWorkerStateException::java_class() const noexcept {
    return "org.apache.kafka.connect.errors.IllegalWorkerStateException";
}

std::string describe(const std::exception_ptr& error) {
    if (!error) {
        return {};
    }
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& exception) {
        return exception.what();
    } catch (...) {
        return "unknown exception";
    }
}

namespace {

/// One line of the chain, and what caused it.
std::pair<std::string, std::exception_ptr> describe_link(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const ConnectException& exception) {
        std::string line{exception.java_class()};
        if (*exception.what() != '\0') {
            line.append(": ").append(exception.what());
        }
        return {std::move(line), exception.cause()};
    } catch (const std::exception& exception) {
        return {std::string("java.lang.RuntimeException: ") + exception.what(), nullptr};
    } catch (...) {
        return {"java.lang.RuntimeException: unknown exception", nullptr};
    }
}

}  // namespace

std::string stack_trace(const std::exception_ptr& error) {
    std::string trace;
    std::exception_ptr link = error;
    while (link) {
        auto [line, cause] = describe_link(link);
        trace.append(trace.empty() ? "" : "Caused by: ").append(line).append("\n");
        link = cause;
    }
    return trace;
}

}  // namespace kconnect

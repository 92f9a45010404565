#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include <kconnect/export.hpp>

namespace kconnect {

/// Root of everything that kconnect and its plugins throw on purpose.
/// The message is one line: it names the thing, the place, the bad value and the remedy, and never
/// holds a password. `java_class()` is what dead-letter headers and REST traces show.
class KCONNECT_API ConnectException : public std::runtime_error {
public:
    explicit ConnectException(const std::string& message, std::exception_ptr cause = nullptr);
    ~ConnectException() override;

    /// Fully qualified name of the Java exception class this one stands for.
    virtual std::string_view java_class() const noexcept;

    /// What led to this exception; null when it is the first of its chain.
    const std::exception_ptr& cause() const noexcept { return cause_; }

private:
    std::exception_ptr cause_;
};

/// The same call may succeed later: the records of this put() come again after the back-off.
class KCONNECT_API RetriableException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~RetriableException() override;
    std::string_view java_class() const noexcept override;
};

/// A record's data cannot be converted, transformed or written.
class KCONNECT_API DataException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~DataException() override;
    std::string_view java_class() const noexcept override;
};

/// A schema cannot be built as asked.
class KCONNECT_API SchemaBuilderException : public DataException {
public:
    using DataException::DataException;
    ~SchemaBuilderException() override;
    std::string_view java_class() const noexcept override;
};

/// A configuration key is missing, unknown where it must be known, or has a bad value.
class KCONNECT_API ConfigException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ConfigException(std::string_view key, std::string_view value, std::string_view problem);
    ~ConfigException() override;
    std::string_view java_class() const noexcept override;
};

/// A connector, task or plugin that was asked for does not exist.
class KCONNECT_API NotFoundException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~NotFoundException() override;
    std::string_view java_class() const noexcept override;
};

/// A connector of this name exists already.
class KCONNECT_API AlreadyExistsException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~AlreadyExistsException() override;
    std::string_view java_class() const noexcept override;
};

/// A request or a connector configuration is not acceptable as a whole.
class KCONNECT_API BadRequestException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~BadRequestException() override;
    std::string_view java_class() const noexcept override;
};

/// A task asks the worker for something that its state does not allow, such as pausing a foreign
/// partition.
class KCONNECT_API IllegalWorkerStateException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~IllegalWorkerStateException() override;
    std::string_view java_class() const noexcept override;
};

/// `what()` of `error`, or "unknown exception" for what is no std::exception; "" for null.
KCONNECT_API std::string describe(const std::exception_ptr& error);

/// The chain as Java prints it, one element a line: `class: message`, then `Caused by: ...`.
KCONNECT_API std::string stack_trace(const std::exception_ptr& error);

}  // namespace kconnect

#pragma once

#include <string>

#include <kconnect/errors.hpp>

namespace kconnect::rest {

/// A request cannot be answered, with a status of its own.
class RestException : public ConnectException {
public:
    RestException(int status, const std::string& message)
        : ConnectException(message), status_(status) {}

    int status() const noexcept { return status_; }
    std::string_view java_class() const noexcept override {
        return "org.apache.kafka.connect.runtime.rest.errors.ConnectRestException";
    }

private:
    int status_;
};

}  // namespace kconnect::rest

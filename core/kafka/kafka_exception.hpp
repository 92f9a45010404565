#pragma once

#include <string>
#include <string_view>

#include <kconnect/errors.hpp>

namespace kconnect::kafka {

/// An error of the Kafka client. `java_class()` is the class that Java's client would throw.
class KafkaException : public ConnectException {
public:
    KafkaException(std::string java_class,
                   const std::string& message,
                   std::exception_ptr cause = nullptr);
    ~KafkaException() override;

    std::string_view java_class() const noexcept override { return java_class_; }

private:
    std::string java_class_;
};

}  // namespace kconnect::kafka

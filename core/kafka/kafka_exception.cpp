#include "kafka_exception.hpp"

#include <utility>

namespace kconnect::kafka {

KafkaException::KafkaException(std::string java_class,
                               const std::string& message,
                               std::exception_ptr cause)
    : ConnectException(message, std::move(cause)), java_class_(std::move(java_class)) {
}

KafkaException::~KafkaException() = default;

}  // namespace kconnect::kafka

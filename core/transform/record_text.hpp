#pragma once

#include <string>

#include <kconnect/record.hpp>

namespace kconnect::transform {

/// As Java prints a record in errors and logs. `sink` is the same record when it comes from Kafka.
std::string record_text(const ConnectRecord& record, const SinkRecord* sink = nullptr);

}  // namespace kconnect::transform

#pragma once

#include <cstddef>

#include "record_producer.hpp"

namespace kconnect::kafka {

/// The most bytes that a batch with only this record has, before compression: what Java's producer
/// compares with max.request.size and buffer.memory.
std::size_t largest_batch_size(const OutgoingRecord& record) noexcept;

}  // namespace kconnect::kafka

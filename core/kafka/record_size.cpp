#include "record_size.hpp"

namespace kconnect::kafka {

namespace {

/// Bytes of a length as Kafka writes it: zigzag, seven bits a byte.
std::size_t varint_size(std::size_t number) noexcept {
    std::size_t bytes = 1;
    for (std::size_t rest = number << 1U; rest >= 0x80; rest >>= 7U) {
        ++bytes;
    }
    return bytes;
}

std::size_t text_size(const std::optional<std::string_view>& text) noexcept {
    return text ? varint_size(text->size()) + text->size() : 1;
}

}  // namespace

// Mirrors DefaultRecordBatch.estimateBatchSizeUpperBound.
std::size_t largest_batch_size(const OutgoingRecord& record) noexcept {
    constexpr std::size_t kBatchOverhead = 61;
    constexpr std::size_t kLargestRecordOverhead = 21;
    std::size_t size = kBatchOverhead + kLargestRecordOverhead;
    size += text_size(record.key) + text_size(record.value) + varint_size(record.headers.size());
    for (const RawHeader& header : record.headers) {
        size += varint_size(header.key.size()) + header.key.size() + text_size(header.value);
    }
    return size;
}

}  // namespace kconnect::kafka

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace kconnect::sql::postgresql {

/// Bytes in network order, written from front to back; keeps its memory across clear().
class ByteBuffer {
public:
    void clear() noexcept { size_ = 0; }
    std::size_t size() const noexcept { return size_; }
    const char* data() const noexcept { return bytes_.get(); }

    void put_int8(std::int8_t value) { *extend(1) = static_cast<char>(value); }
    void put_int16(std::int16_t value) {
        const std::uint16_t swapped = __builtin_bswap16(static_cast<std::uint16_t>(value));
        std::memcpy(extend(sizeof swapped), &swapped, sizeof swapped);
    }
    void put_int32(std::int32_t value) {
        const std::uint32_t swapped = __builtin_bswap32(static_cast<std::uint32_t>(value));
        std::memcpy(extend(sizeof swapped), &swapped, sizeof swapped);
    }
    void put_int64(std::int64_t value) {
        const std::uint64_t swapped = __builtin_bswap64(static_cast<std::uint64_t>(value));
        std::memcpy(extend(sizeof swapped), &swapped, sizeof swapped);
    }
    void put_bytes(std::string_view bytes) {
        if (!bytes.empty()) {
            std::memcpy(extend(bytes.size()), bytes.data(), bytes.size());
        }
    }
    /// Writes over four bytes that were put before.
    void set_int32(std::size_t position, std::int32_t value) noexcept {
        const std::uint32_t swapped = __builtin_bswap32(static_cast<std::uint32_t>(value));
        std::memcpy(bytes_.get() + position, &swapped, sizeof swapped);
    }

private:
    char* extend(std::size_t count) {
        if (size_ + count > capacity_) {
            grow(size_ + count);
        }
        char* first = bytes_.get() + size_;
        size_ += count;
        return first;
    }

    void grow(std::size_t needed) {
        const std::size_t capacity = std::max({needed, capacity_ * 2, std::size_t{4096}});
        std::unique_ptr<char[]> larger(new char[capacity]);
        if (size_ != 0) {
            std::memcpy(larger.get(), bytes_.get(), size_);
        }
        bytes_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "put_...() swap for little-endian hosts");

}  // namespace kconnect::sql::postgresql

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <kconnect/export.hpp>

namespace kconnect {

/// Memory that is handed out piece by piece and given back all at once, as a batch's values are.
/// Keeps its blocks across clear(), so a steady stream of similar batches allocates nothing.
/// Threads: one at a time. Lifetime: what it hands out is valid until clear() or destruction.
class KCONNECT_API Arena final : public std::pmr::memory_resource {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena() override;

    /// `count` default-constructed objects in a row. Their destructors never run.
    template <typename T>
    std::span<T> make_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        T* first = static_cast<T*>(bump(count * sizeof(T), alignof(T)));
        std::uninitialized_value_construct_n(first, count);
        return {first, count};
    }

    /// One object, constructed from `args`. Its destructor never runs.
    template <typename T, typename... Args>
    T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>);
        return ::new (bump(sizeof(T), alignof(T))) T{static_cast<Args&&>(args)...};
    }

    /// `size` bytes without a value, aligned for char.
    char* make_bytes(std::size_t size) { return static_cast<char*>(bump(size, 1)); }

    /// A copy of `text` that lives as long as the arena's content.
    std::string_view copy(std::string_view text) {
        char* bytes = make_bytes(text.size());
        if (!text.empty()) {
            std::memcpy(bytes, text.data(), text.size());
        }
        return {bytes, text.size()};
    }

    /// Gives everything back; the blocks stay for the next use.
    void clear() noexcept;

    /// Bytes handed out since the last clear().
    std::size_t used() const noexcept;

    /// Bytes of memory held.
    std::size_t capacity() const noexcept;

private:
    struct Block {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t size;
    };

    void* bump(std::size_t size, std::size_t alignment) {
        const auto address = reinterpret_cast<std::uintptr_t>(next_);
        const std::size_t padding = (alignment - address) & (alignment - 1);
        if (next_ != nullptr && static_cast<std::size_t>(end_ - next_) >= padding + size) {
            std::byte* start = next_ + padding;
            next_ = start + size;
            return start;
        }
        return bump_in_next_block(size, alignment);
    }

    void* bump_in_next_block(std::size_t size, std::size_t alignment);
    void* do_allocate(std::size_t size, std::size_t alignment) override;
    void do_deallocate(void* pointer, std::size_t size, std::size_t alignment) override;
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override;

    std::byte* next_ = nullptr;
    std::byte* end_ = nullptr;
    std::vector<Block> blocks_;
    std::size_t current_ = 0;  ///< Index of the block that next_ points into.
};

}  // namespace kconnect

#include <algorithm>

#include <kconnect/arena.hpp>

namespace kconnect {

namespace {
constexpr std::size_t kFirstBlock = std::size_t{16} * 1024;
constexpr std::size_t kLargestGrowth = std::size_t{1024} * 1024;
}  // namespace

Arena::~Arena() = default;

void Arena::clear() noexcept {
    current_ = 0;
    next_ = blocks_.empty() ? nullptr : blocks_.front().bytes.get();
    end_ = blocks_.empty() ? nullptr : next_ + blocks_.front().size;
}

std::size_t Arena::used() const noexcept {
    if (blocks_.empty()) {
        return 0;
    }
    std::size_t bytes = static_cast<std::size_t>(next_ - blocks_[current_].bytes.get());
    for (std::size_t index = 0; index < current_; ++index) {
        bytes += blocks_[index].size;
    }
    return bytes;
}

std::size_t Arena::capacity() const noexcept {
    std::size_t bytes = 0;
    for (const Block& block : blocks_) {
        bytes += block.size;
    }
    return bytes;
}

void* Arena::bump_in_next_block(std::size_t size, std::size_t alignment) {
    const std::size_t needed = size + alignment;
    std::size_t candidate = blocks_.empty() ? 0 : current_ + 1;
    while (candidate < blocks_.size() && blocks_[candidate].size < needed) {
        ++candidate;
    }
    if (candidate == blocks_.size()) {
        const std::size_t doubled =
            blocks_.empty() ? kFirstBlock : std::min(blocks_.back().size * 2, kLargestGrowth);
        const std::size_t block_size = std::max(doubled, needed);
        blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(block_size), block_size});
    }
    // A skipped smaller block moves behind the chosen one, so that it is used again later.
    const std::size_t following =
        blocks_.size() > 1 && current_ + 1 < blocks_.size() && candidate > 0 ? current_ + 1
                                                                             : candidate;
    std::swap(blocks_[following], blocks_[candidate]);
    current_ = following;
    next_ = blocks_[current_].bytes.get();
    end_ = next_ + blocks_[current_].size;
    return bump(size, alignment);
}

void* Arena::do_allocate(std::size_t size, std::size_t alignment) {
    return bump(size, alignment);
}

void Arena::do_deallocate(void*, std::size_t, std::size_t) {
}

bool Arena::do_is_equal(const std::pmr::memory_resource& other) const noexcept {
    return this == &other;
}

}  // namespace kconnect

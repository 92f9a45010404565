#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::verify {

/// Entries in buckets, on disk: memory holds one block per bucket and the places of the others.
/// The file has no name and goes with the object. Entries come back in the order they were added.
/// Threads: one. Throws std::system_error when the disk refuses.
class SpillFile {
public:
    /// In TMPDIR, else /tmp. Buckets are numbered from 0.
    explicit SpillFile(std::size_t buckets, std::size_t block_bytes = std::size_t{16} * 1024);
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    std::size_t bucket_count() const noexcept { return buckets_.size(); }

    void add(std::size_t bucket, std::string_view entry);

    /// Calls `visit` with each entry of a bucket; the text is valid during the call.
    void read(std::size_t bucket, const std::function<void(std::string_view entry)>& visit);

private:
    struct Bucket {
        std::vector<std::uint64_t> blocks;  ///< Offsets of full blocks.
        std::string open;                   ///< What does not fill a block yet.
    };

    void write_block(Bucket& bucket);
    std::string read_block(std::uint64_t offset) const;

    std::size_t block_bytes_;
    std::vector<Bucket> buckets_;
    std::uint64_t size_ = 0;
    int file_ = -1;
};

}  // namespace kconnect::verify

#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "offsets/java_map.hpp"

namespace kconnect::offsets {

/// All source offsets of this worker: in memory, and in a file that is written with each change.
/// Mirrors Connect's FileOffsetBackingStore. Threads: any.
class OffsetStore {
public:
    /// Reads nothing yet.
    explicit OffsetStore(std::filesystem::path file);

    /// Reads the file; a missing one is an empty store. Throws ConnectException for a file that is
    /// something else.
    void load();

    /// The value of a key; absent when there is none or when it is null.
    Bytes find(const Bytes& key) const;

    /// Sets these entries and writes the file; returns when they are on disk. Throws
    /// ConnectException when they cannot be: they are not in the store then.
    void put(const ByteMap& entries);

    /// A copy of all entries.
    ByteMap entries() const;

    const std::filesystem::path& file() const noexcept { return file_; }

private:
    const std::filesystem::path file_;
    mutable std::mutex mutex_;
    ByteMap entries_;
};

}  // namespace kconnect::offsets

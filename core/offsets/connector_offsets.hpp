#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <kconnect/converter.hpp>
#include <kconnect/source_task.hpp>

#include "offsets/offset_store.hpp"

namespace kconnect::offsets {

/// The offsets of one connector in the store: `["<connector>",{partition}]` and `{offset}` as JSON.
/// Mirrors Connect's OffsetStorageReader and OffsetStorageWriter.
/// Threads: any. One object for each task.
class ConnectorOffsets : public OffsetStorageReader {
public:
    ConnectorOffsets(std::shared_ptr<OffsetStore> store, std::string connector);
    ~ConnectorOffsets() override;

    /// Null when there is none, or when the partition or what is stored is no map of simple values
    /// (an error is logged then, as in Java). Throws ConnectException after close().
    Value offset(const Value& source_partition, Arena& into) override;

    /// Stores the offsets; returns when they are on disk. Throws DataException for a map that
    /// cannot be stored, ConnectException when the file cannot be written; nothing is stored then.
    void store(std::span<const SourceOffset> offsets);

    /// Offsets are refused from now on: the task was given up. Never waits.
    void close() noexcept { closed_ = true; }

private:
    Bytes key_of(const Value& partition);

    const std::shared_ptr<OffsetStore> store_;
    const std::string connector_;
    const std::unique_ptr<Converter> json_;
    std::mutex mutex_;  ///< Guards the converter and the memory.
    BatchMemory memory_;
    std::atomic<bool> closed_ = false;
};

/// Throws DataException with Connect's text unless `map` is null or a map with text keys and
/// simple values.
void validate_offset_format(const Value& map);

}  // namespace kconnect::offsets

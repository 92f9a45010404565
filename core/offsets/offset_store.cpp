#include "offsets/offset_store.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/logging.hpp>

#include "offsets/offset_file.hpp"

namespace kconnect::offsets {

OffsetStore::OffsetStore(std::filesystem::path file) : file_(std::move(file)) {
}

void OffsetStore::load() {
    Logger("kconnect.offsets.OffsetStore")
        .info(fmt::format("Starting FileOffsetBackingStore with file {}", file_.string()));
    auto entries = read_offset_file(file_);
    const std::lock_guard lock(mutex_);
    entries_ = std::move(entries);
}

Bytes OffsetStore::find(const Bytes& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    return found == entries_.end() ? std::nullopt : found->second;
}

void OffsetStore::put(const ByteMap& entries) {
    const std::lock_guard lock(mutex_);
    auto changed = entries_;
    for (const auto& [key, value] : entries) {
        changed.insert_or_assign(key, value);
    }
    write_offset_file(file_, changed);
    entries_ = std::move(changed);
}

ByteMap OffsetStore::entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
}

}  // namespace kconnect::offsets

#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <kconnect/source_task.hpp>

namespace kconnect::runtime {

/// The records of one poll of a source, kept until the last of them is done with.
struct SourceBatch {
    SourceRecordBatch content;
    std::size_t holders = 0;  ///< Who still needs it; none: it is free for another poll.
};

/// Batches of one source task, used again and again. Threads: one.
class SourceBatches {
public:
    SourceBatches();
    ~SourceBatches();
    SourceBatches(const SourceBatches&) = delete;
    SourceBatches& operator=(const SourceBatches&) = delete;

    /// An empty batch with one holder.
    SourceBatch& take();
    /// One holder more, or less.
    static void hold(SourceBatch& batch) { ++batch.holders; }
    void release(SourceBatch& batch);

    std::size_t size() const noexcept { return batches_.size(); }

private:
    std::vector<std::unique_ptr<SourceBatch>> batches_;
    std::vector<SourceBatch*> free_;
};

}  // namespace kconnect::runtime

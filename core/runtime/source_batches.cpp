#include "source_batches.hpp"

namespace kconnect::runtime {

SourceBatches::SourceBatches() = default;
SourceBatches::~SourceBatches() = default;

SourceBatch& SourceBatches::take() {
    if (free_.empty()) {
        batches_.push_back(std::make_unique<SourceBatch>());
        free_.reserve(batches_.size());
        free_.push_back(batches_.back().get());
    }
    SourceBatch& batch = *free_.back();
    free_.pop_back();
    batch.holders = 1;
    return batch;
}

void SourceBatches::release(SourceBatch& batch) {
    if (--batch.holders == 0) {
        batch.content.clear();
        free_.push_back(&batch);
    }
}

}  // namespace kconnect::runtime

#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include <kconnect/record_batch.hpp>

namespace kconnect::runtime {

/// Recycles batches with their memory: a batch comes back, emptied, when its last holder drops it,
/// be that the task or a sink that has retained it.
/// Threads: take() on one, batches are dropped on any. Batches may outlive the pool.
class BatchPool {
public:
    BatchPool();
    ~BatchPool();
    BatchPool(const BatchPool&) = delete;
    BatchPool& operator=(const BatchPool&) = delete;

    /// An empty batch; null when none is free: then add() a new one.
    std::shared_ptr<RecordBatch> take();
    /// Makes `batch` one of the pool's.
    std::shared_ptr<RecordBatch> add(std::unique_ptr<RecordBatch> batch);

private:
    struct Shelf;
    struct PutBack;

    std::shared_ptr<Shelf> shelf_;
};

}  // namespace kconnect::runtime

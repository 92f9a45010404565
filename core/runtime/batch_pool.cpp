#include "batch_pool.hpp"

#include <utility>

namespace kconnect::runtime {

namespace {

/// A sink that writes in units retains some eighty batches at a time; more free ones than that only
/// hold memory.
constexpr std::size_t kMaxFree = 90;

}  // namespace

struct BatchPool::Shelf {
    Shelf() { free.reserve(kMaxFree); }

    std::mutex mutex;
    std::vector<std::unique_ptr<RecordBatch>> free;
    bool open = true;
};

struct BatchPool::PutBack {
    std::shared_ptr<Shelf> shelf;

    void operator()(RecordBatch* raw) const noexcept {
        std::unique_ptr<RecordBatch> batch(raw);
        // Emptied here, on the holder's thread: what it held is not needed until the next take().
        batch->clear();
        const std::lock_guard lock(shelf->mutex);
        if (shelf->open && shelf->free.size() < kMaxFree) {
            shelf->free.push_back(std::move(batch));
        }
    }
};

BatchPool::BatchPool() : shelf_(std::make_shared<Shelf>()) {
}

BatchPool::~BatchPool() {
    const std::lock_guard lock(shelf_->mutex);
    shelf_->open = false;
    shelf_->free.clear();
}

std::shared_ptr<RecordBatch> BatchPool::take() {
    std::unique_ptr<RecordBatch> batch;
    {
        const std::lock_guard lock(shelf_->mutex);
        if (shelf_->free.empty()) {
            return nullptr;
        }
        batch = std::move(shelf_->free.back());
        shelf_->free.pop_back();
    }
    return add(std::move(batch));
}

std::shared_ptr<RecordBatch> BatchPool::add(std::unique_ptr<RecordBatch> batch) {
    return {batch.release(), PutBack{shelf_}};
}

}  // namespace kconnect::runtime

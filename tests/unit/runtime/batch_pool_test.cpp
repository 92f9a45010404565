#include "runtime/batch_pool.hpp"

#include <thread>

#include <gtest/gtest.h>

#include "support/records.hpp"

namespace kconnect::runtime {
namespace {

TEST(BatchPool, HasNothingAtFirst) {
    BatchPool pool;
    EXPECT_EQ(pool.take(), nullptr);
}

TEST(BatchPool, GivesADroppedBatchAgainEmptied) {
    BatchPool pool;
    auto batch = pool.add(std::make_unique<RecordBatch>());
    const RecordBatch* address = batch.get();
    test::add_raw(*batch, {.offset = 3});
    batch.reset();
    batch = pool.take();
    EXPECT_EQ(batch.get(), address);
    EXPECT_TRUE(batch->raw_records().empty());
}

TEST(BatchPool, LeavesARetainedBatchAlone) {
    BatchPool pool;
    auto batch = pool.add(std::make_unique<RecordBatch>());
    const std::shared_ptr<const RecordBatch> kept = batch->retain();
    batch.reset();
    EXPECT_EQ(pool.take(), nullptr);
}

TEST(BatchPool, TakesABatchBackFromAnotherThread) {
    BatchPool pool;
    auto batch = pool.add(std::make_unique<RecordBatch>());
    test::add_raw(*batch, {});
    std::shared_ptr<const RecordBatch> kept = batch->retain();
    batch.reset();
    std::thread([kept = std::move(kept)]() mutable { kept.reset(); }).join();
    EXPECT_NE(pool.take(), nullptr);
}

TEST(BatchPool, MayEndBeforeItsBatches) {
    auto pool = std::make_unique<BatchPool>();
    auto batch = pool->add(std::make_unique<RecordBatch>());
    test::add_raw(*batch, {.offset = 5});
    pool.reset();
    EXPECT_EQ(batch->raw_records()[0].offset, 5);
}

TEST(BatchPool, RetainsABatchInItsSecondLife) {
    BatchPool pool;
    pool.add(std::make_unique<RecordBatch>()).reset();
    const auto batch = pool.take();
    EXPECT_EQ(batch->retain().get(), batch.get());
}

}  // namespace
}  // namespace kconnect::runtime

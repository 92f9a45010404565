#include <cstdlib>
#include <new>

#include "sink_task_fixture.hpp"
#include "source_task_fixture.hpp"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

// GoogleTest and the fakes allocate, too; the test compares, it does not expect zero.
// Not inlined: GCC would see one of a pair without the other and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace kconnect::test {
namespace {

class SinkTaskAllocations : public SinkTaskTest {
protected:
    /// Allocations of 50 polls of `batch_size` records each, after 10 to warm up.
    std::size_t of_polls(int batch_size) {
        make();
        task->log_puts = false;
        int polls = 0;
        std::size_t start = 0;
        std::size_t result = 0;
        std::int64_t offset = 0;
        consumer->then_assign({t0, t1});
        consumer->when_idle = [&](FakeConsumer&, RecordBatch& batch) {
            if (polls == 10) {
                start = allocations;
            } else if (polls == 60) {
                result = allocations - start;
                stop();
                return;
            }
            ++polls;
            for (int index = 0; index < batch_size; ++index) {
                Arena& arena = batch.memory().arena();
                RawRecord record;
                record.topic = arena.copy("t");
                record.partition = index % 2;
                record.offset = offset++;
                record.key = arena.copy("a key");
                record.value = arena.copy("a value that is longer than any small string");
                const auto headers = arena.make_array<RawHeader>(1);
                headers[0] = {"name", "value"};
                record.headers = headers;
                batch.add_raw(record);
            }
        };
        run();
        return result;
    }
};

TEST_F(SinkTaskAllocations, DoNotDependOnTheNumberOfRecords) {
    EXPECT_EQ(of_polls(5), of_polls(1000));
}

class SourceTaskAllocations : public SourceTaskTest {
protected:
    /// Allocations of 50 polls of `batch_size` records each, after 20 to warm up.
    std::size_t of_polls(int batch_size) {
        make();
        task->log_records = false;
        producer->keep_records = false;
        int polls = 0;
        std::size_t start = 0;
        std::size_t result = 0;
        task->when_idle = [&](SourceRecordBatch& batch) {
            if (polls == 20) {
                start = allocations;
            } else if (polls == 70) {
                result = allocations - start;
                stop();
                return;
            }
            ++polls;
            for (int index = 0; index < batch_size; ++index) {
                add_source(batch,
                           {.value = "a value that is longer than any small string",
                            .partition = index % 2 == 0 ? "a" : "b",
                            .offset = index,
                            .key = "a key"});
            }
        };
        run();
        return result;
    }
};

TEST_F(SourceTaskAllocations, DoNotDependOnTheNumberOfRecords) {
    // The fake producer's own list grows by doubling.
    EXPECT_NEAR(static_cast<double>(of_polls(5)), static_cast<double>(of_polls(1000)), 50 * 10);
}

}  // namespace
}  // namespace kconnect::test

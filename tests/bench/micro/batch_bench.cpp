// What a batch costs apart from conversion: filling it with raw and converted records.
#include <benchmark/benchmark.h>

#include <kconnect/record_batch.hpp>

namespace kconnect {

namespace {

void fill_batch(benchmark::State& state) {
    constexpr int kRecords = 1000;
    const auto batch = std::make_shared<RecordBatch>();
    for (auto _ : state) {
        batch->clear();
        for (int number = 0; number < kRecords; ++number) {
            RawRecord raw;
            raw.topic = "flights";
            raw.offset = number;
            raw.value = "payload";
            batch->add_raw(raw);
            SinkRecord record;
            record.topic = raw.topic;
            record.value = Value::of_struct(batch->memory().arena().make_array<Value>(8));
            record.kafka_offset = number;
            batch->add(record);
        }
        batch->set_end_offsets();
        benchmark::DoNotOptimize(batch->records().data());
    }
    state.counters["time/record"] = benchmark::Counter(
        kRecords, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(fill_batch);

}  // namespace

}  // namespace kconnect

// Flight records of 8 and 12 fields through JsonConverter, 1000 messages to a batch.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "convert/json_converter.hpp"
#include "unit/convert/flight_records.hpp"
#include "unit/convert/json_messages.hpp"

namespace kconnect::convert {

namespace {

using Payload = std::string (*)(int number);

std::vector<std::string> messages(Payload payload, std::string_view schema) {
    std::vector<std::string> result;
    for (int number = 0; number < 1000; ++number) {
        result.push_back(schema.empty() ? payload(number) : envelope(schema, payload(number)));
    }
    return result;
}

void read_all(benchmark::State& state,
              const ConfigMap& config,
              const std::vector<std::string>& all) {
    JsonFixture json(config);
    std::size_t bytes = 0;
    for (const std::string& message : all) {
        bytes += message.size();
    }
    for (auto _ : state) {
        json.memory.clear();
        for (const std::string& message : all) {
            benchmark::DoNotOptimize(json.read_in_place(message));
        }
    }
    const auto records = static_cast<double>(all.size());
    state.counters["bytes/record"] = static_cast<double>(bytes) / records;
    state.counters["time/record"] = benchmark::Counter(
        records, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void plain_8_fields(benchmark::State& state) {
    read_all(state, plain_json(), messages(flight_payload, {}));
}
void plain_12_fields(benchmark::State& state) {
    read_all(state, plain_json(), messages(wide_flight_payload, {}));
}
void enveloped_8_fields(benchmark::State& state) {
    read_all(state, {}, messages(flight_payload, flight_schema()));
}
void enveloped_12_fields(benchmark::State& state) {
    read_all(state, {}, messages(wide_flight_payload, wide_flight_schema()));
}

void enveloped_alternating_schemas(benchmark::State& state) {
    std::vector<std::string> all = messages(flight_payload, flight_schema());
    const std::vector<std::string> wide = messages(wide_flight_payload, wide_flight_schema());
    for (std::size_t index = 0; index < all.size(); index += 2) {
        all[index] = wide[index];
    }
    read_all(state, {}, all);
}

/// One unknown member makes the exact reader read the payload.
std::string payload_with_unknown_member(int number) {
    return R"({"unknown":0,)" + flight_payload(number).substr(1);
}

void enveloped_8_fields_exact_reader(benchmark::State& state) {
    read_all(state, {}, messages(payload_with_unknown_member, flight_schema()));
}

BENCHMARK(plain_8_fields);
BENCHMARK(plain_12_fields);
BENCHMARK(enveloped_8_fields);
BENCHMARK(enveloped_12_fields);
BENCHMARK(enveloped_alternating_schemas);
BENCHMARK(enveloped_8_fields_exact_reader);

}  // namespace

}  // namespace kconnect::convert

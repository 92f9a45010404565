#include "datagen_task.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <kconnect/logging.hpp>

#include "datagen_config.hpp"

namespace kconnect::datagen {
namespace {

constexpr std::size_t kLargestBatch = 1000;

const Logger& logger() {
    static const Logger instance("kconnect.datagen.DatagenTask");
    return instance;
}

}  // namespace

DatagenTask::DatagenTask(Clock& clock) : clock_(&clock) {
}

DatagenTask::~DatagenTask() = default;

void DatagenTask::start(const ConfigMap& map) {
    const auto config = DatagenConfig::parse(map);
    topic_ = config.topic;
    iterations_ = config.iterations;
    generator_ = config.make_generator();
    generator_->restore(context().offset_storage_reader());
    shape_.emplace(generator_->schema(), config.key);
    pace_.emplace(config.rate, config.seed, clock_->now());
    logger().info("Making records for topic " + topic_ + " behind the " +
                  std::to_string(generator_->made()) + " that there are");
}

void DatagenTask::poll(SourceRecordBatch& batch) {
    if (is_done()) {
        say_that_it_is_done();
        wait_for(Clock::TimePoint::max());
        return;
    }
    if (!pace_->is_unlimited()) {
        wait_for(pace_->due());
    }
    const auto now = clock_->now();
    while (batch.records().size() < kLargestBatch && !is_done() && pace_->is_due(now)) {
        add_record(batch);
        pace_->advance(now);
    }
}

bool DatagenTask::is_done() const {
    return iterations_ && generator_->made() >= *iterations_;
}

/// In small steps, so that a stop is not kept waiting.
void DatagenTask::wait_for(Clock::TimePoint due) {
    constexpr std::chrono::nanoseconds kSlice = std::chrono::milliseconds(50);
    const auto begin = clock_->now();
    const auto end = std::min(due, begin + std::chrono::seconds(1));
    for (auto now = begin; now < end && !context().stopping(); now = clock_->now()) {
        clock_->sleep_for(std::min<std::chrono::nanoseconds>(end - now, kSlice));
    }
}

void DatagenTask::add_record(SourceRecordBatch& batch) {
    Arena& arena = batch.arena();
    SourceRecord record;
    record.topic = topic_;
    record.timestamp = clock_->epoch_milliseconds();
    const auto row = arena.make_array<Value>(generator_->schema()->fields().size());
    generator_->next(*record.timestamp, arena, row, record);
    shape_->set(row, batch.memory(), record);
    batch.add(record);
}

void DatagenTask::say_that_it_is_done() {
    if (!std::exchange(has_said_done_, true)) {
        logger().info("Made the " + std::to_string(*iterations_) +
                      " records that 'iterations' asks for; there will be no more");
    }
}

void DatagenTask::stop() {
}

}  // namespace kconnect::datagen

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <kconnect/source_task.hpp>

#include "clock.hpp"
#include "generator.hpp"
#include "pace.hpp"
#include "record_shape.hpp"

namespace kconnect::datagen {

/// Makes records at the configured rate until there are enough of them.
class DatagenTask : public SourceTask {
public:
    /// `clock` is borrowed.
    explicit DatagenTask(Clock& clock);
    ~DatagenTask() override;

    void start(const ConfigMap& config) override;
    /// Waits up to a second for the next record to become due.
    void poll(SourceRecordBatch& batch) override;
    void stop() override;

private:
    bool is_done() const;
    void wait_for(Clock::TimePoint due);
    void add_record(SourceRecordBatch& batch);
    void say_that_it_is_done();

    Clock* clock_;
    std::string topic_;
    std::optional<std::int64_t> iterations_;
    std::unique_ptr<Generator> generator_;
    std::optional<RecordShape> shape_;
    std::optional<Pace> pace_;
    bool has_said_done_ = false;
};

}  // namespace kconnect::datagen

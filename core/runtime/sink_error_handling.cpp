#include "sink_error_handling.hpp"

#include <utility>

namespace kconnect::runtime {

SinkErrorHandling::SinkErrorHandling(const TaskId& id,
                                     const ErrorSettings& errors,
                                     const DeadLetterSettings& dead_letters,
                                     DeadLetterClients clients,
                                     RetryWaiting waiting,
                                     std::function<void()> on_news,
                                     RecordRestorer restore)
    : id_(id),
      settings_(errors),
      dead_letter_settings_(dead_letters),
      clients_(std::move(clients)),
      on_news_(std::move(on_news)),
      retry_(errors, metrics_, std::move(waiting)),
      errant_records_(retry_, *this, !dead_letters.topic.empty(), std::move(restore)),
      log_(id, errors.log_records, metrics_) {
}

SinkErrorHandling::~SinkErrorHandling() = default;

void SinkErrorHandling::start() {
    if (dead_letter_settings_.topic.empty()) {
        return;
    }
    ensure_dead_letter_topic(*clients_.make_admin(), dead_letter_settings_);
    dead_letters_ =
        std::make_unique<DeadLetterQueue>(dead_letter_settings_, id_, metrics_, clients_, on_news_);
    to_wake_ = dead_letters_.get();
}

void SinkErrorHandling::report(const ErrantRecord& record,
                               std::span<const RawHeader> extra_headers) {
    if (settings_.log_errors) {
        log_.report(record, extra_headers);
    }
    const bool sink_gets_it =
        sink_stores_errors_ && record.stage != Stage::kTaskPut && retry_.tolerates_errors();
    if (dead_letters_ != nullptr && !sink_gets_it) {
        dead_letters_->report(record, extra_headers);
    }
}

ErrantRecordReporter* SinkErrorHandling::errant_record_reporter() noexcept {
    const bool reports = settings_.log_errors || !dead_letter_settings_.topic.empty();
    return reports ? &errant_records_ : nullptr;
}

void SinkErrorHandling::serve() {
    if (dead_letters_ != nullptr) {
        dead_letters_->serve();
    }
}

bool SinkErrorHandling::flush(std::chrono::milliseconds timeout) {
    return dead_letters_ == nullptr || dead_letters_->flush(timeout);
}

bool SinkErrorHandling::is_idle() const {
    return dead_letters_ == nullptr || dead_letters_->is_idle();
}

OffsetMap SinkErrorHandling::unacknowledged() const {
    return dead_letters_ != nullptr ? dead_letters_->unacknowledged() : OffsetMap{};
}

void SinkErrorHandling::wake() noexcept {
    if (DeadLetterQueue* const dead_letters = to_wake_) {
        dead_letters->wake();
    }
}

void SinkErrorHandling::close(std::chrono::milliseconds timeout) {
    if (dead_letters_ != nullptr) {
        dead_letters_->close(timeout);
    }
}

}  // namespace kconnect::runtime

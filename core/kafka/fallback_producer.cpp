#include "fallback_producer.hpp"

#include <algorithm>
#include <utility>

#include <kconnect/errors.hpp>

#include "kafka_exception.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

milliseconds left_until(steady_clock::time_point deadline) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    return std::max(left, milliseconds(0));
}

/// Only a producer's id needs a right on the cluster.
bool is_denied(const KafkaException& error) {
    return error.java_class() == "org.apache.kafka.common.errors.ClusterAuthorizationException";
}

bool is_denied(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const KafkaException& exception) {
        return is_denied(exception);
    } catch (...) {
        return false;
    }
}

std::optional<std::string> copy(const std::optional<std::string_view>& bytes) {
    return bytes ? std::optional<std::string>(*bytes) : std::nullopt;
}

std::optional<std::string_view> view(const std::optional<std::string>& bytes) {
    return bytes ? std::optional<std::string_view>(*bytes) : std::nullopt;
}

}  // namespace

FallbackProducer::FallbackProducer(const Maker& make_first,
                                   Maker make_second,
                                   std::function<void()> on_fallback,
                                   DeliveryListener& listener)
    : listener_(listener),
      make_second_(std::move(make_second)),
      on_fallback_(std::move(on_fallback)),
      producer_(make_first(*this)) {
}

FallbackProducer::~FallbackProducer() = default;

void FallbackProducer::send(const OutgoingRecord& record, std::uint64_t id) {
    if (phase_ == Phase::kDenied) {
        fall_back();
    }
    if (phase_ == Phase::kDecided) {
        send_copies();
        producer_->send(record, id);
        return;
    }
    copies_.push_back(copy_of(record, id));
    try {
        producer_->send(record, id);
    } catch (const KafkaException& error) {
        forget(id);
        if (!is_denied(error)) {
            throw;
        }
        phase_ = Phase::kDenied;
        send(record, id);
    } catch (...) {
        forget(id);
        throw;
    }
}

FallbackProducer::Copy FallbackProducer::copy_of(const OutgoingRecord& record, std::uint64_t id) {
    Copy result{id,
                std::string(record.topic),
                record.partition,
                copy(record.key),
                copy(record.value),
                {},
                record.timestamp};
    for (const RawHeader& header : record.headers) {
        result.headers.push_back({std::string(header.key), copy(header.value)});
    }
    return result;
}

void FallbackProducer::forget(std::uint64_t id) {
    const auto found = std::find_if(
        copies_.rbegin(), copies_.rend(), [id](const Copy& one) { return one.id == id; });
    if (found != copies_.rend()) {
        copies_.erase(std::next(found).base());
    }
}

void FallbackProducer::delivered(std::uint64_t id,
                                 const RecordMetadata* metadata,
                                 const std::exception_ptr& error) {
    if (phase_ == Phase::kTrying && error && is_denied(error)) {
        phase_ = Phase::kDenied;
    }
    if (phase_ == Phase::kDenied) {
        return;  // The other producer sends it.
    }
    if (phase_ == Phase::kTrying) {
        if (error) {
            forget(id);
        } else {
            phase_ = Phase::kDecided;
            copies_.clear();
        }
    }
    listener_.delivered(id, metadata, error);
}

/// The old producer's last reports are not heard: all its records are sent again.
void FallbackProducer::fall_back() {
    on_fallback_();
    std::unique_ptr<RecordProducer> old = make_second_(*this);
    {
        const std::lock_guard lock(mutex_);
        old.swap(producer_);
    }
    old.reset();
    phase_ = Phase::kDecided;
}

/// Throws RetriableException when some of them must wait.
void FallbackProducer::send_copies() {
    std::vector<RawHeader> headers;
    while (!copies_.empty()) {
        const Copy& one = copies_.front();
        headers.clear();
        for (const Copy::Header& header : one.headers) {
            headers.push_back({header.key, view(header.value)});
        }
        const std::uint64_t id = one.id;
        std::exception_ptr failure;
        try {
            producer_->send({.topic = one.topic,
                             .partition = one.partition,
                             .key = view(one.key),
                             .value = view(one.value),
                             .headers = headers,
                             .timestamp = one.timestamp},
                            id);
        } catch (const RetriableException&) {
            throw;
        } catch (...) {
            failure = std::current_exception();
        }
        copies_.pop_front();
        if (failure) {
            listener_.delivered(id, nullptr, failure);
        }
    }
}

/// Moves to the other producer if need be, and sends what waits for it; false when there was
/// nothing to do.
bool FallbackProducer::catch_up() {
    if (phase_ == Phase::kDenied) {
        fall_back();
    }
    if (phase_ == Phase::kTrying || copies_.empty()) {
        return false;
    }
    try {
        send_copies();
    } catch (const RetriableException&) {
        // Interrupted; the next call goes on.
    }
    return true;
}

void FallbackProducer::poll(milliseconds timeout) {
    producer_->poll(timeout);
    catch_up();
}

bool FallbackProducer::flush(milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    const bool done = producer_->flush(timeout);
    if (!catch_up()) {
        return done;
    }
    return producer_->flush(left_until(deadline)) && copies_.empty();
}

std::size_t FallbackProducer::in_flight() const {
    switch (phase_) {
        case Phase::kTrying:
            return producer_->in_flight();
        case Phase::kDenied:
            return copies_.size();
        case Phase::kDecided:
            return producer_->in_flight() + copies_.size();
    }
    return 0;
}

void FallbackProducer::close(milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    if (phase_ == Phase::kTrying) {
        producer_->close(timeout);
    }
    catch_up();
    producer_->close(left_until(deadline));
    if (phase_ != Phase::kDecided) {
        return;
    }
    const auto closed = std::make_exception_ptr(
        KafkaException("org.apache.kafka.common.KafkaException", "Producer is closed forcefully."));
    for (const Copy& one : std::exchange(copies_, {})) {
        listener_.delivered(one.id, nullptr, closed);
    }
}

void FallbackProducer::wake() noexcept {
    const std::lock_guard lock(mutex_);
    producer_->wake();
}

}  // namespace kconnect::kafka

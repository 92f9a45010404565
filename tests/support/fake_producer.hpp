#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kafka/record_producer.hpp"

namespace kconnect::test {

/// A record that a FakeProducer took, as text.
struct SentRecord {
    std::string topic;
    std::optional<std::int32_t> partition;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    std::optional<std::int64_t> timestamp;
    std::uint64_t id;

    /// The value of the last header of this name; "(no header)" when there is none.
    std::optional<std::string> header(const std::string& name) const {
        const auto found = std::find_if(headers.rbegin(), headers.rend(), [&name](const auto& one) {
            return one.first == name;
        });
        return found != headers.rend() ? found->second : "(no header)";
    }
};

/// Takes records and acknowledges them with the next poll, or as the test says.
class FakeProducer final : public kafka::RecordProducer {
public:
    explicit FakeProducer(kafka::DeliveryListener& listener) : listener_(listener) {}

    void send(const kafka::OutgoingRecord& record, std::uint64_t id) override {
        if (on_send) {
            on_send(record);
        }
        if (keep_records) {
            sent.push_back(copy_of(record, id));
        }
        pending_.push_back(id);
        ++in_flight_;
    }
    void poll(std::chrono::milliseconds timeout) override {
        if (acknowledges) {
            acknowledge_all();
        }
        if (on_poll) {
            on_poll(timeout);
        }
    }
    bool flush(std::chrono::milliseconds timeout) override {
        flushes.push_back(timeout);
        if (on_flush) {
            on_flush();
        }
        if (acknowledges || acknowledges_in_flush) {
            acknowledge_all();
        }
        return in_flight_ == 0;
    }
    std::size_t in_flight() const override { return in_flight_; }
    void close(std::chrono::milliseconds timeout) override { closed = timeout; }
    void wake() noexcept override { ++wakes; }

    void acknowledge_all() {
        for (const auto id : std::exchange(pending_, {})) {
            acknowledge(id);
        }
    }
    /// Acknowledges, or fails, one record of those sent.
    void acknowledge(std::uint64_t id) {
        const RecordMetadata metadata{"t", 0, next_offset++};
        --in_flight_;
        listener_.delivered(id, &metadata, nullptr);
    }
    void fail(std::uint64_t id, const std::exception_ptr& error) {
        --in_flight_;
        listener_.delivered(id, nullptr, error);
    }

    bool acknowledges = true;
    bool acknowledges_in_flush = false;
    bool keep_records = true;
    std::function<void(const kafka::OutgoingRecord&)> on_send;  ///< May throw.
    std::function<void(std::chrono::milliseconds)> on_poll;
    std::function<void()> on_flush;
    std::vector<SentRecord> sent;
    std::vector<std::chrono::milliseconds> flushes;
    std::optional<std::chrono::milliseconds> closed;
    std::int64_t next_offset = 0;
    std::atomic<int> wakes = 0;

private:
    static SentRecord copy_of(const kafka::OutgoingRecord& record, std::uint64_t id) {
        const auto text = [](std::optional<std::string_view> view) {
            return view ? std::optional<std::string>(*view) : std::nullopt;
        };
        SentRecord copy{std::string(record.topic),
                        record.partition,
                        text(record.key),
                        text(record.value),
                        {},
                        record.timestamp,
                        id};
        for (const auto& header : record.headers) {
            copy.headers.emplace_back(header.key, text(header.value));
        }
        return copy;
    }

    kafka::DeliveryListener& listener_;
    std::vector<std::uint64_t> pending_;
    std::size_t in_flight_ = 0;
};

}  // namespace kconnect::test

#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "record_producer.hpp"

namespace kconnect::kafka {

/// Sends by an idempotent producer; where the cluster denies it that, by one that is not. Until the
/// first acknowledgement it keeps copies of the records, so that none is lost on the way from the
/// one to the other. Threads: as RecordProducer.
class FallbackProducer final : public RecordProducer, private DeliveryListener {
public:
    using Maker = std::function<std::unique_ptr<RecordProducer>(DeliveryListener&)>;

    /// `make_second` is called at most once, and `on_fallback` before it; `listener` is borrowed.
    FallbackProducer(const Maker& make_first,
                     Maker make_second,
                     std::function<void()> on_fallback,
                     DeliveryListener& listener);
    ~FallbackProducer() override;

    void send(const OutgoingRecord& record, std::uint64_t id) override;
    void poll(std::chrono::milliseconds timeout) override;
    bool flush(std::chrono::milliseconds timeout) override;
    std::size_t in_flight() const override;
    void close(std::chrono::milliseconds timeout) override;
    void wake() noexcept override;

private:
    /// A record with its own memory.
    struct Copy {
        struct Header {
            std::string key;
            std::optional<std::string> value;
        };
        std::uint64_t id;
        std::string topic;
        std::optional<std::int32_t> partition;
        std::optional<std::string> key;
        std::optional<std::string> value;
        std::vector<Header> headers;
        std::optional<std::int64_t> timestamp;
    };
    enum class Phase : std::uint8_t { kTrying, kDenied, kDecided };

    void delivered(std::uint64_t id,
                   const RecordMetadata* metadata,
                   const std::exception_ptr& error) override;
    static Copy copy_of(const OutgoingRecord& record, std::uint64_t id);
    void fall_back();
    void send_copies();
    bool catch_up();
    void forget(std::uint64_t id);

    DeliveryListener& listener_;
    const Maker make_second_;
    const std::function<void()> on_fallback_;
    std::mutex mutex_;  ///< Guards the pointer against wake().
    std::unique_ptr<RecordProducer> producer_;
    Phase phase_ = Phase::kTrying;
    std::deque<Copy> copies_;  ///< Of what nobody has acknowledged; later, of what is to be sent.
};

}  // namespace kconnect::kafka

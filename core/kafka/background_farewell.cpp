#include "background_farewell.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>

#include "farewells.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::steady_clock;

/// Consumers that are still leaving.
class Farewells {
public:
    void begin() {
        const std::lock_guard lock(mutex_);
        ++count_;
    }
    void end() {
        const std::lock_guard lock(mutex_);
        --count_;
        changed_.notify_all();
    }
    bool wait_until(steady_clock::time_point deadline) {
        std::unique_lock lock(mutex_);
        return changed_.wait_until(lock, deadline, [this] { return count_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

/// Never destroyed: its threads may outlive main().
Farewells& farewells() {
    static Farewells* const instance = new Farewells;
    return *instance;
}

/// False when it took longer than any join may wait.
bool serve_until_closed(rd_kafka_t* client, rd_kafka_queue_t* events) {
    constexpr std::chrono::minutes kLongest{10};
    constexpr int kSliceMilliseconds = 50;
    const auto deadline = steady_clock::now() + kLongest;
    while (rd_kafka_consumer_closed(client) == 0) {
        if (steady_clock::now() >= deadline) {
            return false;
        }
        const MessageHandle unread(rd_kafka_consume_queue(events, kSliceMilliseconds));
    }
    return true;
}

}  // namespace

void leave_in_background(std::shared_ptr<Client> client, QueueHandle events, std::string group) {
    client->events().consumer = nullptr;
    farewells().begin();
    std::thread([client = std::move(client),
                 events = std::move(events),
                 group = std::move(group)]() mutable {
        pthread_setname_np(pthread_self(), "farewell");
        const LogContext context(client->events().log_context());
        if (serve_until_closed(client->get(), events.get())) {
            client->events().logger().info(
                fmt::format("The consumer of group {} has left its group", group));
        } else {
            client->abandon();
        }
        events.reset();
        client.reset();
        farewells().end();
    }).detach();
}

bool await_farewells(steady_clock::time_point deadline) {
    return farewells().wait_until(deadline);
}

}  // namespace kconnect::kafka

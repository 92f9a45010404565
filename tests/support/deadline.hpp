#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

#include <poll.h>

namespace kconnect::test {

/// How long an integration test waits for something that must happen.
constexpr std::chrono::seconds kPatience{60};

/// Asks every few milliseconds until `condition()` is true; false when the deadline passed first.
template <typename Condition>
bool becomes_true(Condition condition, std::chrono::milliseconds limit = kPatience) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        ::poll(nullptr, 0, 5);
    }
    return true;
}

/// As becomes_true(), but throws std::runtime_error that says what was waited for.
template <typename Condition>
void wait_until(const std::string& what,
                Condition condition,
                std::chrono::milliseconds limit = kPatience) {
    if (!becomes_true(condition, limit)) {
        throw std::runtime_error("gave up waiting for " + what);
    }
}

}  // namespace kconnect::test

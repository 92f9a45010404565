#include "clock.hpp"

namespace kconnect::runtime {

namespace {

class SteadyClock final : public Clock {
public:
    TimePoint now() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace

Clock::~Clock() = default;

const Clock& steady_clock() {
    static const SteadyClock clock;
    return clock;
}

}  // namespace kconnect::runtime

#include "reader/backoff.hpp"

#include <algorithm>

namespace kconnect::flight_reader {

std::chrono::milliseconds Backoff::next() {
    constexpr std::chrono::milliseconds kLongest{1000};
    std::uniform_int_distribution<std::int64_t> distribution(bound_.count() / 2, bound_.count());
    bound_ = std::min(2 * bound_, kLongest);
    return std::chrono::milliseconds(distribution(random_));
}

}  // namespace kconnect::flight_reader

#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace kconnect::verify {

/// Shows how far each step is: a bar on a terminal, a line at its begin and end otherwise.
/// Threads: one.
class Progress {
public:
    enum class Style : std::uint8_t { kBar, kLines, kNone };

    /// `out` is borrowed.
    Progress(Style style, std::ostream& out) : style_(style), out_(out) {}

    /// Begins a step of `total` parts; 0: nobody knows how many.
    void begin(std::string step, std::uint64_t total);
    void update(std::uint64_t done);
    void end();

private:
    void draw();

    Style style_;
    std::ostream& out_;
    std::string step_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace kconnect::verify

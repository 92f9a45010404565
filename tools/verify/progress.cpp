#include "verify/progress.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include <fmt/format.h>

namespace kconnect::verify {

namespace {

constexpr std::chrono::milliseconds kBetweenDraws{100};
constexpr std::size_t kBarWidth = 30;

}  // namespace

void Progress::begin(std::string step, std::uint64_t total) {
    step_ = std::move(step);
    total_ = total;
    done_ = 0;
    drawn_ = {};
    if (style_ == Style::kLines) {
        out_ << step_ << "...\n" << std::flush;
    } else if (style_ == Style::kBar) {
        draw();
    }
}

void Progress::update(std::uint64_t done) {
    done_ = done;
    if (style_ != Style::kBar) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - drawn_ >= kBetweenDraws) {
        drawn_ = now;
        draw();
    }
}

void Progress::draw() {
    if (total_ == 0) {
        out_ << fmt::format("\r\x1b[K{} {}", step_, done_) << std::flush;
        return;
    }
    const auto share = std::min(done_, total_);
    const auto full = static_cast<std::size_t>(share * kBarWidth / total_);
    out_ << fmt::format("\r\x1b[K{} [{:=<{}}{:{}}] {:3}% {}",
                        step_,
                        "",
                        full,
                        "",
                        kBarWidth - full,
                        share * 100 / total_,
                        done_)
         << std::flush;
}

void Progress::end() {
    if (style_ == Style::kBar) {
        out_ << "\r\x1b[K" << std::flush;
    } else if (style_ == Style::kLines) {
        out_ << fmt::format("{}: {}\n", step_, done_) << std::flush;
    }
}

}  // namespace kconnect::verify

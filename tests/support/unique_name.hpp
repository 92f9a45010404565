#pragma once

#include <atomic>
#include <random>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace kconnect::test {

/// What tells this process from all others that share its servers, now and earlier: numbers of
/// processes come again, and what a test before left on a server (a topic, a group) is still there.
/// Lower-case letters and digits.
inline const std::string& process_mark() {
    static const std::string mark = [] {
        std::random_device random;
        return fmt::format("{:08x}{:08x}", random(), random()).substr(4);
    }();
    return mark;
}

/// A name that no test had before: the stem, process_mark() and a number.
inline std::string unique_name(std::string_view stem, std::string_view separator = "_") {
    static std::atomic<int> count{0};
    return fmt::format("{}{}{}{}{}", stem, separator, process_mark(), separator, ++count);
}

}  // namespace kconnect::test

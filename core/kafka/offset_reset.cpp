#include "offset_reset.hpp"

#include <charconv>

namespace kconnect::kafka {

namespace {

template <typename Number>
bool read_number(std::string_view text, Number& number) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc();
}

}  // namespace

// "[thrd:...]: topic [3]: offset reset (at offset 5, broker 1) to ...", since 2.1 with "(leader
// epoch 0)" behind the offset.
std::optional<OffsetReset> parse_offset_reset(std::string_view line) {
    constexpr std::string_view kReset = "]: offset reset (at offset ";
    constexpr std::string_view kThread = "]: ";
    const auto reset = line.find(kReset);
    if (reset == std::string_view::npos) {
        return std::nullopt;
    }
    const auto bracket = line.rfind(" [", reset);
    if (bracket == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view topic = line.substr(0, bracket);
    if (const auto thread = topic.rfind(kThread); thread != std::string_view::npos) {
        topic.remove_prefix(thread + kThread.size());
    }
    OffsetReset result;
    result.partition.topic = topic;
    if (!read_number(line.substr(bracket + 2), result.partition.partition) ||
        !read_number(line.substr(reset + kReset.size()), result.wanted)) {
        return std::nullopt;
    }
    return result;
}

}  // namespace kconnect::kafka

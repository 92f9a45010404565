#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <unicode/basictz.h>
#include <unicode/tztrans.h>

#include <kconnect/sql/time_zone.hpp>

namespace kconnect::sql {

namespace {

constexpr std::int64_t kYear1900 = -2'208'988'800'000;
constexpr std::int64_t kYear2500 = 16'725'225'600'000;
constexpr std::int64_t kRuleCycle = 146'097LL * 86'400'000;  // 400 years, in whole weeks
constexpr double kBeforeAllChanges = -1e14;

/// What java.time.ZoneId.SHORT_IDS stands for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 28> kShortIds{{
    {"ACT", "Australia/Darwin"},
    {"AET", "Australia/Sydney"},
    {"AGT", "America/Argentina/Buenos_Aires"},
    {"ART", "Africa/Cairo"},
    {"AST", "America/Anchorage"},
    {"BET", "America/Sao_Paulo"},
    {"BST", "Asia/Dhaka"},
    {"CAT", "Africa/Harare"},
    {"CNT", "America/St_Johns"},
    {"CST", "America/Chicago"},
    {"CTT", "Asia/Shanghai"},
    {"EAT", "Africa/Addis_Ababa"},
    {"ECT", "Europe/Paris"},
    {"EST", "-05:00"},
    {"HST", "-10:00"},
    {"IET", "America/Indiana/Indianapolis"},
    {"IST", "Asia/Kolkata"},
    {"JST", "Asia/Tokyo"},
    {"MIT", "Pacific/Apia"},
    {"MST", "-07:00"},
    {"NET", "Asia/Yerevan"},
    {"NST", "Pacific/Auckland"},
    {"PLT", "Asia/Karachi"},
    {"PNT", "America/Phoenix"},
    {"PRT", "America/Puerto_Rico"},
    {"PST", "America/Los_Angeles"},
    {"SST", "Pacific/Guadalcanal"},
    {"VST", "Asia/Ho_Chi_Minh"},
}};

std::optional<std::int32_t> two_digits(std::string_view text) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) {
        return std::nullopt;
    }
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/// The forms of java.time.ZoneOffset.of: Z, +h, +hh, +hh:mm, +hhmm, +hh:mm:ss, +hhmmss.
std::optional<std::int32_t> offset_seconds(std::string_view text) {
    constexpr std::int32_t kMost = 18 * 3600;
    if (text == "Z") {
        return 0;
    }
    if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) {
        return std::nullopt;
    }
    const bool negative = text[0] == '-';
    std::string digits(text.substr(1));
    if (digits.size() == 1) {
        digits.insert(0, 1, '0');
    }
    const bool has_colons = digits.size() > 2 && digits[2] == ':';
    const std::size_t step = has_colons ? 3 : 2;
    std::array<std::int32_t, 3> parts{};
    std::size_t part = 0;
    std::size_t place = 0;
    for (; place < digits.size() && part < parts.size(); place += step, ++part) {
        if (has_colons && part > 0 && digits[place - 1] != ':') {
            return std::nullopt;
        }
        const auto number = two_digits(std::string_view(digits).substr(place, 2));
        if (!number.has_value() || (part > 0 && *number > 59)) {
            return std::nullopt;
        }
        parts[part] = *number;
    }
    const std::size_t length = part * step - (has_colons ? 1 : 0);
    const std::int32_t seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    if (digits.size() != length || seconds > kMost) {
        return std::nullopt;
    }
    return negative ? -seconds : seconds;
}

/// UTC+2, GMT-01:30, UT, +02:00.
std::optional<std::int32_t> offset_of_id(std::string_view id) {
    for (const std::string_view prefix : {"UTC", "GMT", "UT"}) {
        if (id.starts_with(prefix)) {
            id.remove_prefix(prefix.size());
            return id.empty() ? 0 : (id == "Z" ? std::nullopt : offset_seconds(id));
        }
    }
    return offset_seconds(id);
}

}  // namespace

/// The zones that were asked for; they stay.
class TimeZoneTable {
public:
    const TimeZone* find(std::string_view id) {
        const std::lock_guard lock(mutex_);
        const auto known = zones_.find(id);
        if (known != zones_.end()) {
            return known->second.get();
        }
        std::unique_ptr<TimeZone> zone = make(id);
        return zone == nullptr
                   ? nullptr
                   : zones_.emplace(std::string(id), std::move(zone)).first->second.get();
    }

private:
    static std::unique_ptr<TimeZone> make(std::string_view id) {
        const auto* short_id =
            std::ranges::find(kShortIds, id, [](const auto& pair) { return pair.first; });
        if (short_id != kShortIds.end()) {
            id = short_id->second;
        }
        if (const auto seconds = offset_of_id(id); seconds.has_value()) {
            return std::make_unique<TimeZone>(*seconds * 1000);
        }
        // The analyzer loses sight of the unique_ptr.
        return from_icu(id);  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks)
    }

    static std::unique_ptr<TimeZone> from_icu(std::string_view id) {
        const auto name = icu::UnicodeString::fromUTF8(
            icu::StringPiece(id.data(), static_cast<std::int32_t>(id.size())));
        icu::UnicodeString canonical;
        UErrorCode status = U_ZERO_ERROR;
        UBool is_system_id = 0;
        icu::TimeZone::getCanonicalID(name, canonical, is_system_id, status);
        if (U_FAILURE(status) || is_system_id == 0 || id == "Etc/Unknown" || id == "Factory") {
            return nullptr;
        }
        const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(name));
        const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
        return rules == nullptr ? nullptr : with_changes(*rules);
    }

    static std::unique_ptr<TimeZone> with_changes(const icu::BasicTimeZone& rules) {
        UErrorCode status = U_ZERO_ERROR;
        std::int32_t raw = 0;
        std::int32_t saving = 0;
        rules.getOffset(kBeforeAllChanges, 0, raw, saving, status);
        auto zone = std::make_unique<TimeZone>(raw + saving);
        zone->standard_offset_ = rules.getRawOffset();
        icu::TimeZoneTransition change;
        std::int32_t last = zone->first_offset_;
        for (UDate from = kBeforeAllChanges; rules.getNextTransition(from, 0, change) != 0 &&
                                             change.getTime() < static_cast<double>(kYear2500);
             from = change.getTime()) {
            const std::int32_t offset =
                change.getTo()->getRawOffset() + change.getTo()->getDSTSavings();
            if (offset != last) {
                zone->changes_.push_back({static_cast<std::int64_t>(change.getTime()), offset});
            }
            last = offset;
        }
        return zone;
    }

    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<TimeZone>, std::less<>> zones_;
};

std::int32_t TimeZone::offset_at(std::int64_t epoch_millis) const noexcept {
    if (changes_.empty() || epoch_millis < changes_.front().at) {
        return first_offset_;
    }
    if (epoch_millis >= kYear2500) {
        epoch_millis = kYear2500 - kRuleCycle + (epoch_millis - kYear2500) % kRuleCycle;
    }
    const auto next = std::ranges::upper_bound(changes_, epoch_millis, {}, &Change::at);
    return std::prev(next)->offset;
}

std::int32_t TimeZone::calendar_offset_at(std::int64_t epoch_millis) const noexcept {
    return epoch_millis < kYear1900 ? standard_offset_ : offset_at(epoch_millis);
}

const TimeZone* find_time_zone(std::string_view id) {
    static TimeZoneTable& table = *new TimeZoneTable;  // never destroyed: others may outlive main
    return table.find(id);
}

}  // namespace kconnect::sql

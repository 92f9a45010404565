#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kconnect::sql {

/// A time zone's offsets from UTC, found once and then looked up in a table: nothing is allocated
/// and nobody else is asked. Immutable. Threads: any.
class TimeZone {
public:
    /// A zone that always has this offset.
    explicit TimeZone(std::int32_t offset_millis)
        : first_offset_(offset_millis), standard_offset_(offset_millis) {}

    /// Milliseconds that local time is ahead of UTC, as java.time has it: with the local mean times
    /// of old.
    std::int32_t offset_at(std::int64_t epoch_millis) const noexcept;
    /// The same as java.util.GregorianCalendar has it: before 1900 today's standard time.
    std::int32_t calendar_offset_at(std::int64_t epoch_millis) const noexcept;

    /// True when two instants never have the same local time.
    bool is_fixed() const noexcept { return changes_.empty(); }

private:
    friend class TimeZoneTable;

    struct Change {
        std::int64_t at;      ///< Milliseconds since the epoch.
        std::int32_t offset;  ///< From then on.
    };

    std::int32_t first_offset_;
    std::int32_t standard_offset_;
    std::vector<Change> changes_;  ///< Up to the year 2500; the rules repeat every 400 years.
};

/// The zone that java.time.ZoneId.of(id, SHORT_IDS) knows by this name ("Europe/Paris", "UTC+2",
/// "-05:00", "PST"), or null. Lives for ever. Threads: any.
const TimeZone* find_time_zone(std::string_view id);

}  // namespace kconnect::sql

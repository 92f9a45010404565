#include "reader/flight_query.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "reader/request_error.hpp"
#include "text/utf8.hpp"

namespace kconnect::flight_reader {
namespace {

constexpr std::size_t kMaxAircraftBytes = 64;

RequestError refused(std::string_view name, std::string_view value, std::string_view allowed) {
    return bad_request(
        fmt::format("Parameter '{}' is {}; allowed is {}", name, shown(value), allowed));
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::int64_t integer(std::string_view name,
                     std::string_view value,
                     std::int64_t least,
                     std::int64_t most,
                     std::string_view allowed) {
    const auto number = number_of<std::int64_t>(value);
    if (!number || *number < least || *number > most) {
        throw refused(name, value, allowed);
    }
    return *number;
}

std::string aircraft_id(const std::string& value) {
    bool has_control = false;
    for (const char letter : value) {
        has_control = has_control || static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
    }
    if (value.empty() || value.size() > kMaxAircraftBytes || has_control ||
        !flight_text::is_utf8(value)) {
        throw refused("aircraft_id",
                      flight_text::is_utf8(value) ? value : "no UTF-8",
                      "a text of 1 to 64 bytes without control characters");
    }
    return value;
}

BoundingBox bounding_box(std::string_view value) {
    constexpr std::string_view kAllowed =
        "minLon,minLat,maxLon,maxLat: four numbers, longitudes from -180 to 180, latitudes from "
        "-90 to 90, minLat not over maxLat";
    std::array<double, 4> numbers{};
    std::string_view rest = value;
    for (std::size_t index = 0; index < numbers.size(); ++index) {
        const std::size_t comma = rest.find(',');
        const bool is_last = index + 1 == numbers.size();
        const auto number = number_of<double>(rest.substr(0, comma));
        const double most = index % 2 == 0 ? 180 : 90;
        if ((comma == std::string_view::npos) != is_last || !number ||
            !(std::abs(*number) <= most)) {
            throw refused("bbox", value, kAllowed);
        }
        numbers[index] = *number;
        rest = is_last ? std::string_view() : rest.substr(comma + 1);
    }
    if (numbers[1] > numbers[3]) {
        throw refused("bbox", value, kAllowed);
    }
    return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

void set_parameter(FlightQuery& query, const std::string& name, const std::string& value) {
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    if (name == "aircraft_id") {
        query.aircraft_id = aircraft_id(value);
    } else if (name == "since") {
        query.since = integer(name, value, 0, kMost, "a time in milliseconds since 1970");
    } else if (name == "bbox") {
        query.bbox = bounding_box(value);
    } else if (name == "limit") {
        query.limit = static_cast<std::size_t>(
            integer(name, value, 1, kMaxLimit, fmt::format("a number from 1 to {}", kMaxLimit)));
    } else if (name == "after") {
        query.after =
            integer(name, value, kLeast, kMost, "an id, as 'next' of the last answer gives it");
    } else {
        throw bad_request(
            fmt::format("Parameter {} (value {}) is unknown; allowed are aircraft_id, since, bbox, "
                        "limit and after",
                        shown(name),
                        shown(value)));
    }
}

}  // namespace

FlightQuery parse_flight_query(const QueryParameters& parameters) {
    FlightQuery query;
    std::set<std::string_view> seen;
    for (const auto& [name, value] : parameters) {
        set_parameter(query, name, value);
        if (!seen.insert(name).second) {
            throw bad_request(fmt::format(
                "Parameter '{}' comes again with {}; allowed is one value", name, shown(value)));
        }
    }
    return query;
}

}  // namespace kconnect::flight_reader

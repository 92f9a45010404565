#include "flight_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "random_numbers.hpp"

namespace kconnect::datagen {
namespace {

constexpr double kKmPerHourPerKnot = 1.852;
constexpr double kRestSeconds = 900;

/// What is drawn for an aircraft, each from its own sequence.
enum Draw : std::uint64_t { kHome, kType, kDestination, kAltitude, kHeadStart, kAirline, kLetter };

std::uint64_t draw(std::int64_t seed, std::int32_t aircraft, Draw what, std::uint64_t limit) {
    return below(limit, random_number(seed, static_cast<std::uint64_t>(aircraft), what));
}

/// Kilometres flown in so many seconds at an average speed.
double km(double knots, double seconds) {
    return knots * kKmPerHourPerKnot * seconds / 3600;
}

double rounded_to_a_millionth(double degrees) {
    return std::round(degrees * 1e6) / 1e6;
}

/// Airlines that do not exist, and the aircraft's number, so that no two have the same.
std::string call_sign(std::int64_t seed, std::int32_t aircraft) {
    static constexpr std::array<std::string_view, 8> kAirlines = {
        "KCN", "NVQ", "SKQ", "ORQ", "ZPH", "BLQ", "TRQ", "WNQ"};
    static constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    return std::string(kAirlines[draw(seed, aircraft, kAirline, kAirlines.size())]) +
           std::to_string(aircraft) + kLetters[draw(seed, aircraft, kLetter, kLetters.size())];
}

double cruise_feet(std::int64_t seed, std::int32_t aircraft, const AircraftType& type) {
    const auto levels =
        static_cast<std::uint64_t>(type.highest_cruise_feet - type.lowest_cruise_feet) / 1000 + 1;
    return type.lowest_cruise_feet +
           1000 * static_cast<double>(draw(seed, aircraft, kAltitude, levels));
}

/// Where the type can fly to from here.
std::vector<const Airport*> destinations(const Airport& from, const AircraftType& type) {
    std::vector<const Airport*> result;
    for (const Airport& airport : airports()) {
        if (airport.code != from.code) {
            const double length = GreatCircle(from.place, airport.place).length_km();
            if (length >= type.shortest_km && length <= type.longest_km) {
                result.push_back(&airport);
            }
        }
    }
    return result;
}

}  // namespace

Leg::Leg(Place from, Place to, const AircraftType& type, double cruise_feet)
    : path_(from, to), type_(&type), feet_(cruise_feet) {
    climb_ = feet_ / type.climb_feet_per_minute * 60;
    descent_ = feet_ / type.descent_feet_per_minute * 60;
    const double ramps = km((type.takeoff_knots + type.cruise_knots) / 2, climb_) +
                         km((type.cruise_knots + type.landing_knots) / 2, descent_);
    const double length = path_.length_km();
    if (ramps > length) {  // Too short to reach that altitude.
        const double scale = length / ramps;
        climb_ *= scale;
        descent_ *= scale;
        feet_ *= scale;
    } else {
        cruise_ = (length - ramps) / km(type.cruise_knots, 1);
    }
}

double Leg::knots(double second) const noexcept {
    if (second < climb_) {
        return std::lerp(type_->takeoff_knots, type_->cruise_knots, second / climb_);
    }
    const double descending = second - climb_ - cruise_;
    return descending <= 0
               ? type_->cruise_knots
               : std::lerp(type_->cruise_knots, type_->landing_knots, descending / descent_);
}

double Leg::feet(double second) const noexcept {
    if (second < climb_) {
        return feet_ * second / climb_;
    }
    const double descending = second - climb_ - cruise_;
    return descending <= 0 ? feet_ : feet_ * (1 - descending / descent_);
}

/// The integral of knots().
double Leg::flown_km(double second) const noexcept {
    const double climbing = std::min(second, climb_);
    const double cruising = std::clamp(second - climb_, 0.0, cruise_);
    const double descending = std::max(second - climb_ - cruise_, 0.0);
    return km((type_->takeoff_knots + knots(climbing)) / 2, climbing) +
           km(type_->cruise_knots, cruising) +
           km((type_->cruise_knots + knots(second)) / 2, descending);
}

FlightState Leg::at(double second) const noexcept {
    const bool has_landed = second >= seconds();
    second = std::min(second, seconds());
    const auto course = path_.at(std::min(flown_km(second) / path_.length_km(), 1.0));
    return {.altitude = has_landed ? 0 : static_cast<std::int32_t>(std::lround(feet(second))),
            .speed = has_landed ? 0 : static_cast<std::int32_t>(std::lround(knots(second))),
            .heading = static_cast<std::int32_t>(std::lround(course.heading) % 360),
            .place = {rounded_to_a_millionth(course.place.lat),
                      rounded_to_a_millionth(course.place.lon)}};
}

FlightPlan::FlightPlan(std::int64_t seed, std::int32_t aircraft)
    : FlightPlan(seed, aircraft, route(seed, aircraft)) {
}

FlightPlan::FlightPlan(std::int64_t seed, std::int32_t aircraft, const Route& route)
    : aircraft_id_(call_sign(seed, aircraft)),
      type_(route.type),
      out_(route.from, route.to, *type_, cruise_feet(seed, aircraft, *type_)),
      back_(route.to, route.from, *type_, cruise_feet(seed, aircraft, *type_)),
      cycle_(static_cast<std::int64_t>(
          std::ceil((out_.seconds() + back_.seconds() + 2 * kRestSeconds) * 1000))),
      head_start_(static_cast<std::int64_t>(
          draw(seed, aircraft, kHeadStart, static_cast<std::uint64_t>(cycle_.count())))) {
}

FlightPlan::Route FlightPlan::route(std::int64_t seed, std::int32_t aircraft) {
    const auto types = aircraft_types();
    const Airport& from = airports()[draw(seed, aircraft, kHome, airports().size())];
    const auto first = draw(seed, aircraft, kType, types.size());
    for (std::size_t turn = 0;; ++turn) {  // The last type can go almost anywhere.
        const AircraftType& type = types[(first + turn) % types.size()];
        const auto candidates = destinations(from, type);
        if (!candidates.empty()) {
            const auto choice = draw(seed, aircraft, kDestination, candidates.size());
            return {&type, from.place, candidates[choice]->place};
        }
    }
}

FlightState FlightPlan::at(std::chrono::milliseconds flown) const noexcept {
    const auto phase = (flown % cycle_ + head_start_) % cycle_;
    const double second = static_cast<double>(phase.count()) / 1000;
    const double return_at = out_.seconds() + kRestSeconds;
    return second < return_at ? out_.at(second) : back_.at(second - return_at);
}

}  // namespace kconnect::datagen

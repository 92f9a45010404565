#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "great_circle.hpp"

namespace kconnect::datagen {

/// An airport by its IATA code.
struct Airport {
    std::string_view code;
    Place place;
};

/// How one type of aircraft flies.
struct AircraftType {
    std::string_view name;
    double cruise_knots;
    double takeoff_knots;
    double landing_knots;
    std::int32_t lowest_cruise_feet;
    std::int32_t highest_cruise_feet;
    double climb_feet_per_minute;
    double descent_feet_per_minute;
    double shortest_km;  ///< Of its flights.
    double longest_km;
};

/// Real airports of all continents.
std::span<const Airport> airports();

/// From turboprop to long-haul; each pair of airports suits one of them.
std::span<const AircraftType> aircraft_types();

}  // namespace kconnect::datagen

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "airports.hpp"
#include "great_circle.hpp"

namespace kconnect::datagen {

/// What an aircraft reports about itself.
struct FlightState {
    std::int32_t altitude = 0;  ///< Feet.
    std::int32_t speed = 0;     ///< Knots.
    std::int32_t heading = 0;   ///< Degrees, 0 to 359.
    Place place;
};

/// One way between two airports: take-off, climb, cruise, descent, landing.
class Leg {
public:
    Leg(Place from, Place to, const AircraftType& type, double cruise_feet);

    double seconds() const noexcept { return climb_ + cruise_ + descent_; }
    FlightState at(double second) const noexcept;

private:
    double flown_km(double second) const noexcept;
    double knots(double second) const noexcept;
    double feet(double second) const noexcept;

    GreatCircle path_;
    const AircraftType* type_;
    double feet_;
    double climb_ = 0;  ///< Seconds; so are the next two.
    double cruise_ = 0;
    double descent_ = 0;
};

/// The life of one aircraft: out, a rest on the ground, back, a rest, for ever. A pure function of
/// seed, aircraft and flying time.
class FlightPlan {
public:
    /// Aircraft are numbered from 1.
    FlightPlan(std::int64_t seed, std::int32_t aircraft);

    const std::string& aircraft_id() const noexcept { return aircraft_id_; }
    const AircraftType& type() const noexcept { return *type_; }
    std::chrono::milliseconds cycle() const noexcept { return cycle_; }
    FlightState at(std::chrono::milliseconds flown) const noexcept;

private:
    struct Route {
        const AircraftType* type;
        Place from;
        Place to;
    };

    static Route route(std::int64_t seed, std::int32_t aircraft);
    FlightPlan(std::int64_t seed, std::int32_t aircraft, const Route& route);

    std::string aircraft_id_;
    const AircraftType* type_;
    Leg out_;
    Leg back_;
    std::chrono::milliseconds cycle_;
    std::chrono::milliseconds head_start_;  ///< Aircraft do not all take off at once.
};

}  // namespace kconnect::datagen

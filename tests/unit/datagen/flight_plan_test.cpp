#include "datagen/flight_plan.hpp"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace kconnect::datagen {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kSeed = 1;
constexpr std::int32_t kFleet = 40;

/// Runs through the life of an aircraft, a state for each ten seconds.
template <typename Look>
void fly(const FlightPlan& plan, Look look) {
    FlightState before = plan.at(milliseconds(0));
    for (milliseconds flown = seconds(10); flown < plan.cycle() + seconds(600);
         flown += seconds(10)) {
        const FlightState state = plan.at(flown);
        look(before, state);
        before = state;
    }
}

double difference(double left, double right) {
    return std::abs(std::remainder(left - right, 360));
}

TEST(FlightPlan, NoAircraftJumps) {
    for (std::int32_t aircraft = 1; aircraft <= kFleet; ++aircraft) {
        fly(FlightPlan(kSeed, aircraft), [&](const FlightState& before, const FlightState& state) {
            if (before.place.lat == state.place.lat && before.place.lon == state.place.lon) {
                return;
            }
            const double km = GreatCircle(before.place, state.place).length_km();
            const double knots = km / 1.852 * 360;
            const double faster = std::max(before.speed, state.speed);
            ASSERT_LT(knots, faster * 1.02 + 3) << aircraft;
            if (before.speed > 0 && state.speed > 0) {
                ASSERT_GT(knots, std::min(before.speed, state.speed) * 0.98 - 3) << aircraft;
            }
        });
    }
}

TEST(FlightPlan, HeadsWhereItMoves) {
    for (std::int32_t aircraft = 1; aircraft <= kFleet; ++aircraft) {
        fly(FlightPlan(kSeed, aircraft), [&](const FlightState& before, const FlightState& state) {
            if (before.speed == 0 || state.speed == 0) {
                return;
            }
            const double moved = GreatCircle(before.place, state.place).at(0.5).heading;
            ASSERT_LT(difference(moved, state.heading), 3) << aircraft;
        });
    }
}

TEST(FlightPlan, StaysWithinItsTypesLimits) {
    for (std::int32_t aircraft = 1; aircraft <= kFleet; ++aircraft) {
        const FlightPlan plan(kSeed, aircraft);
        const AircraftType& type = plan.type();
        std::int32_t highest = 0;
        fly(plan, [&](const FlightState& before, const FlightState& state) {
            highest = std::max(highest, state.altitude);
            ASSERT_GE(state.altitude, 0);
            ASSERT_LE(state.altitude, type.highest_cruise_feet);
            ASSERT_LE(state.speed, type.cruise_knots);
            ASSERT_GE(state.heading, 0);
            ASSERT_LT(state.heading, 360);
            ASSERT_LE(std::abs(state.altitude - before.altitude),
                      type.climb_feet_per_minute / 6 + 1);
            ASSERT_TRUE(state.speed == 0 || state.speed >= type.landing_knots - 1) << state.speed;
            ASSERT_EQ(state.speed == 0, state.altitude == 0 && state.speed < 100);
        });
        EXPECT_GT(highest, 10000) << aircraft;
    }
}

TEST(FlightPlan, ComesBackToWhereItBegan) {
    const FlightPlan plan(kSeed, 7);
    const auto first = plan.at(milliseconds(0));
    const auto later = plan.at(plan.cycle());
    EXPECT_EQ(first.place.lat, later.place.lat);
    EXPECT_EQ(first.place.lon, later.place.lon);
    EXPECT_EQ(first.altitude, later.altitude);
}

TEST(FlightPlan, RestsAtTwoRealAirports) {
    for (std::int32_t aircraft = 1; aircraft <= kFleet; ++aircraft) {
        std::set<std::string_view> visited;
        fly(FlightPlan(kSeed, aircraft),
            [&](const FlightState& /*before*/, const FlightState& state) {
                if (state.speed > 0) {
                    return;
                }
                for (const Airport& airport : airports()) {
                    if (std::abs(airport.place.lat - state.place.lat) < 1e-5 &&
                        std::abs(airport.place.lon - state.place.lon) < 1e-5) {
                        visited.insert(airport.code);
                    }
                }
            });
        EXPECT_EQ(visited.size(), 2U) << aircraft;
    }
}

TEST(FlightPlan, EveryAircraftHasItsOwnNameAndNotAllTheSameRoute) {
    std::set<std::string> names;
    std::map<std::pair<double, double>, int> places;
    for (std::int32_t aircraft = 1; aircraft <= 1000; ++aircraft) {
        const FlightPlan plan(kSeed, aircraft);
        names.insert(plan.aircraft_id());
        const auto place = plan.at(milliseconds(0)).place;
        ++places[{place.lat, place.lon}];
    }
    EXPECT_EQ(names.size(), 1000U);
    EXPECT_GT(places.size(), 800U);
}

TEST(FlightPlan, AnotherSeedIsAnotherFlight) {
    const auto one = FlightPlan(1, 1).at(milliseconds(0));
    const auto again = FlightPlan(1, 1).at(milliseconds(0));
    const auto other = FlightPlan(2, 1).at(milliseconds(0));
    EXPECT_EQ(one.place.lat, again.place.lat);
    EXPECT_NE(one.place.lat, other.place.lat);
}

}  // namespace
}  // namespace kconnect::datagen

#include "datagen/great_circle.hpp"

#include <gtest/gtest.h>

namespace kconnect::datagen {
namespace {

constexpr Place kFrankfurt{50.033, 8.571};
constexpr Place kNewYork{40.640, -73.779};

TEST(GreatCircle, IsAsLongAsTheEarthIsRound) {
    EXPECT_NEAR(GreatCircle({0, 0}, {0, 90}).length_km(), 10007.56, 0.01);
    EXPECT_NEAR(GreatCircle(kFrankfurt, kNewYork).length_km(), 6185, 20);
}

TEST(GreatCircle, BeginsAndEndsAtItsPlaces) {
    const GreatCircle path(kFrankfurt, kNewYork);
    EXPECT_NEAR(path.at(0).place.lat, kFrankfurt.lat, 1e-9);
    EXPECT_NEAR(path.at(0).place.lon, kFrankfurt.lon, 1e-9);
    EXPECT_NEAR(path.at(1).place.lat, kNewYork.lat, 1e-9);
    EXPECT_NEAR(path.at(1).place.lon, kNewYork.lon, 1e-9);
}

TEST(GreatCircle, HeadsWhereItGoes) {
    EXPECT_NEAR(GreatCircle({0, 0}, {0, 90}).at(0.5).heading, 90, 1e-9);
    EXPECT_NEAR(GreatCircle({0, 90}, {0, 0}).at(0.5).heading, 270, 1e-9);
    EXPECT_NEAR(GreatCircle({0, 10}, {50, 10}).at(1).heading, 0, 1e-9);
    EXPECT_NEAR(GreatCircle({50, 10}, {0, 10}).at(0).heading, 180, 1e-9);
    // North-west over the Atlantic at first, south-west at the end.
    EXPECT_NEAR(GreatCircle(kFrankfurt, kNewYork).at(0).heading, 294, 2);
    EXPECT_NEAR(GreatCircle(kFrankfurt, kNewYork).at(1).heading, 231, 2);
}

TEST(GreatCircle, CrossesTheDateLineTheShortWay) {
    const GreatCircle path({35.552, 139.780}, {37.619, -122.375});
    EXPECT_LT(path.length_km(), 8400);
    EXPECT_GT(std::abs(path.at(0.5).place.lon), 160);
}

}  // namespace
}  // namespace kconnect::datagen

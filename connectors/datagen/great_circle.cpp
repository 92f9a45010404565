#include "great_circle.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kconnect::datagen {
namespace {

constexpr double kEarthRadiusKm = 6371.0088;
constexpr double kDegree = std::numbers::pi / 180;

std::array<double, 3> unit_vector(Place place) {
    const double lat = place.lat * kDegree;
    const double lon = place.lon * kDegree;
    return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

double dot(const std::array<double, 3>& left, const std::array<double, 3>& right) {
    return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

std::array<double, 3> sum(double left_factor,
                          const std::array<double, 3>& left,
                          double right_factor,
                          const std::array<double, 3>& right) {
    return {left_factor * left[0] + right_factor * right[0],
            left_factor * left[1] + right_factor * right[1],
            left_factor * left[2] + right_factor * right[2]};
}

}  // namespace

GreatCircle::GreatCircle(Place from, Place to)
    : from_(unit_vector(from)),
      to_(unit_vector(to)),
      angle_(std::acos(std::clamp(dot(from_, to_), -1.0, 1.0))) {
}

double GreatCircle::length_km() const noexcept {
    return angle_ * kEarthRadiusKm;
}

Course GreatCircle::at(double part) const noexcept {
    const double scale = 1 / std::sin(angle_);
    const double left = (1 - part) * angle_;
    const double done = part * angle_;
    const Vector position = sum(std::sin(left) * scale, from_, std::sin(done) * scale, to_);
    const Vector direction = sum(-std::cos(left) * scale, from_, std::cos(done) * scale, to_);
    const double lat = std::asin(std::clamp(position[2], -1.0, 1.0));
    const double lon = std::atan2(position[1], position[0]);
    const Vector north{
        -std::sin(lat) * std::cos(lon), -std::sin(lat) * std::sin(lon), std::cos(lat)};
    const Vector east{-std::sin(lon), std::cos(lon), 0};
    const double heading = std::atan2(dot(direction, east), dot(direction, north)) / kDegree;
    return {{lat / kDegree, lon / kDegree}, heading < 0 ? heading + 360 : heading};
}

}  // namespace kconnect::datagen

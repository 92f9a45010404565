#pragma once

#include <array>

namespace kconnect::datagen {

/// A place on the globe, in degrees.
struct Place {
    double lat = 0;
    double lon = 0;
};

/// A place on a great circle and the direction of travel there, in degrees from north.
struct Course {
    Place place;
    double heading = 0;  ///< 0 up to, and without, 360.
};

/// The shortest way between two places that are neither the same nor opposite each other.
class GreatCircle {
public:
    GreatCircle(Place from, Place to);

    double length_km() const noexcept;
    /// Where one is after this part of the way (0 to 1), and where one goes from there.
    Course at(double part) const noexcept;

private:
    using Vector = std::array<double, 3>;

    Vector from_;
    Vector to_;
    double angle_;  ///< Between the two, in radians.
};

}  // namespace kconnect::datagen

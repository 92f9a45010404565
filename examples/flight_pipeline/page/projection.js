// Mercator: longitude and latitude to a square world of side 1, north up. A constant heading is a
// straight line on it, which makes dead reckoning one multiplication.

const circumference = 2 * Math.PI * 6371008.8; // metres
const mostLatitude = 85.05;
const radians = Math.PI / 180;

export function worldX(lon) {
    return (lon + 180) / 360;
}

export function worldY(lat) {
    const sine = Math.sin(Math.max(-mostLatitude, Math.min(mostLatitude, lat)) * radians);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function longitude(x) {
    return x * 360 - 180;
}

export function latitude(y) {
    return Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) / radians;
}

/** What one metre at this latitude is in the square world. */
export function worldPerMetre(lat) {
    return 1 / (circumference * Math.cos(Math.max(-mostLatitude, Math.min(mostLatitude, lat)) * radians));
}

// Made-up flights over Europe, the same for the same seed.
const airlines = ['DLH', 'AFR', 'BAW', 'KLM', 'SAS', 'IBE', 'AUA', 'SWR', 'LOT', 'TAP', 'RYR', 'EZY'];

function generator(seed) {
    let state = seed;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}

export function flight(id, values = {}) {
    return {
        id, aircraft_id: `DLH${id}`, timestamp: Date.now(), altitude: 35000, speed: 450, heading: 270,
        lat: 50.1, lon: 8.6, ...values,
    };
}

/** So many flights, reported within the last `spread` milliseconds. */
export function flights(count, { seed = 7, spread = 5000, now = Date.now() } = {}) {
    const random = generator(seed);
    const between = (low, high) => low + (high - low) * random();
    const letter = () => String.fromCharCode(65 + Math.floor(random() * 26));
    return Array.from({ length: count }, (_, i) => flight(i + 1, {
        aircraft_id: `${airlines[Math.floor(random() * airlines.length)]}${Math.floor(between(10, 999))}${letter()}`,
        timestamp: Math.floor(now - between(0, spread)),
        altitude: Math.round(between(80, 410)) * 100,
        speed: Math.round(between(230, 490)),
        heading: Math.floor(between(0, 360)),
        lat: Number(between(37, 60).toFixed(5)),
        lon: Number(between(-9, 26).toFixed(5)),
    }));
}

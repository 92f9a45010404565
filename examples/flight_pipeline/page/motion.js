// Where an aircraft is between two reports: dead reckoning from its speed and heading, and never
// further than its last report allows.

import { worldPerMetre, worldX, worldY } from './projection.js';

const metresPerSecondPerKnot = 1852 / 3600;
const glide = 900; // milliseconds in which a drawn position goes over to a new report's
const longestGlide = 0.002; // in world units: what jumps further is shown there at once

/**
 * The motion of a flight that was just reported, or null without a position. `before` is its motion
 * so far or null, `now` the server's time. A flight whose report was old when it came is not moved.
 */
export function place(flight, before, now, staleAfter) {
    if (flight.lat === null || flight.lon === null) return null;
    const heading = flight.heading === null ? null : flight.heading * Math.PI / 180;
    const old = flight.timestamp === null || now - flight.timestamp > staleAfter;
    const moving = !old && heading !== null && flight.speed !== null;
    const perMillisecond = moving
        ? flight.speed * metresPerSecondPerKnot / 1000 * worldPerMetre(flight.lat) : 0;
    const motion = {
        x: worldX(flight.lon), y: worldY(flight.lat),
        vx: moving ? perMillisecond * Math.sin(heading) : 0,
        vy: moving ? -perMillisecond * Math.cos(heading) : 0,
        at: flight.timestamp ?? now, until: (flight.timestamp ?? now) + staleAfter,
        gapX: 0, gapY: 0, gapAt: now,
    };
    if (before !== null) bridge(motion, before, now);
    return motion;
}

// The drawn position must not jump: the gap to the one drawn so far closes within `glide`.
function bridge(motion, before, now) {
    const gapX = positionX(before, now) - positionX(motion, now);
    const gapY = positionY(before, now) - positionY(motion, now);
    if (Math.hypot(gapX, gapY) > longestGlide) return;
    motion.gapX = gapX;
    motion.gapY = gapY;
}

/** How long the report carries the aircraft on at this time, in milliseconds. */
function carried(motion, now) {
    return Math.max(0, Math.min(now, motion.until) - motion.at);
}

/** How far the drawn position is from where the reports say, in world units. */
export function gap(motion, now) {
    return Math.max(Math.abs(motion.gapX), Math.abs(motion.gapY)) * gapLeft(motion, now);
}

function gapLeft(motion, now) {
    return Math.max(0, 1 - (now - motion.gapAt) / glide);
}

export function positionX(motion, now) {
    return motion.x + motion.vx * carried(motion, now) + motion.gapX * gapLeft(motion, now);
}

export function positionY(motion, now) {
    return motion.y + motion.vy * carried(motion, now) + motion.gapY * gapLeft(motion, now);
}

export function isStale(flight, now, staleAfter) {
    return flight.timestamp === null || now - flight.timestamp > staleAfter;
}

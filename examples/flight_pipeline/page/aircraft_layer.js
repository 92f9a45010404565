// Draws all aircraft of one moment and knows which of them is at a place of the map.

import { AircraftStamps, drawAircraft } from './aircraft_sprites.js';
import { isStale, positionX, positionY } from './motion.js';

const margin = 24; // pixels outside the map that are still drawn
const labelled = 40; // so many aircraft get their names beside them

export class AircraftLayer {
    constructor(staleAfter) {
        this.staleAfter = staleAfter;
        this.stamps = null;
        this.drawn = []; // flights of the last picture
        this.places = new Float32Array(0); // their pixels, x and y in turn
    }

    /** Colours or pixel density changed. */
    forget() {
        this.stamps = null;
    }

    /** Draws the flights; `density` is device pixels per pixel, `now` the server's time. */
    draw(context, flights, view, density, palette, now, marks) {
        this.#locate(flights, view, now);
        const radius = this.#radius() * density;
        const { width, height } = context.canvas;
        if (!this.stamps?.fits(radius, width, height)) {
            this.stamps = new AircraftStamps(radius, width, height, margin * density, palette['map-plane']);
        }
        const { drawn, places, stamps, staleAfter } = this;
        stamps.clear();
        for (let i = 0; i < drawn.length; i += 1) {
            const flight = drawn[i];
            const faded = isStale(flight, now, staleAfter);
            stamps.put(flight.heading, faded, places[2 * i] * density, places[2 * i + 1] * density);
        }
        stamps.show(context);
        context.setTransform(density, 0, 0, density, 0, 0);
        this.#drawNames(context, palette, marks);
        this.#drawMarks(context, palette, marks);
    }

    #locate(flights, view, now) {
        this.drawn.length = 0;
        if (this.places.length < 2 * flights.length) this.places = new Float32Array(2 * flights.length);
        for (const flight of flights) {
            if (flight.motion === null) continue;
            const x = view.screenX(positionX(flight.motion, now));
            const y = view.screenY(positionY(flight.motion, now));
            if (x < -margin || y < -margin || x > view.width + margin || y > view.height + margin) continue;
            this.places[2 * this.drawn.length] = x;
            this.places[2 * this.drawn.length + 1] = y;
            this.drawn.push(flight);
        }
    }

    // Many aircraft are drawn smaller, so that one still sees where they are.
    #radius() {
        if (this.drawn.length > 3000) return 4;
        if (this.drawn.length > 600) return 6;
        return this.drawn.length > 120 ? 8 : 10;
    }

    #drawNames(context, palette, marks) {
        if (this.drawn.length > labelled) return;
        for (let i = 0; i < this.drawn.length; i += 1) {
            if (marks.includes(this.drawn[i])) continue;
            this.#drawName(context, i, palette, palette['map-text'], 500);
        }
    }

    #drawMarks(context, palette, marks) {
        for (const flight of marks) {
            const i = this.drawn.indexOf(flight);
            if (i < 0) continue;
            const x = this.places[2 * i];
            const y = this.places[2 * i + 1];
            drawAircraft(context, x, y, flight.heading, 13, palette.accent, palette.raised);
            this.#drawName(context, i, palette, palette.ink, 650);
        }
    }

    #drawName(context, i, palette, colour, weight) {
        const name = this.drawn[i].aircraft_id;
        if (name === null) return;
        const text = name.length > 16 ? `${name.slice(0, 15)}…` : name;
        context.font = `${weight} 12px ${palette.font}`;
        context.textBaseline = 'middle';
        context.lineWidth = 3;
        context.lineJoin = 'round';
        context.strokeStyle = palette['map-land'];
        context.strokeText(text, this.places[2 * i] + 16, this.places[2 * i + 1]);
        context.fillStyle = colour;
        context.fillText(text, this.places[2 * i] + 16, this.places[2 * i + 1]);
    }

    /** The flight nearest to a pixel within `reach` pixels, or null. */
    at(x, y, reach) {
        let best = null;
        let least = reach * reach;
        for (let i = 0; i < this.drawn.length; i += 1) {
            const square = (this.places[2 * i] - x) ** 2 + (this.places[2 * i + 1] - y) ** 2;
            if (square > least) continue;
            least = square;
            best = this.drawn[i];
        }
        return best;
    }
}

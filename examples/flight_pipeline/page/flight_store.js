// The flights the page knows, by id. A flight stays the same object while its row lives.

import { place } from './motion.js';

export class FlightStore {
    constructor(staleAfter) {
        this.staleAfter = staleAfter;
        this.byId = new Map();
        this.newest = null; // newest timestamp of all rows, epoch milliseconds
        this.version = 0; // another one after each change
    }

    get size() {
        return this.byId.size;
    }

    all() {
        return this.byId.values();
    }

    get(id) {
        return this.byId.get(id) ?? null;
    }

    /** Adds rows and replaces those with the same id; `now` is the server's time. */
    merge(rows, now) {
        if (rows.length > 0) this.version += 1;
        for (const row of rows) {
            const flight = this.byId.get(row.id) ?? { id: row.id, gone: false, motion: null };
            this.#take(flight, row, now);
            this.byId.set(row.id, flight);
        }
    }

    /** The rows are all there are: others are gone. */
    replace(rows, now) {
        this.version += 1;
        const kept = new Set(rows.map((row) => row.id));
        for (const [id, flight] of this.byId) {
            if (kept.has(id)) continue;
            flight.gone = true;
            this.byId.delete(id);
        }
        this.newest = null;
        this.merge(rows, now);
    }

    #take(flight, row, now) {
        flight.aircraft_id = row.aircraft_id ?? null;
        flight.timestamp = row.timestamp ?? null;
        flight.altitude = row.altitude ?? null;
        flight.speed = row.speed ?? null;
        flight.heading = row.heading ?? null;
        flight.lat = row.lat ?? null;
        flight.lon = row.lon ?? null;
        flight.motion = place(flight, flight.motion, now, this.staleAfter);
        if (flight.timestamp !== null && flight.timestamp > (this.newest ?? -Infinity)) {
            this.newest = flight.timestamp;
        }
    }
}

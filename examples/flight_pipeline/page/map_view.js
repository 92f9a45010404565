// The map: two canvases, one for what lies still and one for the aircraft, and when each is drawn.

import { AircraftLayer } from './aircraft_layer.js';
import { drawBase } from './base_layer.js';
import { gap, positionX, positionY } from './motion.js';
import { readPalette } from './palette.js';
import { worldPerMetre } from './projection.js';
import { Viewport } from './viewport.js';

const shortestTimer = 25; // milliseconds; below that frames follow each other
const edge = 20; // pixels that a shown aircraft is away from a border
const fastest = 300; // metres per second; an airliner in a strong tail wind

export class MapView {
    constructor(base, aircraft, clock, staleAfter) {
        this.base = base;
        this.aircraft = aircraft;
        this.clock = clock;
        this.view = new Viewport();
        this.layer = new AircraftLayer(staleAfter);
        this.flights = [];
        this.selected = null;
        this.hovered = null;
        this.calm = matchMedia('(prefers-reduced-motion: reduce)');
        this.touched = false; // the reader chose the view
        this.fitted = false;
        this.palette = readPalette();
        this.baseIsOld = true;
        this.pending = false; // a frame was asked for
        this.timer = null; // until the next one
        new ResizeObserver(() => this.#resize()).observe(aircraft);
        this.#resize();
    }

    show(flights) {
        this.flights = flights;
        if (!this.fitted && !this.touched) this.fitted = this.fit();
        this.redraw();
    }

    select(flight) {
        this.selected = flight;
        this.redraw();
    }

    hover(flight) {
        if (this.hovered === flight) return;
        this.hovered = flight;
        this.redraw();
    }

    /** Shows all aircraft; false when none has a position. */
    fit() {
        const box = { left: 1, right: 0, top: 1, bottom: 0 };
        const now = this.clock.now();
        for (const { motion } of this.flights) {
            if (motion === null) continue;
            const x = positionX(motion, now);
            const y = positionY(motion, now);
            box.left = Math.min(box.left, x);
            box.right = Math.max(box.right, x);
            box.top = Math.min(box.top, y);
            box.bottom = Math.max(box.bottom, y);
        }
        if (box.left > box.right) return false;
        this.view.fit(box);
        this.moved(false);
        return true;
    }

    centreOn(flight) {
        if (flight.motion === null) return;
        const now = this.clock.now();
        this.view.centre(positionX(flight.motion, now), positionY(flight.motion, now));
        this.moved();
    }

    /** Moves the map when the flight is outside of it or below `cover`, a rectangle in CSS pixels
     *  of the map: then it comes to the middle of what is free above that. */
    reveal(flight, cover) {
        if (flight.motion === null) return;
        const now = this.clock.now();
        const x = this.view.screenX(positionX(flight.motion, now));
        const y = this.view.screenY(positionY(flight.motion, now));
        const outside = x < edge || y < edge || x > this.view.width - edge || y > this.view.height - edge;
        const covered = x > cover.left - edge && x < cover.right + edge
            && y > cover.top - edge && y < cover.bottom + edge;
        if (!outside && !covered) return;
        this.view.pan(this.view.width / 2 - x, cover.top / 2 - y);
        this.moved();
    }

    /** The flight nearest to a pixel within `reach` pixels, as the view is now; or null. */
    at(x, y, reach) {
        if (this.pending) this.draw();
        return this.layer.at(x, y, reach);
    }

    /** The view was changed. */
    moved(byReader = true) {
        if (byReader) this.touched = true;
        this.baseIsOld = true;
        this.redraw();
    }

    recolour() {
        this.palette = readPalette();
        this.layer.forget();
        this.moved(false);
    }

    redraw() {
        if (this.pending) return;
        this.pending = true;
        clearTimeout(this.timer);
        requestAnimationFrame(() => this.#frame());
    }

    #resize() {
        const { clientWidth, clientHeight } = this.aircraft;
        this.density = Math.min(devicePixelRatio || 1, 2);
        for (const canvas of [this.base, this.aircraft]) {
            canvas.width = Math.max(1, Math.round(clientWidth * this.density));
            canvas.height = Math.max(1, Math.round(clientHeight * this.density));
        }
        this.view.resize(clientWidth, clientHeight);
        if (this.fitted && !this.touched) this.fit();
        this.moved(false);
        this.draw();
    }

    #frame() {
        this.pending = false;
        this.draw();
        const wait = this.#wait();
        if (wait < shortestTimer) this.redraw();
        else this.timer = setTimeout(() => this.redraw(), wait);
    }

    // A frame is only drawn when something moves by a part of a pixel, at the latest each second,
    // because aircraft fade with time; no more often where motion is unwelcome.
    #wait() {
        if (this.calm.matches) return 1000;
        if (this.#glides()) return 0;
        const pixels = fastest * worldPerMetre(55) * this.view.scale * this.density; // each second
        return Math.min(1000, 1000 * 0.3 / pixels);
    }

    // Whether an aircraft is on its way to the place of a new report.
    #glides() {
        const now = this.clock.now();
        const least = 0.5 / (this.view.scale * this.density);
        return this.layer.drawn.some(({ motion }) => gap(motion, now) > least);
    }

    draw() {
        if (this.baseIsOld) {
            const context = this.base.getContext('2d');
            context.setTransform(this.density, 0, 0, this.density, 0, 0);
            drawBase(context, this.view, this.palette);
            this.baseIsOld = false;
        }
        const marks = [this.hovered, this.selected].filter((flight) => flight !== null);
        this.layer.draw(
            this.aircraft.getContext('2d', { willReadFrequently: true }), this.flights, this.view, this.density, this.palette,
            this.clock.now(), marks,
        );
    }
}

// Which part of the world the map shows: its centre in world units and pixels per world unit.

import { worldPerMetre } from './projection.js';

const mostScale = 256 * 2 ** 14;

export class Viewport {
    constructor() {
        this.width = 1;
        this.height = 1;
        this.x = 0.52;
        this.y = 0.33;
        this.scale = 2000;
    }

    /** CSS pixels of the map. */
    resize(width, height) {
        this.width = Math.max(1, width);
        this.height = Math.max(1, height);
        this.#limit();
    }

    screenX(x) {
        return (x - this.x) * this.scale + this.width / 2;
    }

    screenY(y) {
        return (y - this.y) * this.scale + this.height / 2;
    }

    pan(pixelsX, pixelsY) {
        this.x -= pixelsX / this.scale;
        this.y -= pixelsY / this.scale;
        this.#limit();
    }

    /** Scales by a factor; the point of the map below this pixel stays there. */
    zoom(factor, pixelX = this.width / 2, pixelY = this.height / 2) {
        const x = this.x + (pixelX - this.width / 2) / this.scale;
        const y = this.y + (pixelY - this.height / 2) / this.scale;
        this.scale *= factor;
        this.#limitScale();
        this.x = x - (pixelX - this.width / 2) / this.scale;
        this.y = y - (pixelY - this.height / 2) / this.scale;
        this.#limit();
    }

    centre(x, y) {
        this.x = x;
        this.y = y;
        this.#limit();
    }

    /** Shows all these positions with room around them, but no less than some 300 km. */
    fit({ left, right, top, bottom }) {
        this.x = (left + right) / 2;
        this.y = (top + bottom) / 2;
        const least = 3e5 * worldPerMetre(45);
        const room = 1.15;
        this.scale = Math.min(
            this.width / Math.max((right - left) * room, least),
            this.height / Math.max((bottom - top) * room, least),
        );
        this.#limit();
    }

    #limitScale() {
        const least = Math.max(this.width, this.height);
        this.scale = Math.min(Math.max(this.scale, least), mostScale);
    }

    // The view never leaves the world.
    #limit() {
        this.#limitScale();
        const halfX = this.width / 2 / this.scale;
        const halfY = this.height / 2 / this.scale;
        this.x = Math.min(Math.max(this.x, halfX), 1 - halfX);
        this.y = Math.min(Math.max(this.y, halfY), 1 - halfY);
    }
}

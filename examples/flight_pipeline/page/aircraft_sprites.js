// Aircraft as a canvas draws them: one by its outline, or thousands by stamping pixels. Stamps are
// drawn once for every direction; putting one costs a few dozen assignments, on any machine.

const directions = 72; // one picture for every five degrees
const outline = [
    0, -1, 0.09, -0.82, 0.1, -0.3, 0.94, 0.26, 0.94, 0.42, 0.11, 0.18, 0.09, 0.62, 0.36, 0.84,
    0.36, 0.97, 0, 0.86, -0.36, 0.97, -0.36, 0.84, -0.09, 0.62, -0.11, 0.18, -0.94, 0.42,
    -0.94, 0.26, -0.1, -0.3, -0.09, -0.82,
];
const dart = [0, -0.95, 0.7, 0.85, 0, 0.45, -0.7, 0.85];

/** Puts an aircraft's outline into the path; `angle` in radians, clockwise from north. */
function trace(context, points, x, y, angle, radius) {
    const sine = Math.sin(angle) * radius;
    const cosine = Math.cos(angle) * radius;
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) {
        context.lineTo(
            x + points[i] * cosine - points[i + 1] * sine,
            y + points[i] * sine + points[i + 1] * cosine,
        );
    }
    context.closePath();
}

/** One aircraft at once; `heading` in degrees, null is a ring. */
export function drawAircraft(context, x, y, heading, radius, fill, halo) {
    context.lineJoin = 'round';
    if (heading === null) {
        context.beginPath();
        context.arc(x, y, radius * 0.5, 0, 2 * Math.PI);
    } else {
        trace(context, radius < 5 ? dart : outline, x, y, heading * Math.PI / 180, radius);
    }
    if (halo) {
        context.lineWidth = Math.max(2, radius / 4);
        context.strokeStyle = halo;
        context.stroke();
    }
    if (heading === null) {
        context.lineWidth = Math.max(1, radius / 4);
        context.strokeStyle = fill;
        context.stroke();
    } else {
        context.fillStyle = fill;
        context.fill();
    }
}

/** All stamps of one size and colour, and the pixels they are put into. */
export class AircraftStamps {
    /** Device pixels: `radius` of an aircraft, size of the canvas, `margin` around it. */
    constructor(radius, width, height, margin, colour) {
        this.radius = radius;
        this.margin = Math.ceil(margin) + Math.ceil(radius) + 2;
        this.width = width;
        this.height = height;
        this.picture = new ImageData(width + 2 * this.margin, height + 2 * this.margin);
        this.pixels = new Uint32Array(this.picture.data.buffer);
        this.whole = this.#cut(colour, 1);
        this.faded = this.#cut(colour, 0.36);
    }

    fits(radius, width, height) {
        return this.radius === radius && this.width === width && this.height === height;
    }

    clear() {
        this.pixels.fill(0);
    }

    /** Puts one aircraft; it must be within the margin around the canvas. */
    put(heading, faded, x, y) {
        const column = heading === null ? directions
            : Math.round((((heading % 360) + 360) % 360) * directions / 360) % directions;
        const { offsets, colours } = (faded ? this.faded : this.whole)[column];
        const { pixels } = this;
        const start = (Math.round(y) + this.margin) * this.picture.width + Math.round(x) + this.margin;
        // All aircraft have one colour, so of two that overlap the more solid pixel is right.
        for (let i = 0; i < offsets.length; i += 1) {
            const at = start + offsets[i];
            if (pixels[at] < colours[i]) pixels[at] = colours[i];
        }
    }

    show(context) {
        context.putImageData(this.picture, -this.margin, -this.margin);
    }

    // Per direction the pixels that are not empty: where they are from the centre, and their colour.
    #cut(colour, alpha) {
        const centre = Math.ceil(this.radius) + 1;
        const size = 2 * centre + 1;
        const canvas = document.createElement('canvas');
        canvas.width = size;
        canvas.height = size;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        const solid = solidPixel(context, colour);
        return Array.from({ length: directions + 1 }, (_, column) => {
            const heading = column === directions ? null : column * 360 / directions;
            context.clearRect(0, 0, size, size);
            drawAircraft(context, centre + 0.5, centre + 0.5, heading, this.radius, colour, null);
            const { data } = context.getImageData(0, 0, size, size);
            return this.#stamp(data, size, centre, solid, alpha);
        });
    }

    #stamp(data, size, centre, solid, alpha) {
        const offsets = [];
        const colours = [];
        for (let i = 0; i < size * size; i += 1) {
            const strength = Math.round(data[4 * i + 3] * alpha);
            if (strength < 8) continue;
            offsets.push((Math.floor(i / size) - centre) * this.picture.width + (i % size) - centre);
            colours.push(((strength << 24) | solid) >>> 0);
        }
        return { offsets: Int32Array.from(offsets), colours: Uint32Array.from(colours) };
    }
}

// Red, green and blue of a colour as the lower bytes of a pixel (all browsers are little-endian).
function solidPixel(context, colour) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return red | (green << 8) | (blue << 16);
}

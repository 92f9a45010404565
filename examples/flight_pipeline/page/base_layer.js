// What lies below the aircraft: sea, rough coasts, a graticule and some names of places.

import { coasts } from './coasts.js';
import { places } from './places.js';
import { latitude, longitude, worldX, worldY } from './projection.js';

const steps = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1];

const land = coasts.map((outline) => {
    const points = new Float64Array(outline.length);
    for (let i = 0; i < outline.length; i += 2) {
        points[i] = worldX(outline[i]);
        points[i + 1] = worldY(outline[i + 1]);
    }
    return points;
});

export function drawBase(context, view, palette) {
    context.fillStyle = palette['map-sea'];
    context.fillRect(0, 0, view.width, view.height);
    drawLand(context, view, palette);
    drawGraticule(context, view, palette);
    drawPlaces(context, view, palette);
}

function drawLand(context, view, palette) {
    context.beginPath();
    for (const points of land) {
        context.moveTo(view.screenX(points[0]), view.screenY(points[1]));
        for (let i = 2; i < points.length; i += 2) {
            context.lineTo(view.screenX(points[i]), view.screenY(points[i + 1]));
        }
        context.closePath();
    }
    context.fillStyle = palette['map-land'];
    context.fill();
    context.lineJoin = 'round';
    context.lineWidth = 1;
    context.strokeStyle = palette['map-coast'];
    context.stroke();
}

function drawGraticule(context, view, palette) {
    const left = longitude(view.x - view.width / 2 / view.scale);
    const right = longitude(view.x + view.width / 2 / view.scale);
    const top = latitude(view.y - view.height / 2 / view.scale);
    const bottom = latitude(view.y + view.height / 2 / view.scale);
    const fine = (right - left) * 110 / view.width; // degrees in 110 pixels
    const step = steps.findLast((size) => size >= fine) ?? steps[0];
    const digits = step < 1 ? 1 : 0;
    context.lineWidth = 1;
    context.strokeStyle = palette['map-grid'];
    context.fillStyle = palette['map-text'];
    context.font = `11px ${palette.font}`;
    context.textBaseline = 'alphabetic';
    context.beginPath();
    for (let n = Math.ceil(left / step); n * step <= right; n += 1) {
        const x = Math.round(view.screenX(worldX(n * step))) + 0.5;
        context.moveTo(x, 0);
        context.lineTo(x, view.height);
        context.fillText(degrees(n * step, digits, 'E', 'W'), x + 4, view.height - 6);
    }
    for (let n = Math.ceil(bottom / step); n * step <= top; n += 1) {
        const y = Math.round(view.screenY(worldY(n * step))) + 0.5;
        context.moveTo(0, y);
        context.lineTo(view.width, y);
        if (y < view.height - 24) context.fillText(degrees(n * step, digits, 'N', 'S'), 6, y - 4);
    }
    context.stroke();
}

function degrees(value, digits, plus, minus) {
    const text = `${Math.abs(value).toFixed(digits)}°`;
    if (Math.abs(value) < 1e-9) return text;
    return `${text} ${value > 0 ? plus : minus}`;
}

// Bigger places first; one that would touch another's name is left out.
function drawPlaces(context, view, palette) {
    context.font = `11px ${palette.font}`;
    context.fillStyle = palette['map-text'];
    const taken = [];
    for (const [name, lat, lon] of places) {
        const x = Math.round(view.screenX(worldX(lon)));
        const y = Math.round(view.screenY(worldY(lat)));
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        const box = { left: x - 60, right: x + 90, top: y - 26, bottom: y + 26 };
        if (taken.some((other) => overlap(box, other))) continue;
        taken.push(box);
        context.fillRect(x - 1, y - 1, 3, 3);
        context.fillText(name, x + 5, y + 4);
    }
}

function overlap(one, other) {
    return one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
}

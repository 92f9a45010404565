// Screenshots as pictures for documents: the 256 most frequent colours are kept, all others become
// the nearest of these. Reads what Chromium writes: 8 bits, RGB or RGBA, not interlaced.
import { crc32 as zlibCrc, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunks(png) {
    const result = {};
    for (let at = 8; at < png.length;) {
        const length = png.readUInt32BE(at);
        const name = png.toString('latin1', at + 4, at + 8);
        const data = png.subarray(at + 8, at + 8 + length);
        result[name] = result[name] ? Buffer.concat([result[name], data]) : data;
        at += length + 12;
    }
    return result;
}

function paeth(left, up, corner) {
    const guess = left + up - corner;
    const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
    if (a <= b && a <= c) return left;
    return b <= c ? up : corner;
}

/** Takes the line filters back, in place; `size` bytes a pixel. */
function unfilter(lines, width, height, size) {
    const stride = width * size + 1;
    for (let y = 0; y < height; y += 1) {
        const filter = lines[y * stride];
        for (let i = 1; i < stride; i += 1) {
            const at = y * stride + i;
            const left = i > size ? lines[at - size] : 0;
            const up = y > 0 ? lines[at - stride] : 0;
            const corner = i > size && y > 0 ? lines[at - stride - size] : 0;
            lines[at] += [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
        }
    }
}

function distance(one, other) {
    return ((one >> 16) - (other >> 16)) ** 2 + ((one >> 8 & 255) - (other >> 8 & 255)) ** 2
        + ((one & 255) - (other & 255)) ** 2;
}

/** Colours, the most frequent first, and per colour of the picture the index of its nearest one. */
function reduce(pixels) {
    const counts = new Map();
    for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    const byCount = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
    const palette = byCount.slice(0, 256);
    const index = new Map(palette.map((colour, i) => [colour, i]));
    for (const colour of byCount.slice(256)) {
        let best = 0;
        for (let i = 1; i < palette.length; i += 1) {
            if (distance(colour, palette[i]) < distance(colour, palette[best])) best = i;
        }
        index.set(colour, best);
    }
    return { palette, index };
}

function crc32(data) {
    if (zlibCrc) return zlibCrc(data);
    let crc = ~0;
    for (const byte of data) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}

function chunk(name, data) {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export function smallPng(png) {
    const { IHDR: header, IDAT: data } = chunks(png);
    const width = header.readUInt32BE(0);
    const height = header.readUInt32BE(4);
    const size = header[9] === 6 ? 4 : 3;
    const lines = inflateSync(data);
    unfilter(lines, width, height, size);
    const pixels = new Uint32Array(width * height);
    for (let i = 0; i < pixels.length; i += 1) {
        const at = Math.floor(i / width) * (width * size + 1) + 1 + (i % width) * size;
        pixels[i] = lines[at] << 16 | lines[at + 1] << 8 | lines[at + 2];
    }
    const { palette, index } = reduce(pixels);
    const result = Buffer.alloc(height * (width + 1));
    pixels.forEach((colour, i) => { result[i + Math.floor(i / width) + 1] = index.get(colour); });
    const small = Buffer.from(header);
    small[9] = 3; // colours by index
    const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, colour >> 8 & 255, colour & 255]));
    return Buffer.concat([signature, chunk('IHDR', small), chunk('PLTE', colours),
        chunk('IDAT', deflateSync(result, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

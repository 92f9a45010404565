// Values as a reader wants to see them. A value that is not there is an en dash.

export const nothing = '–';

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const compass = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'];

export function number(value) {
    return value === null ? nothing : plain.format(value);
}

export function heading(value) {
    return value === null ? nothing : `${plain.format(value)}°`;
}

export function direction(value) {
    return compass[Math.round((((value % 360) + 360) % 360) / 45) % 8];
}

export function position(lat, lon) {
    if (lat === null || lon === null) return nothing;
    const part = (value, plus, minus) => `${Math.abs(value).toFixed(3)}° ${value < 0 ? minus : plus}`;
    return `${part(lat, 'N', 'S')}, ${part(lon, 'E', 'W')}`;
}

/** How long ago, in the largest unit that fits; a report from the future counts as just now. */
export function age(milliseconds) {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    if (seconds < 2 * 86400) return `${Math.floor(seconds / 3600)} h`;
    return `${plain.format(Math.floor(seconds / 86400))} d`;
}

/** Date and time in UTC; what no calendar can say is shown as the number it is. */
export function moment(timestamp) {
    if (timestamp === null) return nothing;
    if (Math.abs(timestamp) > 8.64e15) return String(timestamp);
    return `${new Date(timestamp).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function count(value, one, many) {
    return `${plain.format(value)} ${value === 1 ? one : many}`;
}

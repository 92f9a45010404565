// Which flights the table shows and in which order. Pure functions.

const byText = new Intl.Collator('en', { numeric: true }).compare;

/** The columns: `value` is what is sorted, null goes last in either direction. */
export const columns = [
    { key: 'aircraft', title: 'Aircraft', value: (flight) => flight.aircraft_id },
    { key: 'altitude', title: 'Altitude', unit: 'ft', value: (flight) => flight.altitude },
    { key: 'speed', title: 'Speed', unit: 'kt', value: (flight) => flight.speed },
    { key: 'heading', title: 'Heading', value: (flight) => flight.heading },
    // The older the report the greater its age.
    { key: 'age', title: 'Age', value: (flight) => (flight.timestamp === null ? null : -flight.timestamp) },
];

/** Flights whose name contains the text, whatever the case. */
export function filtered(flights, text) {
    const wanted = text.trim().toLocaleLowerCase('en');
    if (wanted === '') return [...flights];
    return [...flights].filter((flight) => flight.aircraft_id?.toLocaleLowerCase('en').includes(wanted));
}

export function sorted(flights, key, descending) {
    const { value } = columns.find((column) => column.key === key);
    const sign = descending ? -1 : 1;
    const order = (one, other) => {
        const a = value(one);
        const b = value(other);
        if (a === null || b === null) return (a === null) - (b === null) || byId(one, other);
        const difference = typeof a === 'string' ? byText(a, b) : a - b;
        return difference === 0 ? byId(one, other) : sign * difference;
    };
    return flights.sort(order);
}

function byId(one, other) {
    return byText(String(one.id), String(other.id));
}

/** Keeps the order so far: what is gone leaves, what is new comes last. */
export function kept(before, flights) {
    const present = new Set(flights);
    const result = before.filter((flight) => present.delete(flight));
    return result.concat([...present]);
}

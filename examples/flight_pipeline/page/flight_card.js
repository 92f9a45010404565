// The card on the map: everything known of the selected aircraft.

import { age, direction, heading, moment, nothing, number, position } from './format.js';

const facts = ['Altitude', 'Speed', 'Heading', 'Age', 'Position', 'Reported'];

export class FlightCard {
    constructor(card, title, list) {
        this.card = card;
        this.title = title;
        this.values = facts.map((name) => {
            const term = document.createElement('dt');
            term.textContent = name;
            const value = document.createElement('dd');
            list.append(term, value);
            return value;
        });
    }

    show(flight, now) {
        this.card.hidden = flight === null;
        if (flight === null) return;
        const withUnit = (value, unit) => (value === null ? nothing : `${number(value)} ${unit}`);
        const known = flight.timestamp !== null;
        const texts = [
            withUnit(flight.altitude, 'ft'),
            withUnit(flight.speed, 'kt'),
            flight.heading === null ? nothing : `${heading(flight.heading)} ${direction(flight.heading)}`,
            known ? age(now - flight.timestamp) : nothing,
            position(flight.lat, flight.lon),
            moment(flight.timestamp),
        ];
        this.title.textContent = flight.aircraft_id ?? nothing;
        this.title.title = flight.aircraft_id ?? '';
        this.card.dataset.id = flight.id;
        texts.forEach((text, i) => { this.values[i].textContent = text; });
    }
}

// One row of the table. Only texts that changed are touched; everything is text, never markup.

import { age, direction, heading, moment, nothing, number } from './format.js';
import { isStale } from './motion.js';

export class TableRow {
    constructor() {
        this.element = document.createElement('tr');
        this.button = document.createElement('button');
        this.button.type = 'button';
        this.button.className = 'pick';
        const head = document.createElement('th');
        head.scope = 'row';
        head.append(this.button);
        this.element.append(head);
        this.altitude = this.#cell('data', 'altitude');
        this.speed = this.#cell('data', 'speed');
        this.heading = this.#cell('data', 'heading');
        this.age = this.#cell('time', 'age');
    }

    show(flight, index, now, staleAfter, { selected, reachable }) {
        const name = flight.aircraft_id;
        set(this.button, name ?? nothing);
        attribute(this.button, 'title', name !== null && name.length > 12 ? name : null);
        attribute(this.button, 'aria-label', name === null ? `Aircraft without a name, row ${flight.id}` : null);
        attribute(this.button, 'aria-pressed', String(selected));
        this.setReachable(reachable);
        value(this.altitude, flight.altitude, number(flight.altitude));
        value(this.speed, flight.speed, number(flight.speed));
        value(this.heading, flight.heading, heading(flight.heading));
        attribute(this.heading, 'title', flight.heading === null ? null : direction(flight.heading));
        set(this.age, flight.timestamp === null ? nothing : age(now - flight.timestamp));
        attribute(this.age, 'title', flight.timestamp === null ? null : moment(flight.timestamp));
        attribute(this.element, 'data-id', String(flight.id));
        attribute(this.element, 'data-timestamp', flight.timestamp === null ? null : String(flight.timestamp));
        attribute(this.element, 'aria-rowindex', String(index + 2));
        this.element.toggleAttribute('data-selected', selected);
        this.element.toggleAttribute('data-stale', isStale(flight, now, staleAfter));
    }

    setReachable(reachable) {
        attribute(this.button, 'tabindex', reachable ? '0' : '-1');
    }

    focus() {
        this.button.focus();
    }

    #cell(kind, column) {
        const cell = document.createElement('td');
        cell.dataset.column = column;
        const element = document.createElement(kind);
        cell.append(element);
        this.element.append(cell);
        return element;
    }
}

function set(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

function attribute(element, name, text) {
    if (text === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

// The exact number goes along with the one that is shown.
function value(element, exact, text) {
    set(element, text);
    attribute(element, 'value', exact === null ? null : String(exact));
}

// The table: one page of rows at a time, whose elements are used again and again.

import { TableRow } from './table_row.js';
import { columns, filtered, kept, sorted } from './table_order.js';

export const rowsPerPage = 50;

export class FlightTable {
    /** `elements`: table, head, body; `events`: select(flight), order(text), page(). */
    constructor(elements, clock, staleAfter, events) {
        this.elements = elements;
        this.clock = clock;
        this.staleAfter = staleAfter;
        this.events = events;
        this.order = []; // all rows of all pages
        this.page = 0;
        this.sort = { key: 'aircraft', descending: false };
        this.selected = null;
        this.active = 0; // row of this page that the Tab key reaches
        this.rows = [];
        this.#makeHead();
        this.#markSort();
        elements.body.addEventListener('click', (event) => this.#click(event));
        elements.body.addEventListener('keydown', (event) => this.#key(event));
        elements.body.addEventListener('focusin', (event) => this.#activate(this.#indexOf(event.target)));
    }

    get pages() {
        return Math.max(1, Math.ceil(this.order.length / rowsPerPage));
    }

    /** Shows the flights that the filter lets through. While the reader is in the rows, their
     *  order stays: nothing moves away below a pointer or a focus. */
    show(flights, filter, filterChanged) {
        const chosen = filtered(flights, filter);
        // From the order so far, sorting has little to do.
        this.order = kept(this.order, chosen);
        if (!this.#readerIsInRows() || filterChanged) {
            this.order = sorted(this.order, this.sort.key, this.sort.descending);
        }
        if (filterChanged) this.page = 0;
        this.draw();
    }

    /** Marks a flight and turns to its page; `move` says whether the row is scrolled to. */
    select(flight, move) {
        this.selected = flight;
        const index = flight === null ? -1 : this.order.indexOf(flight);
        if (index >= 0 && move) this.page = Math.floor(index / rowsPerPage);
        this.draw();
        if (index < 0 || !move) return;
        this.active = index % rowsPerPage;
        this.draw();
        this.rows[this.active].element.scrollIntoView({ block: 'nearest' });
    }

    turn(pages) {
        this.page = Math.min(Math.max(0, this.page + pages), this.pages - 1);
        this.active = 0;
        this.draw();
        this.elements.table.parentElement.scrollTop = 0;
    }

    /** Brings texts and ages up to date. */
    draw() {
        this.page = Math.min(this.page, this.pages - 1);
        const first = this.page * rowsPerPage;
        const count = Math.min(rowsPerPage, this.order.length - first);
        this.active = Math.max(0, Math.min(this.active, count - 1));
        this.#resize(count);
        const now = this.clock.now();
        for (let i = 0; i < count; i += 1) {
            const flight = this.order[first + i];
            const mark = { selected: flight === this.selected, reachable: i === this.active };
            this.rows[i].show(flight, first + i, now, this.staleAfter, mark);
        }
        this.elements.table.setAttribute('aria-rowcount', String(this.order.length + 1));
        this.events.page();
    }

    #resize(count) {
        while (this.rows.length < count) {
            const row = new TableRow();
            this.rows.push(row);
            this.elements.body.append(row.element);
        }
        while (this.rows.length > count) this.rows.pop().element.remove();
    }

    #readerIsInRows() {
        const { body } = this.elements;
        return body.contains(document.activeElement) || body.matches(':hover');
    }

    #makeHead() {
        for (const column of columns) {
            const cell = document.createElement('th');
            cell.scope = 'col';
            cell.dataset.key = column.key;
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'sort';
            button.append(column.unit ? `${column.title} (${column.unit})` : column.title);
            const mark = document.createElement('span');
            mark.className = 'sort-mark';
            mark.ariaHidden = 'true';
            button.append(mark);
            button.addEventListener('click', () => this.#sortBy(column));
            cell.append(button);
            this.elements.head.append(cell);
        }
    }

    #sortBy(column) {
        const again = this.sort.key === column.key;
        this.sort = { key: column.key, descending: again && !this.sort.descending };
        this.order = sorted(this.order, this.sort.key, this.sort.descending);
        this.page = 0;
        this.#markSort();
        this.draw();
        const direction = this.sort.descending ? 'descending' : 'ascending';
        this.events.order(`Sorted by ${column.title.toLowerCase()}, ${direction}`);
    }

    #markSort() {
        for (const cell of this.elements.head.children) {
            const chosen = cell.dataset.key === this.sort.key;
            const { descending } = this.sort;
            if (chosen) cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
            else cell.removeAttribute('aria-sort');
            cell.querySelector('.sort-mark').textContent = chosen ? (descending ? '↓' : '↑') : '';
        }
    }

    #indexOf(target) {
        return this.rows.findIndex((row) => row.element.contains(target));
    }

    #activate(index) {
        if (index < 0 || index === this.active) return;
        this.rows[this.active]?.setReachable(false);
        this.active = index;
        this.rows[index].setReachable(true);
    }

    #click(event) {
        const index = this.#indexOf(event.target);
        if (index < 0) return;
        const flight = this.order[this.page * rowsPerPage + index];
        this.events.select(flight === this.selected ? null : flight);
    }

    #key(event) {
        const last = this.rows.length - 1;
        const targets = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, Home: 0, End: last };
        if (event.key === 'PageDown' || event.key === 'PageUp') {
            event.preventDefault();
            this.turn(event.key === 'PageDown' ? 1 : -1);
            this.rows[0]?.focus();
        } else if (event.key in targets) {
            event.preventDefault();
            this.rows[Math.min(Math.max(0, targets[event.key]), last)].focus();
        }
    }
}

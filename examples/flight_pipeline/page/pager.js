// The buttons below the table that turn its pages.

import { number } from './format.js';
import { rowsPerPage } from './flight_table.js';

export class Pager {
    /** `table` gives the FlightTable. */
    constructor(nav, text, back, on, table) {
        this.nav = nav;
        this.text = text;
        this.back = back;
        this.on = on;
        this.table = table;
        back.addEventListener('click', () => table().turn(-1));
        on.addEventListener('click', () => table().turn(1));
    }

    show() {
        const { page, pages, order } = this.table();
        const first = page * rowsPerPage + 1;
        const last = Math.min(first + rowsPerPage - 1, order.length);
        this.nav.hidden = pages === 1;
        const text = `${number(first)} to ${number(last)} of ${number(order.length)}`;
        if (this.text.textContent !== text) this.text.textContent = text;
        this.back.disabled = page === 0;
        this.on.disabled = page === pages - 1;
    }
}

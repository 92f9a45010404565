// When to ask for what: everything at first and every minute, otherwise what is new; after a
// failure again, later and later. Tells its state to one listener.

import { ApiError } from './flight_api.js';
import { BackOff } from './back_off.js';

export class FlightFeed {
    #wake = null;

    constructor(api, store, clock, settings, changed) {
        this.api = api;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.changed = changed;
        this.backOff = new BackOff(settings.retry_first_seconds, settings.retry_most_seconds);
        this.after = null; // where the first load goes on after a failure
        this.everythingAt = -Infinity; // local time of the last complete load
        /** complete: all rows were read once; error, retryAt: of the last try, or null;
         *  asking: a request is under way; answeredAt: local time of the last good answer. */
        this.state = { complete: false, asking: false, error: null, retryAt: null, answeredAt: null };
    }

    /** Asks until the page is left. Only an error of the page itself ends it. */
    async run() {
        for (;;) {
            await this.#whileHidden();
            await this.#pause(await this.#once());
        }
    }

    /** Ends the present pause. */
    askNow() {
        this.#wake?.();
    }

    /** One round; the milliseconds until the next one. */
    async #once() {
        this.#tell({ asking: true });
        try {
            await this.#read();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            const wait = this.backOff.failed(error.retryAfterSeconds);
            this.#tell({ asking: false, error, retryAt: Date.now() + wait });
            return wait;
        }
        this.backOff.succeeded();
        this.#tell({ asking: false, error: null, retryAt: null, complete: true });
        return this.settings.poll_seconds * 1000;
    }

    async #read() {
        const everything = Date.now() - this.everythingAt >= this.settings.resync_seconds * 1000;
        if (!this.state.complete) {
            await this.#pages(null, this.after, (rows) => this.#merge(rows));
            this.everythingAt = Date.now();
        } else if (everything || this.store.newest === null) {
            const rows = [];
            await this.#pages(null, null, (more) => rows.push(...more));
            this.store.replace(rows, this.clock.now());
            this.everythingAt = Date.now();
        } else {
            await this.#pages(this.#since(), null, (rows) => this.#merge(rows));
        }
    }

    // A row may be written a little later than others with newer timestamps, and a row from the
    // future must not hide all others.
    #since() {
        const newest = Math.min(this.store.newest, this.clock.now());
        return Math.max(0, Math.floor(newest - this.settings.overlap_seconds * 1000));
    }

    /** Hands over page after page; with `since` only those that changed since the last time. */
    async #pages(since, after, take) {
        for (;;) {
            const sentAt = Date.now();
            const page = await this.api.page({ since, limit: this.settings.page_limit, after }, since !== null);
            this.state.answeredAt = Date.now();
            this.clock.observe(page.asOf, sentAt, this.state.answeredAt);
            take(page.flights);
            if (!this.state.complete) this.after = page.next;
            if (page.next === null) return;
            if (String(page.next) === String(after)) {
                throw new ApiError('content', `its page after ${after} leads to itself`);
            }
            after = page.next;
        }
    }

    #merge(rows) {
        this.store.merge(rows, this.clock.now());
        if (!this.state.complete) this.#tell({});
    }

    #tell(change) {
        Object.assign(this.state, change);
        this.changed(this.state);
    }

    #pause(milliseconds) {
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            this.#wake = () => {
                clearTimeout(timer);
                resolve();
            };
        });
    }

    // Nobody looks: no requests.
    #whileHidden() {
        if (!document.hidden) return null;
        return new Promise((resolve) => {
            document.addEventListener('visibilitychange', resolve, { once: true });
        });
    }
}

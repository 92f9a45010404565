// Puts the parts together: feed -> store -> map and table; one selection and one filter for both.

import { Announcer } from './announcer.js';
import { ConnectionView } from './connection_view.js';
import { FlightApi } from './flight_api.js';
import { FlightCard } from './flight_card.js';
import { FlightFeed } from './flight_feed.js';
import { FlightStore } from './flight_store.js';
import { FlightTable } from './flight_table.js';
import { count } from './format.js';
import { MapInput } from './map_input.js';
import { MapView } from './map_view.js';
import { Pager } from './pager.js';
import { ServerClock } from './server_clock.js';
import { readSettings } from './settings.js';
import { connectThemeButton } from './theme.js';

const byId = (id) => document.getElementById(id);
const elements = {
    status: byId('status'), statusText: byId('status-text'), notice: byId('notice'),
    noticeTitle: byId('notice-title'), noticeDetail: byId('notice-detail'), retry: byId('retry'),
    placeholder: byId('placeholder'), placeholderTitle: byId('placeholder-title'),
    placeholderDetail: byId('placeholder-detail'), placeholderAction: byId('placeholder-action'),
    table: byId('table'), head: byId('table-head'), body: byId('table-body'),
};
const filter = byId('filter');
const announcer = new Announcer(byId('announcements'));

/** The page once its settings are known. */
class Page {
    constructor(settings) {
        const staleAfter = settings.stale_after_seconds * 1000;
        this.settings = settings;
        this.selected = null;
        this.shown = null; // version of the store that map and table show
        this.clock = new ServerClock();
        this.store = new FlightStore(staleAfter);
        const api = new FlightApi(settings.address, settings.timeout_seconds * 1000);
        this.feed = new FlightFeed(api, this.store, this.clock, settings, () => this.news());
        this.connection = new ConnectionView(elements, announcer);
        this.card = new FlightCard(byId('card'), byId('card-title'), byId('card-facts'));
        this.map = new MapView(byId('map-base'), byId('map-aircraft'), this.clock, staleAfter);
        this.input = new MapInput(this.map, (flight) => this.select(flight, true));
        this.pager = new Pager(byId('pager'), byId('pager-text'), byId('pager-back'), byId('pager-on'), () => this.table);
        this.table = new FlightTable(elements, this.clock, staleAfter, {
            select: (flight) => this.select(flight, false),
            order: (text) => announcer.say(text),
            page: () => this.pager.show(),
        });
        this.#connect();
    }

    start() {
        this.feed.run().catch(showFatal);
        setInterval(() => this.tick(), 1000);
    }

    /** The feed has flights, or another state of the connection. */
    news() {
        if (this.shown === this.store.version) this.tick();
        else this.update();
    }

    update(filterChanged = false) {
        this.shown = this.store.version;
        if (this.selected?.gone) this.select(null, false);
        this.table.show(this.store.all(), filter.value, filterChanged);
        this.map.show(this.table.order);
        this.tick();
    }

    /** A second has passed. */
    tick() {
        const serverNow = this.clock.now();
        const { store, settings, feed } = this;
        const shown = this.table.order.length;
        this.connection.show({ state: feed.state, store, shown, filter: filter.value, serverNow, settings });
        this.table.draw();
        this.card.show(this.selected, serverNow);
        this.#showCounts(shown);
    }

    select(flight, fromMap) {
        this.selected = flight;
        this.map.select(flight);
        this.table.select(flight, fromMap);
        this.card.show(flight, this.clock.now());
        if (flight === null) return;
        this.map.reveal(flight, this.#cover());
        announcer.say(`${flight.aircraft_id ?? 'Aircraft without a name'} selected`);
    }

    // What the card hides of the map.
    #cover() {
        const map = byId('map').getBoundingClientRect();
        const card = byId('card').getBoundingClientRect();
        return {
            left: card.left - map.left, right: card.right - map.left,
            top: card.top - map.top, bottom: card.bottom - map.top,
        };
    }

    #showCounts(shown) {
        const { size } = this.store;
        const text = filter.value.trim() === '' || size === 0 ? '' : ` of ${count(size, '', '').trim()}`;
        byId('count').textContent = size === 0 ? '' : `${count(shown, '', '').trim()}${text}`;
        let nowhere = 0;
        for (const flight of this.table.order) nowhere += flight.motion === null;
        byId('map-note').hidden = nowhere === 0;
        byId('map-note').textContent = nowhere === 0 ? '' : `${count(nowhere, 'aircraft', 'aircraft')} without a position`;
    }

    #connect() {
        const askAgain = () => this.feed.askNow();
        elements.retry.addEventListener('click', askAgain);
        addEventListener('online', askAgain);
        elements.placeholderAction.addEventListener('click', () => {
            if (this.store.size === 0) {
                askAgain();
            } else {
                filter.value = '';
                this.#filter();
                filter.focus();
            }
        });
        filter.addEventListener('input', () => this.#filter());
        byId('zoom-in').addEventListener('click', () => this.input.zoomBy(1.5));
        byId('zoom-out').addEventListener('click', () => this.input.zoomBy(1 / 1.5));
        byId('zoom-all').addEventListener('click', () => this.map.fit());
        byId('card-centre').addEventListener('click', () => this.map.centreOn(this.selected));
        byId('card-close').addEventListener('click', () => this.#unselect());
        addEventListener('keydown', (event) => {
            if (event.key === 'Escape' && event.target !== filter) this.#unselect();
        });
        connectThemeButton(byId('theme'), () => this.map.recolour());
    }

    #filter() {
        this.update(true);
        announcer.say(`${count(this.table.order.length, 'aircraft', 'aircraft')} shown`);
    }

    // The card's buttons vanish with it: the focus goes on to what shows the aircraft.
    #unselect() {
        const lost = byId('card').contains(document.activeElement);
        this.select(null, false);
        if (lost) this.map.aircraft.focus();
    }
}

/** Nothing more will come: say why. */
function showFatal(error) {
    elements.status.dataset.tone = 'trouble';
    elements.statusText.textContent = 'Stopped';
    elements.placeholder.hidden = false;
    elements.table.hidden = true;
    elements.placeholderTitle.textContent = 'The page cannot go on';
    elements.placeholderDetail.textContent = error.message;
    announcer.say(`The page cannot go on: ${error.message}`);
    console.error(error);
}

try {
    new Page(await readSettings(location.href)).start();
} catch (error) {
    showFatal(error);
}

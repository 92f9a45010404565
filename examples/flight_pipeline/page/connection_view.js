// Puts the texts of messages.js where they belong, and tells screen readers what is worth it.

import { count } from './format.js';
import { explain, notice, placeholder, statusText } from './messages.js';

export class ConnectionView {
    constructor(elements, announcer) {
        this.elements = elements;
        this.announcer = announcer;
    }

    /** `situation`: state, store, shown, filter, serverNow, settings. */
    show({ state, store, shown, filter, serverNow, settings }) {
        const now = Date.now();
        const online = navigator.onLine;
        const { elements } = this;
        elements.status.dataset.tone = state.error ? 'trouble' : (state.complete ? 'live' : 'quiet');
        set(elements.statusText, statusText(state, store.size, now));
        this.#showNotice(notice(state, store, serverNow, now, settings, online));
        this.#showPlaceholder(placeholder(state, store.size, shown, filter, now, online));
        this.#announce(state, store, online);
    }

    #showNotice(message) {
        const { elements } = this;
        elements.notice.hidden = message === null;
        if (message === null) return;
        set(elements.noticeTitle, message.title);
        set(elements.noticeDetail, message.detail);
        elements.retry.hidden = !message.retry;
    }

    #showPlaceholder(message) {
        const { elements } = this;
        elements.placeholder.hidden = message === null;
        elements.table.hidden = message !== null;
        if (message === null) return;
        set(elements.placeholderTitle, message.title);
        set(elements.placeholderDetail, message.detail);
        elements.placeholderAction.hidden = message.action === null;
        set(elements.placeholderAction, message.action ?? '');
    }

    // Only changes of the connection are news; polls and countdowns are not.
    #announce(state, store, online) {
        const word = state.error ? `${state.error.kind} ${state.error.status}` : String(state.complete);
        if (word === this.word) return;
        this.word = word;
        if (state.error) {
            const { title, detail } = explain(state.error, online);
            this.announcer.say(`${title} ${detail}`.trim());
        } else if (state.complete) {
            this.announcer.say(`Connected, ${count(store.size, 'aircraft', 'aircraft')}`);
        }
    }
}

function set(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

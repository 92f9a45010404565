// What the page says about its connection, as texts. Pure functions.

import { age, count } from './format.js';

/** What went wrong, in two sentences; `error` is an ApiError. */
export function explain(error, online) {
    const id = error.requestId === null ? '' : ` Request id: ${error.requestId}.`;
    if (error.kind === 'http') {
        const whose = error.status >= 500 ? 'The server has a fault' : 'The server refused the request';
        const text = error.message === '' ? '' : ` ${sentence(error.message)}`;
        return { title: `${whose} (${error.status}).`, detail: `${text}${id}`.trim() };
    }
    if (error.kind === 'content') {
        return { title: 'The server’s answer cannot be read.', detail: `${sentence(error.message)}${id}` };
    }
    if (!online) return { title: 'This device is offline.', detail: '' };
    return { title: sentence(error.message), detail: '' };
}

function sentence(text) {
    const trimmed = text.slice(0, 300).trim();
    const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
    return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** The countdown to the next try. */
export function nextTry(retryAt, asking, now) {
    if (asking || retryAt === null) return 'Trying again…';
    return `Next try in ${Math.max(1, Math.ceil((retryAt - now) / 1000))} s.`;
}

/** The short text beside the title. */
export function statusText(state, size, now) {
    if (state.error) return state.answeredAt === null || size === 0 ? 'No connection' : 'Connection lost';
    if (!state.complete) return size === 0 ? 'Loading' : `Loading, ${count(size, 'aircraft', 'aircraft')} so far`;
    return `Live, checked ${age(now - state.answeredAt)} ago`;
}

/** Above old data: what is wrong with it, or null. */
export function notice(state, store, serverNow, now, settings, online) {
    if (store.size === 0) return null;
    if (state.error) {
        const { title, detail } = explain(state.error, online);
        const old = `What you see is from ${age(now - state.answeredAt)} ago.`;
        const parts = [old, detail, nextTry(state.retryAt, state.asking, now)];
        return { title, detail: parts.filter((part) => part !== '').join(' '), retry: true };
    }
    const quiet = serverNow - (store.newest ?? -Infinity);
    if (!state.complete || quiet <= settings.quiet_after_seconds * 1000) return null;
    const since = store.newest === null ? 'No aircraft has a time of its report.'
        : `The newest report of any aircraft is ${age(quiet)} old.`;
    return { title: 'The server answers, but it has no news.', detail: since, retry: false };
}

/** In place of the table's rows, or null when there are some. */
export function placeholder(state, size, shown, filter, now, online) {
    if (size > 0 && shown > 0) return null;
    if (size > 0) {
        return { title: `No aircraft matches “${filter}”`, detail: 'The filter looks for a part of the name.', action: 'Show all' };
    }
    if (state.error) {
        const { title, detail } = explain(state.error, online);
        return { title, detail: `${detail} ${nextTry(state.retryAt, state.asking, now)}`.trim(), action: 'Try now' };
    }
    if (!state.complete) return { title: 'Loading flights', detail: 'The first answer is on its way.', action: null };
    return { title: 'No aircraft yet', detail: 'The table is empty. New aircraft appear here by themselves.', action: null };
}

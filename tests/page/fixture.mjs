// One browser for a file of tests, and for each test a server and pages of its own.
import { after, afterEach, before, beforeEach } from 'node:test';
import { Browser, until } from './browser.mjs';
import { FakeServer } from './fake_server.mjs';

export const fixture = { browser: null, server: null, pages: [] };

export function useFixture() {
    before(async () => { fixture.browser = await new Browser().start(); });
    after(async () => { await fixture.browser.stop(); });
    beforeEach(async () => { fixture.server = await new FakeServer().start(); });
    afterEach(async () => {
        const pages = fixture.pages.splice(0);
        try {
            for (const page of pages) await page.finish();
        } finally {
            await fixture.server.stop();
        }
    });
}

/** Opens the page of this test's server; `query` goes to the address, options to the context. */
export async function visit(options = {}, query = '') {
    const page = await fixture.browser.open(options);
    fixture.pages.push(page);
    await page.goto(fixture.server.url + query);
    return page;
}

/** The same, and waits until so many aircraft are counted. */
export async function visitLoaded(options = {}) {
    const page = await visit(options);
    await counts(page, fixture.server.flights.length.toLocaleString('en'));
    return page;
}

export function counts(page, text) {
    return until(`count ${text}`, async () => await page.textContent('#count') === text);
}

export async function shows(page, selector, expected) {
    let last = '';
    const matches = (text) => (expected instanceof RegExp ? expected.test(text) : text === expected);
    await until(`${selector} to show ${expected}`, async () => {
        last = await page.locator(selector).isVisible() ? await page.textContent(selector) : '(hidden)';
        return matches(last);
    }).catch((error) => { throw new Error(`${error.message}; it shows: ${last}`); });
}

export function hides(page, selector) {
    return until(`${selector} to be hidden`, () => page.locator(selector).isHidden());
}

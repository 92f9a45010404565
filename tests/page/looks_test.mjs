// How it looks: contrast in both schemes, phones, reduced motion, and the rules of axe-core.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fromModules, picture, rows, until } from './browser.mjs';
import { sendError } from './fake_server.mjs';
import { counts, fixture, shows, useFixture, visitLoaded } from './fixture.mjs';
import { flight, flights } from './flights.mjs';

const axe = await readFile(fromModules.resolve('axe-core/axe.min.js'), 'utf8');
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

useFixture();

/** What axe-core objects to, as one line each. The page's policy forbids a script tag: it is evaluated. */
async function objections(page) {
    await page.evaluate(`${axe}; undefined`);
    const { violations } = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Contrast of colours that axe-core does not look at: what is drawn, borders, the focus ring. */
function drawnContrasts(page) {
    return page.evaluate(async () => {
        const { readPalette } = await import('./palette.js');
        const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        const luminance = (colour) => {
            const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => channel(Number(part) / 255));
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrast = (one, other) => {
            const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
        };
        const colours = readPalette();
        const result = {};
        for (const ground of ['map-sea', 'map-land']) {
            for (const ink of ['map-plane', 'accent', 'map-text']) {
                result[`${ink} on ${ground}`] = contrast(colours[ink], colours[ground]);
            }
        }
        const style = (selector) => getComputedStyle(document.querySelector(selector));
        const bar = style('.bar').backgroundColor;
        result['border of the filter'] = contrast(style('#filter').borderTopColor, bar);
        result['focus ring'] = contrast(colours.accent, bar);
        return result;
    });
}

for (const colorScheme of ['light', 'dark']) {
    test(`${colorScheme}: everything that is read or pressed has contrast, nothing breaks axe-core's rules`, async () => {
        const { server } = fixture;
        server.flights = [...flights(70), flight(71, { aircraft_id: null, altitude: null, timestamp: 0 })];
        server.config.poll_seconds = 2;
        const page = await visitLoaded({ colorScheme });
        for (const [what, value] of Object.entries(await drawnContrasts(page))) {
            const least = what.startsWith('map-text') ? 4.5 : 3;
            assert.ok(value >= least, `${what}: ${value.toFixed(2)}, less than ${least}`);
        }
        await page.locator('#table-body .pick').nth(2).click();
        assert.deepEqual(await objections(page), []);
        server.answerFlights = (_, response) => (sendError(response, 500, 'x', 'no', 'r-1'), true);
        await shows(page, '#notice-title', 'The server has a fault (500).');
        await page.fill('#filter', 'zzz');
        await shows(page, '#placeholder-title', 'No aircraft matches “zzz”');
        assert.deepEqual(await objections(page), []);
    });
}

test('the switch overrules the system, and is remembered', async () => {
    fixture.server.flights = flights(3);
    const page = await visitLoaded({ colorScheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    const theme = page.locator('#theme');
    await theme.click();
    await theme.click();
    assert.equal(await theme.textContent(), 'Theme: dark');
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await counts(page, '3');
    assert.equal(await ground(), dark);
    assert.equal(await theme.textContent(), 'Theme: dark');
    await theme.click();
    assert.equal(await ground(), light);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await ground(), dark);
});

test('the map changes its colours with the scheme', async () => {
    fixture.server.flights = flights(3);
    const page = await visitLoaded({ colorScheme: 'light' });
    const corner = () => page.evaluate(() => [...document.getElementById('map-base').getContext('2d').getImageData(2, 2, 1, 1).data].join());
    const light = await corner();
    await page.emulateMedia({ colorScheme: 'dark' });
    await until('another colour', async () => await corner() !== light);
});

test('a phone of 360 pixels shows all columns without scrolling sideways', async () => {
    const { server } = fixture;
    server.flights = flights(60).map((row, i) => ({ ...row, altitude: i % 2 ? 41_000 : 38_123.456, aircraft_id: `${row.aircraft_id}LONG` }));
    const page = await visitLoaded({ ...phone, colorScheme: 'light' });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await width(), 360);
    const cell = await page.locator('#table-body tr').first().locator('td').last().boundingBox();
    assert.ok(cell.x + cell.width <= 360, 'the age is outside');
    const cut = await page.$$eval('#table-body td, th', (cells) => cells
        .filter((one) => one.scrollWidth > one.clientWidth && !one.querySelector('.pick')).map((one) => one.textContent));
    assert.deepEqual(cut, [], 'texts that do not fit into their cells');
    assert.deepEqual(await objections(page), []);
    server.answerFlights = (_, response) => (sendError(response, 500, 'x', 'a'.repeat(200), 'r'.repeat(80)), true);
    await shows(page, '#notice-title', 'The server has a fault (500).');
    assert.equal(await width(), 360);
    for (const id of ['filter', 'theme', 'zoom-in', 'zoom-out', 'zoom-all', 'retry']) {
        const box = await page.locator(`#${id}`).boundingBox();
        assert.ok(box.height >= 36 && box.width >= 36, `${id} is too small for a finger`);
    }
});

test('320 pixels, a desktop at 400 percent, fit as well', async () => {
    fixture.server.flights = flights(60);
    const page = await visitLoaded({ viewport: { width: 320, height: 256 } });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});

/** Counts the times that the aircraft are drawn. */
function countDrawings(page) {
    return page.evaluate(async () => {
        const { AircraftLayer } = await import('./aircraft_layer.js');
        const { draw } = AircraftLayer.prototype;
        window.drawings = 0;
        AircraftLayer.prototype.draw = function count(...rest) {
            window.drawings += 1;
            return draw.apply(this, rest);
        };
        await new Promise((resolve) => { setTimeout(resolve, 1500); });
        return window.drawings;
    });
}

test('reduced motion: the map is drawn once a second and does not glide', async () => {
    const { server } = fixture;
    server.config.poll_seconds = 60;
    server.flights = [flight(1, { speed: 480 })];
    for (const [reducedMotion, check] of [['reduce', (n) => n <= 3], ['no-preference', (n) => n >= 4]]) {
        const page = await visitLoaded({ reducedMotion });
        for (let i = 0; i < 6; i += 1) await page.click('#zoom-in');
        const drawings = await countDrawings(page);
        assert.ok(check(drawings), `${reducedMotion}: drawn ${drawings} times in 1.5 s`);
    }
});

test('pictures for the documentation show an aircraft selected', async () => {
    const { server } = fixture;
    const now = Date.now();
    server.flights = flights(240, { now });
    server.config.poll_seconds = 2;
    for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }],
        ['phone', { ...phone, colorScheme: 'light' }]]) {
        const page = await visitLoaded(options);
        const first = (await rows(page))[3].aircraft;
        await page.getByRole('button', { name: first, exact: true }).click();
        await shows(page, '#card-title', first);
        await page.mouse.move(5, 5);
        await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
        await picture(page, name);
    }
});

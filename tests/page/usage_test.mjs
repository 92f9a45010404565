// The page in the hands of a reader: keyboard, mouse, touch, filter, order and selection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rows, until } from './browser.mjs';
import { counts, fixture, hides, shows, useFixture, visitLoaded } from './fixture.mjs';
import { flight, flights } from './flights.mjs';

useFixture();

const focused = (page) => page.evaluate(() => {
    const element = document.activeElement;
    return element.id || element.textContent.trim();
});

/** Three aircraft far apart, so that each has its place on the map. */
function threeFlights() {
    return [flight(1, { aircraft_id: 'AAA1', lat: 50, lon: 0, altitude: 30000, speed: 0 }),
        flight(2, { aircraft_id: 'BBB2', lat: 50, lon: 10, altitude: 9000, speed: 0 }),
        flight(3, { aircraft_id: 'CCC3', lat: 50, lon: 20, altitude: null, speed: 0, timestamp: Date.now() - 1000 })];
}

test('the Tab key reaches everything in the order of the page', async () => {
    fixture.server.flights = flights(60);
    const page = await visitLoaded();
    // Without the pointer, so that the walk begins at the top.
    await page.locator('#table-body .pick').first().evaluate((button) => button.click());
    const stops = [];
    for (let i = 0; i < 18; i += 1) {
        await page.keyboard.press('Tab');
        stops.push(await focused(page));
        const outline = await page.evaluate(() => {
            const style = getComputedStyle(document.activeElement);
            return `${style.outlineStyle} ${parseFloat(style.outlineWidth) >= 2}`;
        });
        assert.equal(outline, 'solid true', `no visible focus at ${stops.at(-1)}`);
        if (stops.at(-1) === 'pager-on') break;
    }
    const first = (await rows(page))[0].aircraft;
    assert.deepEqual(stops, ['Skip to the table', 'filter', 'theme', 'map-aircraft', 'zoom-in', 'zoom-out', 'zoom-all',
        'card-centre', 'card-close', 'Aircraft↑', 'Altitude (ft)', 'Speed (kt)', 'Heading', 'Age', first, 'pager-on']);
});

test('the skip link leads to the table', async () => {
    fixture.server.flights = flights(3);
    const page = await visitLoaded();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until('focus in the panel', async () => await focused(page) === 'flights');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Aircraft↑');
});

test('arrow keys walk through the rows, page keys through the pages', async () => {
    fixture.server.flights = flights(120);
    const page = await visitLoaded();
    const names = (await rows(page)).map(({ aircraft }) => aircraft);
    await page.locator('#table-body .pick').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), names[2]);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), names[1]);
    await page.keyboard.press('End');
    assert.equal(await focused(page), names[49]);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), names[49]);
    await page.keyboard.press('PageDown');
    await shows(page, '#pager-text', '51 to 100 of 120');
    assert.equal(await focused(page), (await rows(page))[0].aircraft);
    await page.keyboard.press('PageDown');
    await shows(page, '#pager-text', '101 to 120 of 120');
    assert.equal(await page.locator('#table-body tr').count(), 20);
    assert.equal(await page.locator('#table-body tr').first().getAttribute('aria-rowindex'), '102');
    assert.equal(await page.locator('#table').getAttribute('aria-rowcount'), '121');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('#table-body .pick').first().getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Escape');
    await hides(page, '#card');
});

test('every column sorts in both directions, nulls last, and says so', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded();
    const order = async () => (await rows(page)).map(({ id }) => id).join('');
    const head = (name) => page.locator(`th[data-key=${name}]`);
    const click = (name) => head(name).locator('button').click();
    assert.equal(await head('aircraft').getAttribute('aria-sort'), 'ascending');
    assert.equal(await page.locator('[aria-sort]').count(), 1);
    const expected = { altitude: ['213', '123'], age: ['123', '321'], aircraft: ['123', '321'] };
    for (const [name, [up, down]] of Object.entries(expected)) {
        await click(name);
        assert.equal(await head(name).getAttribute('aria-sort'), 'ascending');
        if (name !== 'age') assert.equal(await order(), up, name);
        else assert.equal((await order()).at(-1), '3');
        await click(name);
        assert.equal(await head(name).getAttribute('aria-sort'), 'descending');
        if (name !== 'age') assert.equal(await order(), down, name);
        else assert.equal((await order())[0], '3');
    }
    await shows(page, '#announcements', 'Sorted by aircraft, descending');
});

test('names with numbers sort as a reader expects', async () => {
    fixture.server.flights = ['DLH10', 'DLH9', 'DLH100', 'afr1'].map((name, i) => flight(i, { aircraft_id: name }));
    const page = await visitLoaded();
    assert.deepEqual((await rows(page)).map(({ aircraft }) => aircraft), ['afr1', 'DLH9', 'DLH10', 'DLH100']);
});

test('rows stay where they are while the reader is in them', async () => {
    const { server } = fixture;
    server.flights = threeFlights();
    const page = await visitLoaded();
    await page.locator('th[data-key=altitude] button').click();
    await page.locator('#table-body .pick').first().focus();
    server.flights[0] = { ...server.flights[0], altitude: 100, timestamp: Date.now() };
    await until('the new altitude', async () => (await rows(page)).some(({ altitude }) => altitude === '100'));
    assert.deepEqual((await rows(page)).map(({ id }) => id), ['2', '1', '3']);
    assert.equal(await focused(page), 'BBB2');
    await page.focus('#filter');
    server.flights[1] = { ...server.flights[1], altitude: 9001, timestamp: Date.now() };
    await until('the new order', async () => (await rows(page)).map(({ id }) => id).join('') === '123');
});

test('the filter holds for table and map, and can be taken back', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded();
    await page.fill('#filter', ' bb ');
    await counts(page, '1 of 3');
    assert.deepEqual((await rows(page)).map(({ aircraft }) => aircraft), ['BBB2']);
    await shows(page, '#announcements', '1 aircraft shown');
    await page.fill('#filter', 'zzz');
    await shows(page, '#placeholder-title', 'No aircraft matches “zzz”');
    await page.click('#placeholder-action');
    await counts(page, '3');
    assert.equal(await focused(page), 'filter');
});

/** Where the aircraft is on the screen: the middle ones of the picture, found by the page's layer. */
async function clickAircraft(page, position) {
    const box = await page.locator('#map-aircraft').boundingBox();
    const room = 1.15;
    await page.mouse.click(box.x + box.width * (0.5 + position / (2 * room)), box.y + box.height / 2);
}

test('map and table share one selection', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded();
    await clickAircraft(page, -1);
    await shows(page, '#card-title', 'AAA1');
    assert.deepEqual((await rows(page)).map(({ selected }) => selected), [true, false, false]);
    await shows(page, '#announcements', 'AAA1 selected');
    await page.locator('#table-body .pick').nth(2).click();
    await shows(page, '#card-title', 'CCC3');
    assert.deepEqual((await rows(page)).map(({ selected }) => selected), [false, false, true]);
    assert.equal(await page.locator('#card-facts dd').nth(4).textContent(), '50.000° N, 20.000° E');
    await clickAircraft(page, 0);
    await shows(page, '#card-title', 'BBB2');
    await page.locator('#table-body .pick').nth(1).click();
    await hides(page, '#card');
});

test('a selection on the map turns to the page of its row', async () => {
    const others = flights(99).map((row) => ({ ...row, lat: null }));
    fixture.server.flights = [...others, flight(100, { aircraft_id: 'ZZZ1', speed: 0 })];
    const page = await visitLoaded();
    await clickAircraft(page, 0);
    await shows(page, '#card-title', 'ZZZ1');
    await shows(page, '#pager-text', '51 to 100 of 100');
    assert.equal((await rows(page)).at(-1).selected, true);
});

test('the map obeys the keyboard', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded();
    await page.focus('#map-aircraft');
    await page.keyboard.press('Enter');
    await shows(page, '#card-title', 'BBB2');
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await shows(page, '#card-title', 'AAA1');
    await page.keyboard.press('0');
    await page.keyboard.press('+');
    for (let i = 0; i < 7; i += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('-');
    await page.keyboard.press('Enter');
    await shows(page, '#card-title', 'CCC3');
    await page.keyboard.press('Escape');
    await hides(page, '#card');
    assert.equal(await focused(page), 'map-aircraft');
});

test('closing the card does not lose the focus', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded();
    await page.locator('#table-body .pick').nth(1).click();
    await page.focus('#card-close');
    await page.keyboard.press('Enter');
    await hides(page, '#card');
    assert.equal(await focused(page), 'map-aircraft');
});

test('dragging and the wheel move the map and select nothing', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded();
    const box = await page.locator('#map-aircraft').boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 100, { steps: 4 });
    await page.mouse.up();
    assert.equal(await page.locator('#card').isVisible(), false);
    await page.mouse.click(x + 60, y + 100);
    await shows(page, '#card-title', 'BBB2');
    await page.mouse.move(x + 60, y + 100);
    for (let i = 0; i < 5; i += 1) await page.mouse.wheel(0, -120);
    await page.keyboard.press('Escape');
    await page.mouse.click(x + 60, y + 100);
    await shows(page, '#card-title', 'BBB2');
});

test('a finger selects on a phone', async () => {
    fixture.server.flights = threeFlights();
    const page = await visitLoaded({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const box = await page.locator('#map-aircraft').boundingBox();
    await page.touchscreen.tap(box.x + box.width / 2 + 14, box.y + box.height / 2);
    await shows(page, '#card-title', 'BBB2');
});

test('the card does not hide the aircraft that it is about', async () => {
    const south = flight(4, { aircraft_id: 'DDD4', lat: 42, lon: 10, speed: 0 });
    fixture.server.flights = [...threeFlights(), south];
    const page = await visitLoaded({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.getByRole('button', { name: 'DDD4' }).click();
    await shows(page, '#card-title', 'DDD4');
    const [map, card] = [await page.locator('#map').boundingBox(), await page.locator('#card').boundingBox()];
    await page.keyboard.press('Escape');
    await hides(page, '#card');
    await page.touchscreen.tap(map.x + map.width / 2, map.y + (card.y - map.y) / 2);
    await shows(page, '#card-title', 'DDD4');
});

test('screen readers hear of changes, not of every poll', async () => {
    const { server } = fixture;
    server.flights = threeFlights();
    const page = await visitLoaded();
    await shows(page, '#announcements', 'Connected, 3 aircraft');
    await page.evaluate(() => {
        window.said = 0;
        new MutationObserver(() => { window.said += 1; })
            .observe(document.getElementById('announcements'), { childList: true, characterData: true, subtree: true });
    });
    const before = server.requests.length;
    await until('ten polls with news', () => {
        server.flights[0] = { ...server.flights[0], altitude: 20_000 + server.requests.length, timestamp: Date.now() };
        return server.requests.length > before + 10;
    });
    assert.equal(await page.evaluate(() => window.said), 0);
    assert.equal(await page.locator('[aria-live], [role=status], [role=alert]').count(), 1);
});

test('a hidden tab does not ask', async () => {
    const { server } = fixture;
    server.flights = threeFlights();
    const page = await visitLoaded();
    await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    });
    let last = -1;
    await until('requests to end', async () => {
        const ended = server.requests.length === last;
        last = server.requests.length;
        await new Promise((resolve) => { setTimeout(resolve, 300); });
        return ended;
    });
    await page.evaluate(() => {
        delete document.hidden;
        document.dispatchEvent(new Event('visibilitychange'));
    });
    await until('requests to go on', () => server.requests.length > last);
});

// What the page says while it loads, has nothing, has old data, or cannot reach the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, rows, until } from './browser.mjs';
import { send, sendError } from './fake_server.mjs';
import { counts, fixture, hides, shows, useFixture, visit, visitLoaded } from './fixture.mjs';
import { flight, flights } from './flights.mjs';

useFixture();

test('says that it loads until the first answer is there', async () => {
    const { server } = fixture;
    server.flights = [flight(1)];
    const held = [];
    server.answerFlights = (_, response) => held.push(response);
    const page = await visit();
    await shows(page, '#placeholder-title', 'Loading flights');
    await shows(page, '#status-text', 'Loading');
    assert.equal(await page.locator('#table').isVisible(), false);
    server.answerFlights = null;
    await until('the request', () => held.length === 1);
    send(held[0], 200, 'application/json', JSON.stringify({ flights: server.flights, next: null, as_of: Date.now() }));
    await counts(page, '1');
    await hides(page, '#placeholder');
    await shows(page, '#status-text', /^Live, checked \d s ago$/);
});

test('says that there is nothing yet, and shows what comes', async () => {
    const page = await visit();
    await shows(page, '#placeholder-title', 'No aircraft yet');
    await shows(page, '#status-text', /^Live/);
    fixture.server.flights = [flight(1, { aircraft_id: 'AUA7' })];
    await counts(page, '1');
    assert.equal((await rows(page))[0].aircraft, 'AUA7');
});

test('reads all pages, then only what is new, with the ETag while nothing is', async () => {
    const { server } = fixture;
    server.flights = flights(8);
    server.mostRows = 3;
    const page = await visitLoaded();
    assert.deepEqual(server.requests.slice(0, 3).map(({ query }) => query.after), [undefined, '3', '6']);
    assert.ok(server.requests.slice(0, 3).every(({ query }) => query.since === undefined && query.limit === '5000'));
    const newest = Math.max(...server.flights.map((row) => row.timestamp));
    for (const after of [undefined, '3', '6']) {
        const again = await until(`304 after ${after}`, () => (
            server.requests.find(({ status, query }) => status === 304 && query.after === after)));
        assert.equal(again.query.since, String(newest - 10_000));
        assert.match(again.headers['if-none-match'], /^"[0-9a-f]+"$/);
    }
    server.flights[2] = { ...server.flights[2], altitude: 12_345, timestamp: Date.now() };
    await until('the new altitude', async () => (await rows(page)).some(({ altitude }) => altitude === '12,345'));
    assert.equal((await rows(page)).length, 8);
});

test('goes on where a broken first load stopped, and shows what it has', async () => {
    const { server } = fixture;
    server.flights = flights(5);
    server.mostRows = 2;
    server.config.retry_first_seconds = 0.5;
    server.answerFlights = (query, response) => query.after === '4' && server.requests.length < 5
        && (sendError(response, 502, 'bad_gateway', 'no answer from the function', 'r-9'), true);
    const page = await visit();
    await counts(page, '4');
    await shows(page, '#notice-title', 'The server has a fault (502).');
    await counts(page, '5');
    assert.deepEqual(server.requests.slice(0, 5).map(({ query }) => query.after), [undefined, '2', '4', '4', '4']);
    await hides(page, '#notice');
});

test('names status, text and request id of an error, and counts down to the next try', async () => {
    const { server } = fixture;
    server.config.retry_first_seconds = 20;
    server.answerFlights = (_, response) => (
        sendError(response, 500, 'internal', 'the flights cannot be read now', '1-67891233-abc'), true);
    const page = await visit();
    await shows(page, '#placeholder-title', 'The server has a fault (500).');
    await shows(page, '#placeholder-detail',
        /^The flights cannot be read now\. Request id: 1-67891233-abc\. Next try in (1[7-9]|2[0-3]) s\.$/);
    await shows(page, '#status-text', 'No connection');
    await shows(page, '#announcements', /The server has a fault \(500\)/);
    server.answerFlights = null;
    server.flights = [flight(1)];
    await page.click('#placeholder-action');
    await counts(page, '1');
});

test('keeps old data in sight after an error and says how old it is', async () => {
    const { server } = fixture;
    server.flights = flights(60);
    const page = await visitLoaded({ colorScheme: 'light' });
    server.config.retry_first_seconds = 20;
    await page.reload();
    await counts(page, '60');
    server.answerFlights = (_, response) => (
        sendError(response, 503, 'unavailable', 'the database does not answer', '1-5e9f2c71-4b0d'), true);
    await shows(page, '#notice-title', 'The server has a fault (503).');
    await shows(page, '#notice-detail', /^What you see is from [23] s ago\. The database does not answer\. Request id: 1-5e9f2c71-4b0d\. Next try in \d+ s\.$/);
    await shows(page, '#status-text', 'Connection lost');
    assert.equal((await rows(page)).length, 50);
    await picture(page, 'error');
    server.answerFlights = null;
    await page.click('#retry');
    await hides(page, '#notice');
    await shows(page, '#status-text', /^Live/);
});

test('tells a refusal from a fault, and waits as long as the server asks for', async () => {
    const { server } = fixture;
    server.flights = [flight(1)];
    let first = null;
    server.answerFlights = (_, response) => {
        if (first !== null) return false;
        first = Date.now();
        sendError(response, 429, 'too_many', 'too many requests', 'r-7', { 'Retry-After': '2' });
        return true;
    };
    const page = await visit();
    await shows(page, '#placeholder-title', 'The server refused the request (429).');
    await counts(page, '1');
    assert.ok(Date.now() - first >= 2000);
});

test('says that the server cannot be reached, waits longer each time, and comes back', async () => {
    const { server } = fixture;
    server.flights = flights(3);
    const page = await visitLoaded();
    server.unreachable = true;
    await shows(page, '#notice-title', 'The server cannot be reached.');
    await shows(page, '#notice-detail', /Next try in [3-9] s\./);
    assert.equal((await rows(page)).length, 3);
    server.unreachable = false;
    await page.click('#retry');
    await hides(page, '#notice');
    await shows(page, '#announcements', 'Connected, 3 aircraft');
});

test('says that the device is offline, and asks again when it is not', async () => {
    const { server } = fixture;
    server.flights = flights(3);
    server.config.retry_first_seconds = 30;
    const page = await visitLoaded();
    await page.context().setOffline(true);
    await shows(page, '#notice-title', 'This device is offline.');
    await page.context().setOffline(false);
    await hides(page, '#notice');
});

test('gives up an answer that does not come', async () => {
    fixture.server.config = { timeout_seconds: 0.6, retry_first_seconds: 20 };
    fixture.server.answerFlights = () => true;
    const page = await visit();
    await shows(page, '#placeholder-title', 'No answer within 1 s.');
});

const unreadable = [
    ['<html>Sign in to the hotel</html>', 'It is not JSON. Request id'],
    ['{"rows": []}', 'It has no list of flights'],
    ['{"flights": [null]}', 'A flight is not an object'],
    ['{"flights": [{"aircraft_id": "A"}]}', 'A flight has no id'],
    ['{"flights": [{"id": 3, "altitude": "high"}]}', 'Flight 3: altitude is no number'],
    ['{"flights": [{"id": 4, "aircraft_id": {}}]}', 'Flight 4: aircraft_id is no text'],
];

test('refuses answers that are not what the interface promises', async () => {
    const { server } = fixture;
    server.config.retry_first_seconds = 0.1;
    let body;
    server.answerFlights = (_, response) => {
        response.setHeader('x-request-id', 'r-3');
        send(response, 200, 'application/json', body);
        return true;
    };
    body = unreadable[0][0];
    const page = await visit();
    for (const [answer, text] of unreadable) {
        body = answer;
        await shows(page, '#placeholder-title', 'The server’s answer cannot be read.');
        await shows(page, '#placeholder-detail', new RegExp(`^${text}`));
    }
});

test('refuses a page that leads to itself', async () => {
    const { server } = fixture;
    server.answerFlights = (_, response) => (send(response, 200, 'application/json',
        JSON.stringify({ flights: [flight(1)], next: 1, as_of: Date.now() })), true);
    const page = await visit();
    await shows(page, '#notice-detail', /Its page after 1 leads to itself\./);
});

test('says so when the server answers but no aircraft has news', async () => {
    const { server } = fixture;
    server.flights = [flight(1, { timestamp: Date.now() - 300_500 }), flight(2, { timestamp: Date.now() - 3e8 })];
    const page = await visitLoaded();
    await shows(page, '#notice-title', 'The server answers, but it has no news.');
    await shows(page, '#notice-detail', 'The newest report of any aircraft is 5 min old.');
    assert.equal(await page.locator('#retry').isVisible(), false);
    assert.deepEqual((await rows(page)).map(({ age, stale }) => [age, stale]), [['5 min', true], ['3 d', true]]);
});

test('takes ages from the server, whatever the device thinks the time is', async () => {
    const { server } = fixture;
    server.answerFlights = (_, response) => (send(response, 200, 'application/json',
        JSON.stringify({ flights: [flight(1, { timestamp: 1_690_000_000_000 })], next: null, as_of: 1_690_000_020_500 })), true);
    const page = await visit();
    await counts(page, '1');
    assert.match((await rows(page))[0].age, /^2[01] s$/);
});

test('shows an en dash for what is not there', async () => {
    const { server } = fixture;
    server.flights = [
        { id: 1, aircraft_id: null, timestamp: null, altitude: null, speed: null, heading: null, lat: null, lon: null },
        { id: 2 }, flight(3, { heading: null }), flight(4, { altitude: 0, speed: 0, heading: 0, lat: 0, lon: 0 })];
    const page = await visitLoaded();
    const shown = Object.fromEntries((await rows(page)).map((row) => [row.id, row]));
    for (const id of ['1', '2']) {
        const { aircraft, altitude, speed, heading, age } = shown[id];
        assert.deepEqual([aircraft, altitude, speed, heading, age], ['–', '–', '–', '–', '–']);
    }
    assert.equal(shown[3].heading, '–');
    assert.deepEqual([shown[4].altitude, shown[4].speed, shown[4].heading], ['0', '0', '0°']);
    await shows(page, '#map-note', '2 aircraft without a position');
    await page.getByRole('button', { name: 'Aircraft without a name, row 1' }).click();
    assert.deepEqual(await page.locator('#card-facts dd').allTextContents(), ['–', '–', '–', '–', '–', '–']);
});

test('shows hostile texts as the texts they are', async () => {
    const { server } = fixture;
    const hostile = ['<img src=x onerror="window.broken=1">', '"><script>window.broken=1</script>',
        '{{constructor.constructor("window.broken=1")()}}', `${'W'.repeat(5000)}`, '\u202Egnp.exe', 'javascript:window.broken=1'];
    server.flights = hostile.map((aircraft_id, i) => flight(i + 1, { aircraft_id }));
    const page = await visitLoaded({ viewport: { width: 360, height: 740 } });
    assert.deepEqual((await rows(page)).map(({ aircraft }) => aircraft).sort(), [...hostile].sort());
    for (const row of await page.locator('#table-body .pick').all()) await row.click();
    await page.fill('#filter', '<img src=x onerror=window.broken=1>"');
    await shows(page, '#placeholder-title', /<img src=x/);
    server.config.retry_first_seconds = 20;
    server.answerFlights = (_, response) => (
        sendError(response, 500, 'x', '<img src=x onerror="window.broken=1">', '<b>id</b>'), true);
    await shows(page, '#notice-detail', /<img src=x onerror="window.broken=1">\. Request id: <b>id<\/b>/);
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.equal(await page.locator('img, body script').count(), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test('notices rows that were deleted', async () => {
    const { server } = fixture;
    server.config.resync_seconds = 0.3;
    server.flights = flights(3);
    const page = await visitLoaded();
    await page.click('#table-body tr:nth-child(1) .pick');
    const { id } = (await rows(page))[0];
    server.flights = server.flights.filter((row) => String(row.id) !== id);
    await counts(page, '2');
    await hides(page, '#card');
});

test('keeps all digits of large ids', async () => {
    const { server } = fixture;
    server.answerFlights = (query, response) => {
        const last = query.after === '9007199254740993';
        const id = last ? '9007199254740995' : '9007199254740993';
        send(response, 200, 'application/json',
            `{"flights":[{"id":${id},"aircraft_id":"A"}],"next":${last ? 'null' : id},"as_of":1}`);
        return true;
    };
    const page = await visit();
    await counts(page, '2');
    assert.deepEqual((await rows(page)).map(({ id }) => id), ['9007199254740993', '9007199254740995']);
});

const refusedSettings = [
    [{ poll_secs: 2 }, '', 'config.json: unknown key "poll_secs"'],
    [{ poll_seconds: '2' }, '', 'config.json: "poll_seconds" cannot be "2"'],
    [{ poll_seconds: -1 }, '', 'config.json: "poll_seconds" cannot be -1'],
    [{}, '?api=javascript:alert(1)', '"api" must be an http or https address without a password: "javascript:alert(1)"'],
    [{}, '?api=http://u:p@127.0.0.1/', '"api" must be an http or https address without a password: "http://u:***@127.0.0.1/"'],
    [{}, '?api=http://[', '"api" is no address: "http://["'],
];

test('says which setting is wrong', async () => {
    for (const [config, query, text] of refusedSettings) {
        fixture.server.config = config;
        const page = await visit({}, query);
        await shows(page, '#placeholder-title', 'The page cannot go on');
        await shows(page, '#placeholder-detail', text);
        page.errors.length = 0; // the page reports this to the console, too
    }
});

test('asks another path when told so', async () => {
    const { server } = fixture;
    server.flights = [flight(1)];
    const page = await visit({}, '?api=/prod');
    await shows(page, '#placeholder-title', 'The server refused the request (404).');
    assert.deepEqual(server.requests, []);
});

// Opens the page that a real gateway serves and compares all that it shows with the database.
//   KCONNECT_TEST_GATEWAY_URL    the gateway, for example http://127.0.0.1:8080/
//   KCONNECT_TEST_GATEWAY_ROWS   a JSON file: all rows of the table, as a list of objects
// Exit code 0: they agree. See README.md.
import { readFile } from 'node:fs/promises';
import { Browser, picture, rows, until } from './browser.mjs';

const columns = ['altitude', 'speed', 'heading'];
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const shownFaults = 20;
const sampledCards = 25;

function setting(name) {
    if (process.env[name]) return process.env[name];
    console.error(`gateway_check: ${name} is not set; see tests/page/README.md`);
    process.exit(2);
}

// What a cell must show.
function text(column, value) {
    if (value === null) return '–';
    return column === 'heading' ? `${plain.format(value)}°` : plain.format(value);
}

function compare(shown, row) {
    const faults = [];
    const expect = (what, actual, expected) => {
        if (actual !== expected) faults.push(`row ${row.id}: ${what} is ${actual}, in the database ${expected}`);
    };
    const exact = (value) => (value === null ? null : String(Number(value)));
    expect('aircraft', shown.aircraft, row.aircraft_id ?? '–');
    expect('timestamp', shown.timestamp, exact(row.timestamp));
    for (const column of columns) {
        expect(column, shown.exact[column], exact(row[column]));
        expect(`${column} as text`, shown[column], text(column, row[column]));
    }
    return faults;
}

async function readWholeTable(page) {
    const result = [];
    for (;;) {
        result.push(...await rows(page));
        const next = page.locator('#pager-on');
        if (await page.locator('#pager').isHidden() || await next.isDisabled()) return result;
        await next.evaluate((button) => button.click());
    }
}

// Positions are on the card of the selected aircraft.
async function compareCards(page, byId) {
    const faults = [];
    for (const { id } of (await rows(page)).slice(0, sampledCards)) {
        await page.locator(`#table-body tr[data-id="${id}"] .pick`).evaluate((button) => button.click());
        const row = byId.get(id);
        const part = (value, plus, minus) => `${Math.abs(value).toFixed(3)}° ${value < 0 ? minus : plus}`;
        const expected = row.lat === null || row.lon === null
            ? '–' : `${part(row.lat, 'N', 'S')}, ${part(row.lon, 'E', 'W')}`;
        const shown = await page.locator('#card-facts dd').nth(4).textContent();
        if (shown !== expected) faults.push(`row ${id}: position is ${shown}, in the database ${expected}`);
    }
    return faults;
}

async function check(page, url, expected) {
    await page.goto(url);
    const count = plain.format(expected.length);
    await until(`${count} aircraft on the page`, async () => (
        await page.locator('#status').getAttribute('data-tone') === 'live'
        && (await page.locator('#count').textContent() || '0') === count), 60_000);
    const shown = await readWholeTable(page);
    const byId = new Map(expected.map((row) => [String(row.id), row]));
    const faults = [];
    const seen = new Set();
    for (const row of shown) {
        if (seen.has(row.id)) faults.push(`row ${row.id}: on the page twice`);
        seen.add(row.id);
        if (!byId.has(row.id)) faults.push(`row ${row.id}: not in the database`);
        else faults.push(...compare(row, byId.get(row.id)));
    }
    for (const id of byId.keys()) if (!seen.has(id)) faults.push(`row ${id}: not on the page`);
    if (faults.length === 0) faults.push(...await compareCards(page, byId));
    await picture(page, 'gateway');
    return faults;
}

const url = setting('KCONNECT_TEST_GATEWAY_URL');
const expected = JSON.parse(await readFile(setting('KCONNECT_TEST_GATEWAY_ROWS'), 'utf8'));
const browser = await new Browser().start();
try {
    const page = await browser.open();
    const faults = await check(page, url, expected);
    for (const fault of faults.slice(0, shownFaults)) console.error(`gateway_check: ${fault}`);
    if (faults.length > shownFaults) console.error(`gateway_check: and ${faults.length - shownFaults} more`);
    if (faults.length === 0) console.log(`gateway_check: the page shows the database's ${expected.length} rows`);
    process.exitCode = faults.length === 0 ? 0 : 1;
    await page.finish();
} catch (error) {
    console.error(`gateway_check: ${error.message}`);
    process.exitCode = 1;
} finally {
    await browser.stop();
}

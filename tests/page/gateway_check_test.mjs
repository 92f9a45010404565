// gateway_check.mjs itself: it must agree with equal rows and find every difference.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FakeServer } from './fake_server.mjs';
import { flight, flights } from './flights.mjs';

const program = fileURLToPath(new URL('gateway_check.mjs', import.meta.url));
let folder;
let server;

before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kconnect-page-rows-'));
    server = await new FakeServer().start();
    server.config = { poll_seconds: 2 };
});

after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
});

async function run(rows) {
    const file = join(folder, 'rows.json');
    await writeFile(file, JSON.stringify(rows));
    const env = { ...process.env, KCONNECT_TEST_GATEWAY_URL: server.url, KCONNECT_TEST_GATEWAY_ROWS: file };
    delete env.KCONNECT_TEST_PICTURES;
    const child = spawn(process.execPath, [program], { env });
    let output = '';
    child.stdout.on('data', (data) => { output += data; });
    child.stderr.on('data', (data) => { output += data; });
    const code = await new Promise((resolve) => { child.on('close', resolve); });
    return { code, output };
}

test('the page shows 10,000 rows of a database, nulls and fractions too', async () => {
    server.flights = flights(10_000);
    Object.assign(server.flights[3], { altitude: null, speed: null, heading: null, lat: null });
    Object.assign(server.flights[4], { aircraft_id: null, timestamp: null, altitude: 1234.56789 });
    const { code, output } = await run(server.flights);
    assert.equal(output, "gateway_check: the page shows the database's 10000 rows\n");
    assert.equal(code, 0);
});

test('a value that differs, a row too many and one too few are named', async () => {
    server.flights = [flight(1), flight(2), flight(3)];
    const other = [flight(1, { altitude: 34999, timestamp: server.flights[0].timestamp }),
        server.flights[1], flight(9)];
    const { code, output } = await run(other);
    assert.match(output, /row 1: altitude is 35000, in the database 34999/);
    assert.match(output, /row 3: not in the database/);
    assert.match(output, /row 9: not on the page/);
    assert.equal(code, 1);
});

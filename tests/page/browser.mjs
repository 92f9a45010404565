// Debian's Chromium under playwright-core, and pages that fail their test when the browser reports
// an error that the test did not announce.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPng } from './small_png.mjs';

const modules = process.env.KCONNECT_TEST_PAGE_MODULES;
assert.ok(modules, 'KCONNECT_TEST_PAGE_MODULES is not set: run this below tests/with-servers.sh, '
    + 'or set it to the folder that tests/servers/page_modules.sh fetches');
export const fromModules = createRequire(join(modules, 'package.json'));
const { chromium } = fromModules('playwright-core');
const arguments_ = [
    '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-dev-shm-usage', '--force-color-profile=srgb', '--font-render-hinting=none',
];

export class Browser {
    async start() {
        this.folder = await mkdtemp(join(tmpdir(), 'kconnect-page-'));
        this.context = await chromium.launchPersistentContext(this.folder, {
            executablePath: process.env.KCONNECT_TEST_CHROMIUM ?? '/usr/bin/chromium',
            headless: true, args: arguments_,
        });
        this.instance = this.context.browser();
        return this;
    }

    async stop() {
        await this.context.close();
        await rm(this.folder, { recursive: true, force: true });
    }

    /** A page of its own; options as for a browser context. Close it with `page.finish()`. */
    async open(options = {}) {
        const context = await this.instance.newContext({ viewport: { width: 1280, height: 800 }, ...options });
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        page.errors = [];
        page.on('pageerror', (error) => page.errors.push(String(error)));
        page.on('console', (message) => {
            // A failed request is a line of the browser's own: tests make those on purpose.
            const expected = message.text().startsWith('Failed to load resource');
            if (message.type() === 'error' && !expected) page.errors.push(message.text());
        });
        page.finish = async () => {
            await context.close();
            assert.deepEqual(page.errors, [], 'the browser reported errors');
        };
        return page;
    }
}

/** Waits until `check` gives something true, and gives that back. */
export async function until(what, check, deadline = 20_000) {
    const end = Date.now() + deadline;
    for (;;) {
        const result = await check();
        if (result) return result;
        assert.ok(Date.now() < end, `gave up waiting for ${what}`);
        await new Promise((resolve) => { setTimeout(resolve, 30); });
    }
}

/** Writes a picture when KCONNECT_TEST_PICTURES names a folder. */
export async function picture(page, name) {
    const folder = process.env.KCONNECT_TEST_PICTURES;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.png`), smallPng(await page.screenshot()));
}

/** The table's rows of this page as texts and exact values. */
export function rows(page) {
    return page.$$eval('#table-body tr', (list) => list.map((row) => {
        const cell = (column) => row.querySelector(`[data-column=${column}] > *`);
        const exact = (column) => cell(column).getAttribute('value');
        return {
            id: row.dataset.id, aircraft: row.querySelector('.pick').textContent,
            altitude: cell('altitude').textContent, speed: cell('speed').textContent,
            heading: cell('heading').textContent, age: cell('age').textContent,
            exact: { altitude: exact('altitude'), speed: exact('speed'), heading: exact('heading') },
            timestamp: row.dataset.timestamp ?? null,
            stale: row.hasAttribute('data-stale'), selected: row.hasAttribute('data-selected'),
        };
    }));
}

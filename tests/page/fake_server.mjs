// A server of the tests: the page's files and GET /flightData as the interface describes it, with
// whatever trouble a test wants. Its rows, faults and counters are plain members.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const pageFolder = fileURLToPath(new URL('../../examples/flight_pipeline/page/', import.meta.url));
const types = {
    '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml',
};
// Stricter than the page asks for: only its own origin.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    + "connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

export class FakeServer {
    constructor() {
        this.flights = []; // rows, in any order
        this.config = { poll_seconds: 0.1, retry_first_seconds: 0.2 };
        this.mostRows = 5000; // of one page
        this.answerFlights = null; // (query, response) => true when it answered itself
        this.unreachable = false; // connections are closed without an answer
        this.requests = []; // { query, headers, status } of flightData
    }

    async start(port = 0) {
        this.server = createServer((request, response) => this.#answer(request, response));
        await new Promise((resolve, reject) => {
            this.server.once('error', reject);
            this.server.listen(port, '127.0.0.1', resolve);
        });
        this.url = `http://127.0.0.1:${this.server.address().port}/`;
        return this;
    }

    async stop() {
        this.server.closeAllConnections();
        await new Promise((resolve) => { this.server.close(resolve); });
    }

    async #answer(request, response) {
        const url = new URL(request.url, this.url);
        if (url.pathname === '/flightData') {
            this.#flightData(url.searchParams, request, response);
        } else if (url.pathname === '/config.json') {
            send(response, 200, types['.json'], JSON.stringify(this.config));
        } else {
            await this.#file(url.pathname, response);
        }
    }

    async #file(path, response) {
        const name = normalize(path === '/' ? '/index.html' : path);
        try {
            send(response, 200, types[extname(name)], await readFile(join(pageFolder, name)));
        } catch {
            send(response, 404, 'text/plain', 'not here');
        }
    }

    #flightData(query, request, response) {
        if (this.unreachable) return request.socket.destroy();
        const entry = { query: Object.fromEntries(query), headers: request.headers, status: null };
        this.requests.push(entry);
        response.on('finish', () => { entry.status = response.statusCode; });
        if (this.answerFlights?.(entry.query, response)) return undefined;
        const since = query.has('since') ? Number(query.get('since')) : -Infinity;
        const after = query.has('after') ? Number(query.get('after')) : -Infinity;
        const limit = Math.min(Number(query.get('limit') ?? 500), this.mostRows);
        const rows = this.flights
            .filter((row) => row.id > after && (since === -Infinity || row.timestamp >= since))
            .sort((a, b) => a.id - b.id);
        const flights = rows.slice(0, limit);
        const next = rows.length > limit ? flights.at(-1).id : null;
        const etag = `"${createHash('sha1').update(JSON.stringify([flights, next])).digest('hex')}"`;
        response.setHeader('ETag', etag);
        if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
        return send(response, 200, types['.json'], JSON.stringify({ flights, next, as_of: Date.now() }));
    }
}

export function send(response, status, type, body) {
    response.writeHead(status, {
        'Content-Type': type, 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff',
    });
    response.end(body);
}

/** The answer of the interface for an error. */
export function sendError(response, status, code, message, requestId, headers = {}) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const error = { code, message, request_id: requestId };
    send(response, status, types['.json'], JSON.stringify({ error }));
}

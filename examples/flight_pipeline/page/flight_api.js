// One request to GET flightData and its answer, checked. Knows nothing of polling or retries.

/**
 * A request that gave no flights. `kind`: 'http' (the server said no), 'network' (no answer),
 * 'timeout', or 'content' (an answer that is not what the interface promises).
 */
export class ApiError extends Error {
    constructor(kind, message, details = {}) {
        super(message);
        this.kind = kind;
        this.status = details.status ?? null;
        this.requestId = details.requestId ?? null;
        this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    }
}

const numbers = ['timestamp', 'altitude', 'speed', 'heading', 'lat', 'lon'];

export class FlightApi {
    /** `address`: URL of the route; `timeout` in milliseconds for one answer. */
    constructor(address, timeout) {
        this.address = address;
        this.timeout = timeout;
        this.known = new Map(); // address -> { etag, next } of the pages of the last question
    }

    /**
     * One page: { flights, next, asOf }. With `changesOnly` a page that is the same as the last
     * time (304) comes without flights. Throws ApiError.
     */
    async page(parameters, changesOnly) {
        const url = new URL(this.address);
        for (const [name, value] of Object.entries(parameters)) {
            if (value !== null) url.searchParams.set(name, value);
        }
        const headers = { Accept: 'application/json' };
        const known = changesOnly ? this.known.get(url.href) : undefined;
        if (known) headers['If-None-Match'] = known.etag;
        const { answer, text } = await this.#ask(url, headers);
        if (answer.status === 304 && known) return { flights: [], next: known.next, asOf: null };
        if (answer.status !== 200) throw refusal(answer, text);
        const page = readPage(text, answer);
        this.#remember(url.href, parameters, answer.headers.get('ETag'), page.next);
        return page;
    }

    #remember(address, parameters, etag, next) {
        // A first page begins another question.
        if (parameters.after === null && !this.known.has(address)) this.known.clear();
        if (etag !== null) this.known.set(address, { etag, next });
    }

    async #ask(url, headers) {
        const signal = AbortSignal.timeout(this.timeout);
        try {
            const answer = await fetch(url, { headers, signal, cache: 'no-store', credentials: 'omit' });
            return { answer, text: await answer.text() };
        } catch (error) {
            if (error.name === 'TimeoutError') {
                throw new ApiError('timeout', `No answer within ${Math.round(this.timeout / 1000)} s`);
            }
            throw new ApiError('network', 'The server cannot be reached');
        }
    }
}

function headerId(answer) {
    return answer.headers.get('x-request-id') ?? answer.headers.get('apigw-requestid')
        ?? answer.headers.get('x-amzn-requestid');
}

function refusal(answer, text) {
    let error = null;
    try {
        error = JSON.parse(text).error ?? null;
    } catch {
        // A proxy in between may answer with a page of its own: then the status says it all.
    }
    const message = typeof error?.message === 'string' ? error.message : '';
    const requestId = typeof error?.request_id === 'string' ? error.request_id : headerId(answer);
    const seconds = Number(answer.headers.get('Retry-After') ?? NaN);
    const retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
    return new ApiError('http', message, { status: answer.status, requestId, retryAfterSeconds });
}

function readPage(text, answer) {
    const wrong = (what) => new ApiError('content', what, { requestId: headerId(answer) });
    let body;
    try {
        body = /[^.\d]\d{16}/.test(text) ? JSON.parse(text, exactIds) : JSON.parse(text);
    } catch {
        throw wrong('it is not JSON');
    }
    if (!Array.isArray(body?.flights)) throw wrong('it has no list of flights');
    for (const row of body.flights) {
        const fault = faultOf(row);
        if (fault) throw wrong(fault);
    }
    const asOf = Number.isFinite(body.as_of) ? body.as_of : null;
    return { flights: body.flights, next: body.next ?? null, asOf };
}

// Ids beyond 2^53 keep all their digits, as texts, where the browser hands over the source.
function exactIds(key, value, context) {
    const isId = key === 'id' || key === 'next';
    const inexact = isId && typeof value === 'number' && !Number.isSafeInteger(value);
    return inexact && context?.source ? context.source : value;
}

function faultOf(row) {
    if (row === null || typeof row !== 'object') return 'a flight is not an object';
    if (typeof row.id !== 'number' && typeof row.id !== 'string') return 'a flight has no id';
    const named = row.aircraft_id ?? null;
    if (named !== null && typeof named !== 'string') return `flight ${row.id}: aircraft_id is no text`;
    for (const column of numbers) {
        const value = row[column] ?? null;
        if (value !== null && typeof value !== 'number') return `flight ${row.id}: ${column} is no number`;
    }
    return null;
}

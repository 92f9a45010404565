// Reads config.json and the query of the page's address into one settings object.

const defaults = {
    api: './', // what `flightData` is relative to
    poll_seconds: 2,
    overlap_seconds: 10, // rows this much older than the newest one are asked for again
    resync_seconds: 60, // everything is read again, so that deleted and late rows are noticed
    stale_after_seconds: 30, // an aircraft without news for longer is faded and stands still
    quiet_after_seconds: 60, // the page says so when no aircraft has news for longer
    timeout_seconds: 10,
    retry_first_seconds: 1,
    retry_most_seconds: 30,
    page_limit: 5000,
};

/** The settings; throws an Error that names the key and the bad value. */
export async function readSettings(pageAddress) {
    const settings = { ...defaults };
    for (const [key, value] of Object.entries(await readFile())) {
        if (!(key in defaults)) throw new Error(`config.json: unknown key "${key}"`);
        settings[key] = checked(key, value);
    }
    const api = new URL(pageAddress).searchParams.get('api');
    if (api !== null) settings.api = api;
    settings.address = flightAddress(settings.api, pageAddress);
    return settings;
}

async function readFile() {
    const answer = await fetch('config.json', { cache: 'no-cache' });
    if (answer.status === 404) return {};
    if (!answer.ok) throw new Error(`config.json: the server answered ${answer.status}`);
    try {
        return await answer.json();
    } catch {
        throw new Error('config.json: this is not JSON');
    }
}

function checked(key, value) {
    const fits = typeof defaults[key] === 'number'
        ? Number.isFinite(value) && value > 0
        : typeof value === typeof defaults[key];
    if (!fits) throw new Error(`config.json: "${key}" cannot be ${JSON.stringify(value)}`);
    return value;
}

/** The address of the route flightData below a base that may be relative to the page. */
export function flightAddress(base, pageAddress) {
    let address;
    try {
        address = new URL(base.endsWith('/') ? base : `${base}/`, pageAddress);
    } catch {
        throw new Error(`"api" is no address: "${base}"`);
    }
    if (!/^https?:$/.test(address.protocol) || address.username || address.password) {
        const shown = base.replace(/:[^:@/]*@/, ':***@');
        throw new Error(`"api" must be an http or https address without a password: "${shown}"`);
    }
    return new URL('flightData', address);
}

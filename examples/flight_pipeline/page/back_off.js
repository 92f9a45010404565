// How long to wait after failures: doubling, with a limit, and spread so that pages do not all
// come back at the same moment.

export class BackOff {
    constructor(firstSeconds, mostSeconds, random = Math.random) {
        this.first = firstSeconds;
        this.most = mostSeconds;
        this.random = random;
        this.failures = 0;
    }

    succeeded() {
        this.failures = 0;
    }

    /** Milliseconds until the next try; `leastSeconds` is what the server asked for, or null. */
    failed(leastSeconds) {
        const doubled = this.first * 2 ** Math.min(this.failures, 16);
        this.failures += 1;
        const spread = Math.min(doubled, this.most) * (0.85 + 0.3 * this.random());
        // A server that asks for more than ten minutes is asked again after ten.
        return 1000 * Math.max(spread, Math.min(leastSeconds ?? 0, 600));
    }
}

// The server's time, so that ages are right on a device whose clock is not.

export class ServerClock {
    constructor(local = Date.now) {
        this.local = local;
        this.offset = 0;
        this.bestTrip = Infinity;
    }

    /** Takes an answer's time into account; the quickest answer so far is the most exact one. */
    observe(asOf, sentAt, receivedAt) {
        const trip = receivedAt - sentAt;
        if (asOf === null || trip > this.bestTrip * 1.5 + 50) return;
        this.bestTrip = Math.min(trip, this.bestTrip);
        this.offset = asOf - (sentAt + receivedAt) / 2;
    }

    now() {
        return this.local() + this.offset;
    }
}

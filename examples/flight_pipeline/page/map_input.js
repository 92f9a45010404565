// Mouse, touch and keyboard of the map.

const panStep = 80; // pixels for one arrow key
const zoomStep = 1.5;
const clickSlack = 5; // a press that moves less is a click

export class MapInput {
    /** `map` is a MapView; `pick` gets the flight that was clicked, or null. */
    constructor(map, pick) {
        this.map = map;
        this.pick = pick;
        this.pointers = new Map();
        this.travelled = 0;
        const canvas = map.aircraft;
        canvas.addEventListener('pointerdown', (event) => this.#down(event));
        canvas.addEventListener('pointermove', (event) => this.#move(event));
        canvas.addEventListener('pointerup', (event) => this.#up(event));
        canvas.addEventListener('pointercancel', (event) => this.#forget(event));
        canvas.addEventListener('pointerleave', () => this.#hover(null));
        canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
        canvas.addEventListener('keydown', (event) => this.#key(event));
    }

    zoomBy(factor) {
        this.map.view.zoom(factor);
        this.map.moved();
    }

    #point(event) {
        const box = this.map.aircraft.getBoundingClientRect();
        return { x: event.clientX - box.left, y: event.clientY - box.top };
    }

    #down(event) {
        if (event.button !== 0) return;
        if (this.pointers.size === 0) this.travelled = 0;
        this.map.aircraft.setPointerCapture(event.pointerId);
        this.pointers.set(event.pointerId, this.#point(event));
    }

    #move(event) {
        const point = this.#point(event);
        const before = this.pointers.get(event.pointerId);
        if (!before) {
            if (event.pointerType === 'mouse') this.#hover(this.map.at(point.x, point.y, 12));
            return;
        }
        const { middle: from, span: fromSpan } = this.#gesture();
        this.pointers.set(event.pointerId, point);
        const { middle: to, span: toSpan } = this.#gesture();
        this.travelled += Math.hypot(point.x - before.x, point.y - before.y);
        if (this.travelled < clickSlack) return;
        this.map.aircraft.toggleAttribute('data-dragging', true);
        this.map.view.pan(to.x - from.x, to.y - from.y);
        if (fromSpan > 0 && toSpan > 0) this.map.view.zoom(toSpan / fromSpan, to.x, to.y);
        this.map.moved();
    }

    // The middle of all fingers, and how far two of them are apart.
    #gesture() {
        const points = [...this.pointers.values()];
        const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }));
        const middle = { x: sum.x / points.length, y: sum.y / points.length };
        const [one, two] = points;
        return { middle, span: two ? Math.hypot(one.x - two.x, one.y - two.y) : 0 };
    }

    #up(event) {
        if (!this.pointers.has(event.pointerId)) return;
        this.#forget(event);
        if (this.travelled >= clickSlack || this.pointers.size > 0) return;
        const point = this.#point(event);
        this.pick(this.map.at(point.x, point.y, event.pointerType === 'mouse' ? 12 : 22));
    }

    #forget(event) {
        this.pointers.delete(event.pointerId);
        if (this.pointers.size === 0) this.map.aircraft.toggleAttribute('data-dragging', false);
    }

    #hover(flight) {
        this.map.aircraft.toggleAttribute('data-over', flight !== null);
        this.map.hover(flight);
    }

    #wheel(event) {
        event.preventDefault();
        const point = this.#point(event);
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
        const turn = Math.max(-120, Math.min(120, event.deltaY * lines));
        this.map.view.zoom(1.0025 ** -turn, point.x, point.y);
        this.map.moved();
    }

    #key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const { view } = this.map;
        const actions = {
            ArrowLeft: () => view.pan(panStep, 0),
            ArrowRight: () => view.pan(-panStep, 0),
            ArrowUp: () => view.pan(0, panStep),
            ArrowDown: () => view.pan(0, -panStep),
            '+': () => view.zoom(zoomStep),
            '=': () => view.zoom(zoomStep),
            '-': () => view.zoom(1 / zoomStep),
            0: () => this.map.fit(),
            Enter: () => this.pick(this.map.at(view.width / 2, view.height / 2, Infinity)),
        };
        const action = actions[event.key];
        if (!action) return;
        event.preventDefault();
        action();
        this.map.moved(event.key !== '0');
    }
}

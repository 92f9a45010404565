// What screen readers are told: the last of several quick messages, and never the same twice.

export class Announcer {
    constructor(element) {
        this.element = element;
        this.timer = null;
        this.last = '';
    }

    say(text) {
        if (text === this.last) return;
        this.last = text;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => { this.element.textContent = text; }, 700);
    }
}

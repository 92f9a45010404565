// Light, dark, or as the system says; remembered where the browser allows it.

const choices = ['auto', 'light', 'dark'];

function remembered() {
    try {
        return localStorage.getItem('flights.theme');
    } catch {
        return null; // storage may be forbidden
    }
}

function remember(choice) {
    try {
        localStorage.setItem('flights.theme', choice);
    } catch {
        // then it lasts as long as the page
    }
}

let current = choices.includes(remembered()) ? remembered() : 'auto';
apply();

function apply() {
    document.documentElement.dataset.theme = current;
}

/** Makes a button go through the choices; `changed` is called after each change, the system's too. */
export function connectThemeButton(button, changed) {
    const label = () => { button.textContent = `Theme: ${current}`; };
    label();
    button.addEventListener('click', () => {
        current = choices[(choices.indexOf(current) + 1) % choices.length];
        remember(current);
        apply();
        label();
        changed();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

// The colours of the style sheet, as a canvas can use them, for the present scheme.

const names = ['map-sea', 'map-land', 'map-coast', 'map-grid', 'map-text', 'map-plane', 'accent', 'raised', 'ink'];

export function readPalette() {
    const probe = document.createElement('i');
    document.body.append(probe);
    const palette = {};
    for (const name of names) {
        probe.style.color = `var(--${name})`;
        palette[name] = getComputedStyle(probe).color;
    }
    palette.font = getComputedStyle(probe).fontFamily;
    probe.remove();
    return palette;
}

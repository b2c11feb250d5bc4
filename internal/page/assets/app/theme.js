// Colours and type of the charts: read from the style sheet, so that they follow
// its light and its dark scheme.

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue("--" + name).trim();
  return {
    ink: of("ink"),
    quiet: of("quiet"),
    line: of("line"),
    paper: of("paper"),
    accent: of("accent"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => of("s" + n)),
    heat: [1, 2, 3, 4, 5].map((n) => of("h" + n)),
    heatInk: [of("heat-pale"), of("heat-deep")],
    font: style.getPropertyValue("--font").trim(),
  };
}

// seriesColour is the colour of the n-th series; the colours begin again after the last.
const seriesColour = (colours, n) => colours.series[n % colours.series.length];

// channels is the red, green and blue of a colour written #rrggbb or #rgb.
function channels(colour) {
  const hex = colour.length === 4 ? colour.slice(1).replace(/./g, "$&$&") : colour.slice(1);
  return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

// heatColour is where a share from 0 to 1 lies on the scale of heat.
function heatColour(colours, share) {
  const at = Math.max(0, Math.min(1, share)) * (colours.heat.length - 1);
  const from = Math.min(Math.floor(at), colours.heat.length - 2);
  const [a, b] = [channels(colours.heat[from]), channels(colours.heat[from + 1])];
  return a.map((v, i) => v + (b[i] - v) * (at - from));
}

// luminance is how bright a colour is to the eye (WCAG 2).
function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// inkOn is the one of the two inks that stands out more on a colour.
function inkOn(rgb, colours) {
  const contrast = (ink) => {
    const [a, b] = [luminance(rgb), luminance(channels(ink))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const [one, other] = colours.heatInk;
  return contrast(one) >= contrast(other) ? one : other;
}

// Colours and type of the charts: read from the style sheet, so that they follow
// its light and its dark scheme.

const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue("--" + name).trim();
  return {
    ink: of("ink"), quiet: of("quiet"), line: of("line"), paper: of("paper"), accent: of("accent"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => of("s" + n)),
    heat: [1, 2, 3, 4, 5].map((n) => of("h" + n)),
    heatInk: [of("heat-pale"), of("heat-deep")], // on the pale and on the deep end of heat
    font: style.getPropertyValue("--font").trim(),
  };
}

// seriesColour is the colour of the n-th series; the colours begin again after the last.
const seriesColour = (colours, n) => colours.series[n % colours.series.length];

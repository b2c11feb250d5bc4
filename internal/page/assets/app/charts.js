// The charts: drawn when they come near the screen or when there is time, again
// when the language, the scheme or the room changes. Nothing moves. Under each is
// its data as a table.

// A drawing is made once and stays: the library empties its place by writing
// markup, which the page's policy forbids.
const charts = { plots: report.charts.map(() => make("div", { class: "plot", role: "img" })), drawings: new Map(), watch: null };

function drawCharts() {
  byID("charts").hidden = report.charts.length === 0;
  byID("drawn").replaceChildren(...report.charts.map(figureOf));
  charts.watch ||= new IntersectionObserver((seen) => seen.filter((s) => s.isIntersecting).forEach((s) => drawIn(s.target)), {
    rootMargin: "300px",
  });
  for (const plot of charts.plots) if (plot.isConnected) charts.watch.observe(plot);
}

function figureOf(chart, n) {
  const id = "chart-" + chart.id;
  const empty = !drawn(chart).some((column) => column.values.some((v) => v !== null));
  const plot = charts.plots[n];
  plot.className = "plot " + chart.kind;
  plot.dataset.chart = n;
  plot.setAttribute("aria-labelledby", id);
  plot.style.setProperty("--rows", chart.rows);
  return make(
    "figure",
    { class: "chart " + chart.kind },
    make(
      "figcaption",
      null,
      make("h3", { id }, said(chart.title)),
      (chart.notes || []).map((note) => make("p", { class: "quiet" }, said(note))),
    ),
    empty ? make("p", { class: "quiet" }, word("noData")) : [legendOf(chart), plot],
    empty
      ? null
      : make(
          "details",
          null,
          make("summary", null, word("table"), make("span", { class: "sr" }, ": " + said(chart.title))),
          gridTable(chart.grid, said(chart.title)),
        ),
  );
}

// legendOf names the series; its swatches take their colours from the style sheet.
function legendOf(chart) {
  if (chart.series.length < 2 || chart.kind === "heat" || chart.kind === "funnel" || chart.kind === "curve") return null;
  return make(
    "ul",
    { class: "legend" },
    drawn(chart).map((column, n) =>
      make(
        "li",
        null,
        make("span", { class: "swatch s" + ((n % 8) + 1), "aria-hidden": "true" }),
        foreignText(said(column.title)),
      ),
    ),
  );
}

function drawIn(plot) {
  if (typeof echarts === "undefined" || plot.clientWidth === 0) return;
  const chart = report.charts[Number(plot.dataset.chart)];
  let drawing = charts.drawings.get(plot);
  if (!drawing) {
    drawing = echarts.init(plot, null, { renderer: "svg" });
    charts.drawings.set(plot, drawing);
  }
  if (drawing.getWidth() !== plot.clientWidth || drawing.getHeight() !== plot.clientHeight) drawing.resize();
  drawing.setOption(options[chart.kind](chart, palette(), plot.clientWidth), true);
  plot.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

function drawAll() {
  for (const plot of charts.plots) drawIn(plot);
}

// drawRest draws what is not drawn yet, one after the other.
function drawRest() {
  const next = charts.plots.find((plot) => plot.isConnected && plot.clientWidth > 0 && !charts.drawings.has(plot));
  if (!next) return;
  drawIn(next);
  quietly(drawRest);
}

// drawAgain draws again what is drawn.
function drawAgain() {
  for (const plot of charts.drawings.keys()) drawIn(plot);
}

function fitCharts() {
  for (const [plot, drawing] of charts.drawings)
    if (plot.clientWidth !== drawing.getWidth() || plot.clientHeight !== drawing.getHeight()) drawIn(plot);
}

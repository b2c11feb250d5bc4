// The charts: drawn when they come near the screen, again when the language, the
// scheme or the room changes. Under each is its data as a table.

const charts = { drawn: new Map(), still: false, watch: null };

function drawCharts() {
  charts.watch?.disconnect();
  for (const chart of charts.drawn.values()) chart.dispose();
  charts.drawn.clear();
  byID("charts").hidden = report.charts.length === 0;
  byID("drawn").replaceChildren(...report.charts.map(figureOf));
  charts.watch = new IntersectionObserver((seen) => seen.filter((s) => s.isIntersecting).forEach((s) => drawIn(s.target)), { rootMargin: "400px" });
  for (const place of document.querySelectorAll(".plot")) charts.watch.observe(place);
}

function figureOf(chart, n) {
  const id = "chart-" + chart.id;
  const empty = chart.grid.rows === 0 || chart.series.length === 0;
  const plot = make("div", { class: "plot " + chart.kind, "data-chart": n, role: "img", "aria-labelledby": id });
  plot.style.setProperty("--rows", chart.grid.rows);
  return make(
    "figure",
    { class: "chart " + chart.kind },
    make("figcaption", null, make("h3", { id }, said(chart.title)), chart.note ? make("p", { class: "quiet" }, said(chart.note)) : null),
    empty ? make("p", { class: "quiet" }, word("noData")) : [legendOf(chart), plot],
    empty ? null : make("details", null, make("summary", null, word("table"), make("span", { class: "sr" }, ": " + said(chart.title))), gridTable(chart.grid, said(chart.title))),
  );
}

// legendOf names the series; its swatches take their colours from the style sheet.
function legendOf(chart) {
  if (chart.series.length < 2 || chart.kind === "heat" || chart.kind === "funnel" || chart.kind === "curve") return null;
  return make("ul", { class: "legend" }, drawn(chart).map((column, n) => make("li", null, make("span", { class: "swatch s" + ((n % 8) + 1), "aria-hidden": "true" }), foreignText(said(column.title)))));
}

function drawIn(place) {
  if (typeof echarts === "undefined" || place.clientWidth === 0) return;
  const chart = report.charts[Number(place.dataset.chart)];
  let drawing = charts.drawn.get(place);
  if (!drawing) {
    drawing = echarts.init(place, null, { renderer: "svg" });
    charts.drawn.set(place, drawing);
  }
  drawing.setOption(options[chart.kind](chart, palette(), place.clientWidth), true);
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

function drawAll() {
  for (const place of document.querySelectorAll(".plot")) drawIn(place);
}

// recolour draws again what is drawn, without moving anything.
function recolour() {
  charts.still = true;
  for (const place of charts.drawn.keys()) drawIn(place);
  charts.still = false;
}

function fitCharts() {
  charts.still = true;
  for (const [place, drawing] of charts.drawn) {
    if (place.clientWidth === 0 || place.clientWidth === drawing.getWidth()) continue;
    drawing.resize();
    drawIn(place);
  }
  charts.still = false;
}

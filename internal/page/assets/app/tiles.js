// The indicators: a tile each, those that miss their target first, with its trend drawn small and the rest behind a
// disclosure.

function drawTiles() {
  const rank = (tile) => ({ missed: 0, met: 1 })[tile.verdict] ?? 2;
  const known = report.tiles.filter((tile) => tile.values.values[0] !== null).sort((a, b) => rank(a) - rank(b));
  const unknown = report.tiles.filter((tile) => tile.values.values[0] === null);
  byID("tiles").replaceChildren(...known.map(tileOf));
  byID("unknowns").replaceChildren(...(unknown.length ? [unknownList(unknown)] : []));
  byID("indicators").hidden = report.tiles.length === 0;
}

// unknownList is the indicators that have no value, and what would bring one.
function unknownList(tiles) {
  return make(
    "details",
    null,
    make("summary", null, word("unknowns", tiles.length)),
    make(
      "dl",
      { class: "unknowns" },
      tiles.map((tile) =>
        make("div", null, make("dt", null, said(tile.title)), make("dd", null, said(tile.missing) || word("unknown"))),
      ),
    ),
  );
}

function tileOf(tile) {
  const [value] = tile.values.values;
  return make(
    "li",
    { class: "tile " + (tile.verdict || "plain") + (tile.values.kind === "money" ? " money" : ""), id: "kpi-" + tile.id },
    make("h3", null, said(tile.title)),
    make("p", { class: "figure" }, figure(tile, value)),
    verdictLine(tile),
    changeLine(tile),
    sparkline(tile),
    tileDetails(tile),
  );
}

// figure is a number with its unit.
function figure(tile, raw) {
  const unit = tile.unit ? make("span", { class: "unit" }, " " + said(tile.unit)) : null;
  const prefix = tile.prefix ? make("span", { class: "unit" }, tile.prefix + " ") : null;
  return [prefix, brief(tile.values, raw), unit].filter(Boolean);
}

const unitText = (tile) => (tile.unit ? " " + said(tile.unit) : "");

// verdictLine says whether the target is met, in a word and a sign; nothing where there is none.
function verdictLine(tile) {
  const target = tile.values.values[1];
  const sign = { met: "✓", missed: "✗" }[tile.verdict];
  if (target === null) return null;
  const parts = [];
  if (sign) parts.push(make("span", { class: "mark" }, make("span", { "aria-hidden": "true" }, sign + " "), word(tile.verdict)));
  parts.push(
    " ",
    make(
      "span",
      { class: "quiet" },
      word("target", ({ higher: "≥ ", lower: "≤ " }[tile.better] || "") + brief(tile.values, target) + unitText(tile)),
    ),
  );
  return make("p", { class: "verdict" }, parts);
}

// changeLine says how the value moved since one window earlier.
function changeLine(tile) {
  const [value, , before] = tile.values.values;
  if (value === null || before === null) return null;
  const moved = tile.values.wide ? BigInt(value) - BigInt(before) : value - before;
  const size = moved < 0 ? -moved : moved;
  const line = make("p", { class: "change" });
  if (size == 0) line.append("= " + word("same"));
  else {
    const good = moved > 0 === (tile.better === "higher");
    const unit = tile.values.kind === "share" ? " " + word("points") : unitText(tile);
    line.append((moved > 0 ? "▲ " : "▼ ") + brief({ ...tile.values, kind: "number" }, size) + unit);
    if (tile.better) line.append(" ", make("span", { class: good ? "good" : "bad" }, word(good ? "better" : "worse")));
  }
  line.append(" ", make("span", { class: "quiet" }, "· " + word("before", brief(tile.values, before))));
  return line;
}

// sparkline draws the trend; the table behind the disclosure says the same.
function sparkline(tile) {
  if (!tile.series) return null;
  const [days, values] = tile.series.columns;
  const points = days.values.map((day, i) => [day, numberAt(values, i)]).filter((p) => p[1] !== null);
  if (points.length < 2) return null;
  const target = tile.values.values[1] === null ? null : numberAt(tile.values, 1);
  const ys = points.map((p) => p[1]).concat(target === null ? [] : [target]);
  const low = Math.min(...ys),
    span = Math.max(...ys) - low || 1;
  const first = points[0][0],
    long = points[points.length - 1][0] - first || 1;
  const x = (day) => 3 + ((day - first) / long) * 194;
  const y = (v) => 33 - ((v - low) / span) * 30;
  const path = points.map((p, i) => (i ? "L" : "M") + x(p[0]).toFixed(1) + " " + y(p[1]).toFixed(1)).join("");
  const last = points[points.length - 1];
  const parts = [
    makeSVG("path", { d: path, class: "trend" }),
    makeSVG("path", { d: `M${x(last[0]).toFixed(1)} ${y(last[1]).toFixed(1)}h0`, class: "now" }),
  ];
  if (target !== null) parts.unshift(makeSVG("path", { d: `M3 ${y(target).toFixed(1)}H197`, class: "goal" }));
  return makeSVG(
    "svg",
    { class: "spark", viewBox: "0 0 200 36", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    ...parts,
  );
}

function tileDetails(tile) {
  const facts = ["formula", "counted", "advice", "source"].filter(
    (key) => tile[key] && (key !== "advice" || tile.verdict === "missed"),
  );
  const tables = [
    ["trend", tile.series],
    ["byPart", tile.parts],
  ].filter(([, grid]) => grid);
  if (facts.length + tables.length === 0) return null;
  return make(
    "details",
    null,
    make("summary", null, word("more"), make("span", { class: "sr" }, ": " + said(tile.title))),
    make(
      "dl",
      null,
      facts.flatMap((key) => [make("dt", null, word(key)), make("dd", null, said(tile[key]))]),
    ),
    tables.map(([key, grid]) => gridTable(grid, said(tile.title) + ": " + word(key))),
  );
}

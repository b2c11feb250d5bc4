// The customers' table: its columns, its head and its rows.

const hasDetail = () => customers.whys.length > 0 || layout.dropped.length > 0;
const layout = { shown: [], dropped: [], widths: [], tight: false };

function drawCustomers() {
  layout.widths = table.columns.map(widthOf);
  const place = byID("customertable");
  place.replaceChildren(
    toolbar(),
    make("p", { id: "found", class: "quiet", role: "status" }),
    frameOf(),
    make("p", { id: "printnote", class: "printonly" }),
  );
  fitColumns(true);
  arrange();
  tellFound();
  redraw();
}

// wide is how many columns of half width a text takes.
function wide(text) {
  let n = 0;
  for (const c of text) n += c >= "\u2e80" ? 2 : 1;
  return n;
}

// longestPart is the widest piece of a title that stays on one line.
function longestPart(title) {
  return Math.max(
    ...title
      .split(" ")
      .map((part) => (/[\u2e80-\uffff]/.test(part) ? Math.min(wide(part), Math.max(8, Math.ceil(wide(part) / 2))) : part.length)),
  );
}

// widthOf is the room a column wants, in characters: that of its longest text,
// its title and the sign of the sort, within limits.
function widthOf(column, c) {
  let longest = 0;
  if (column.dict)
    for (const entry of column.dict) longest = Math.max(longest, wide(said(entry)) * 0.86); // most letters are narrower than a digit
  else
    for (const v of column.values)
      if (v !== null) longest = Math.max(longest, column.kind === "date" ? 10 : shownAs(column, v).length);
  return (
    Math.max(Math.min(longest + (column.ordered ? 2 : 0), c === 0 ? 30 : 22), longestPart(heading(column)) + 2, 5) +
    (c === 0 ? 5 : column.kind === "date" ? 5 : 3)
  );
}

// fitColumns leaves out columns until the others have room: those that matter
// least first, of these the last first. What is left out stands with the reasons.
// Where there is less room than wanted the first column gives way.
function fitColumns(force) {
  const room = view.frame.clientWidth / characterWidth();
  const shown = table.columns.map((_, c) => c);
  const wanted = (least) => shown.reduce((sum, c) => sum + (c === 0 ? Math.min(layout.widths[c], least) : layout.widths[c]), 0);
  while (wanted(room * 0.33) > room && shown.length > 2) {
    const least = Math.max(...shown.slice(1).map((c) => table.columns[c].priority || 0));
    shown.splice(
      shown.findLastIndex((c, i) => i > 0 && (table.columns[c].priority || 0) === least),
      1,
    );
  }
  layout.tight = wanted(Infinity) > room;
  if (!force && shown.join() === layout.shown.join()) return;
  layout.shown = shown;
  layout.dropped = table.columns.map((_, c) => c).filter((c) => !shown.includes(c));
  drawHead();
}

let characterPixels = 0;

function characterWidth() {
  if (!characterPixels) {
    const probe = make("span", { class: "probe", "aria-hidden": "true" }, "0".repeat(20));
    view.frame.append(probe);
    characterPixels = probe.offsetWidth / 20 || 8;
    probe.remove();
  }
  return characterPixels;
}

function frameOf() {
  view.above = make("td");
  view.below = make("td");
  view.body = make("tbody", { id: "rows" });
  view.headRow = make("tr", { "aria-rowindex": "1" });
  view.columns = make("colgroup");
  view.table = make(
    "table",
    { class: "customers" },
    make("caption", { class: "sr" }, word("customers") + ". " + word("tableHelp")),
    view.columns,
    make("thead", null, view.headRow),
    make("tbody", { class: "pad", "aria-hidden": "true" }, make("tr", null, view.above)),
    view.body,
    make("tbody", { class: "pad", "aria-hidden": "true" }, make("tr", null, view.below)),
  );
  view.frame = make(
    "div",
    {
      class: "frame",
      id: "frame",
      role: "region",
      tabindex: "0",
      "aria-label": word("customers"),
      onscroll: () => requestAnimationFrame(drawWindow),
      onkeydown: keyPressed,
      onclick: rowPressed,
    },
    view.table,
  );
  return view.frame;
}

function drawHead() {
  view.columns.replaceChildren(
    ...layout.shown.map((c) => {
      const col = make("col");
      if (c > 0 || !layout.tight) col.style.width = layout.widths[c] + "ch";
      return col;
    }),
  );
  view.headRow.replaceChildren(
    ...layout.shown.map((c) => {
      const column = table.columns[c];
      return make(
        "th",
        { scope: "col", "data-column": c, class: isNumeric(column) ? "n" : column.kind === "date" ? "d" : null },
        make(
          "button",
          { type: "button", title: word("sortColumn", heading(column)), onclick: () => turnSort(c) },
          heading(column),
          make("span", { class: "way", "aria-hidden": "true" }),
        ),
      );
    }),
  );
  for (const pad of [view.above, view.below]) pad.setAttribute("colspan", layout.shown.length);
  markSorted();
  view.head = view.headRow.offsetHeight;
}

function markSorted() {
  for (const th of view.headRow.children) {
    const sorted = Number(th.dataset.column) === table.sort;
    if (sorted) th.setAttribute("aria-sort", table.down ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
    th.querySelector(".way").textContent = sorted ? (table.down ? " ▼" : " ▲") : "";
  }
  byID("sort").value = table.sort < 0 ? "-1 0" : `${table.sort} ${table.down ? 1 : 0}`;
}

// rowOf makes a row; its first cell names it, and opens the reasons.
function rowOf(r) {
  const row = { tr: make("tr", { "data-row": r }), button: null, detail: null };
  layout.shown.forEach((c, i) => {
    const column = table.columns[c];
    const text = shownAs(column, column.values[r]);
    if (i > 0) {
      row.tr.append(
        make(
          "td",
          {
            class: isNumeric(column) ? "n" : column.ordered ? "c" : column.kind === "date" ? "d" : null,
            title: column.kind === "text" && text.length > 12 ? text : null,
          },
          column.ordered && text
            ? make("span", { class: "class k" + column.values[r] }, text)
            : column.kind === "text"
              ? foreignText(text)
              : text,
        ),
      );
      return;
    }
    const name = foreignText(text || word("empty"));
    if (hasDetail())
      row.button = make(
        "button",
        { type: "button", class: "open", "aria-expanded": String(view.open.has(r)), title: word("showWhy", text) },
        make("span", { class: "sign", "aria-hidden": "true" }),
        name,
      );
    row.tr.append(make("th", { scope: "row" }, row.button || name));
  });
  return row;
}

function detailOf(r) {
  const whys = customers.whys.map((why) => [said(why.title), sentence(why.texts, r)]).filter((why) => why[1]);
  const facts = [...(layout.tight ? [0] : []), ...layout.dropped] // a name that gave way stands here in full
    .map((c) => [heading(table.columns[c]), shownAs(table.columns[c], table.columns[c].values[r])])
    .filter((fact) => fact[1]);
  const list = (name, pairs) =>
    pairs.length
      ? make(
          "dl",
          { class: name },
          pairs.map(([title, text]) => make("div", null, make("dt", null, title), make("dd", null, foreignText(text)))),
        )
      : null;
  return make("tr", { class: "detail" }, make("td", { colspan: layout.shown.length }, list("whys", whys), list("facts", facts)));
}

function rowPressed(event) {
  const button = event.target.closest("button.open");
  if (button) toggleRow(Number(button.closest("tr").dataset.row));
}

function keyPressed(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const button = event.target.closest("button.open");
  if (!by || !button) return;
  event.preventDefault();
  moveFocus(Number(button.closest("tr").dataset.row), by);
}

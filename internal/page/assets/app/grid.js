// Small tables: what a chart is drawn from, the parts of an indicator.

function gridTable(grid, caption) {
  const rows = [];
  for (let r = 0; r < grid.rows; r++) {
    rows.push(
      make(
        "tr",
        null,
        grid.columns.map((column, c) => {
          const text = shownAs(column, column.values[r]);
          const attributes = { class: isNumeric(column) && c > 0 ? "n" : null };
          return c === 0
            ? make("th", { scope: "row" }, foreignText(text))
            : make("td", attributes, column.kind === "text" ? foreignText(text) : text);
        }),
      ),
    );
  }
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make(
      "table",
      { class: "small" },
      make("caption", null, caption),
      make(
        "thead",
        null,
        make(
          "tr",
          null,
          grid.columns.map((column, c) =>
            make("th", { scope: "col", class: isNumeric(column) && c > 0 ? "n" : null }, heading(column)),
          ),
        ),
      ),
      make("tbody", null, rows),
    ),
  );
}

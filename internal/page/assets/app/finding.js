// What stands above the customers' table: the search, the filters and the sort.

const choices = 60; // the most texts that a filter offers

function toolbar() {
  const search = make("input", {
    type: "search",
    id: "search",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: word("search"),
    oninput: (e) => {
      table.search = e.target.value;
      later(changed);
    },
  });
  search.value = table.search;
  const filters = table.columns.map((column, c) => (filterable(column) ? filterOf(column, c) : null));
  return make(
    "div",
    { class: "bar noprint" },
    make("label", { class: "sr", for: "search" }, word("search")),
    search,
    filters,
    sortChoice(),
  );
}

const filterable = (column) =>
  column.dict &&
  column.dict.length > 1 &&
  column.dict.length <= choices &&
  (column.ordered || column.id === "owner" || column.id === "country");

function filterOf(column, c) {
  const select = make("select", {
    "aria-label": heading(column),
    onchange: (e) => {
      if (e.target.value === "") table.filters.delete(c);
      else table.filters.set(c, Number(e.target.value));
      changed();
    },
  });
  select.append(make("option", { value: "" }, word("filterAll", heading(column))));
  const rank = ranks(column);
  column.dict
    .map((_, i) => i)
    .sort((a, b) => rank[a] - rank[b])
    .forEach((i) => select.append(make("option", { value: i, selected: table.filters.get(c) === i }, said(column.dict[i]))));
  return select;
}

// sortChoice is the sort without the head of the table: for columns that have no
// room there, and back to the order given.
function sortChoice() {
  const select = make("select", {
    id: "sort",
    "aria-label": word("sortBy"),
    onchange: (e) => {
      const [c, down] = e.target.value.split(" ");
      sortBy(Number(c), down === "1");
    },
  });
  select.append(make("option", { value: "-1 0" }, word("sortBy") + ": " + word("asGiven")));
  table.columns.forEach((column, c) => {
    for (const down of [0, 1])
      select.append(
        make(
          "option",
          { value: `${c} ${down}`, selected: table.sort === c && table.down === Boolean(down) },
          `${heading(column)} ${down ? "▼" : "▲"}`,
        ),
      );
  });
  return select;
}

let waiting = 0;

function later(what) {
  clearTimeout(waiting);
  waiting = setTimeout(what, 80);
}

// changed shows what the search and the filters leave.
function changed() {
  arrange();
  tellFound();
  view.frame.scrollTop = 0;
  redraw(true);
}

function tellFound() {
  const numbers = [grouped(table.order.length, 0), grouped(customers.rows, 0)];
  const text =
    table.order.length === 0
      ? word("none")
      : table.sort < 0
        ? word("shown", ...numbers)
        : word("shownSorted", ...numbers, heading(table.columns[table.sort]), word(table.down ? "descending" : "ascending"));
  byID("found").textContent = text;
  view.table.setAttribute("aria-rowcount", table.order.length + 1);
}

function sortBy(c, down) {
  [table.sort, table.down] = [c, down];
  markSorted();
  changed();
}

// turnSort is a press on a head: numbers and days largest first, texts first to
// last; again, the other way.
function turnSort(c) {
  const column = table.columns[c];
  sortBy(c, table.sort === c ? !table.down : !column.dict);
}

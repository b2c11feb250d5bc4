// The customers as rows to find and to order. Nothing here touches the page.

const table = {
  columns: customers.columns,
  order: null, // rows as they are shown
  sort: -1, // column, below 0 for the order given
  down: false,
  search: "",
  filters: new Map(), // column to the place in its dict
  keys: new Map(), // column to its sort keys
  texts: null, // per row what a search looks through
};

// collator is the same for every reader: by pinyin, letters regardless of case,
// numbers in names by size.
const collator = new Intl.Collator("zh-Hans-u-co-pinyin-kn-true", { sensitivity: "variant" });

// ranks is the place of each text of a dict in their order.
function ranks(column) {
  const place = new Float64Array(column.dict.length);
  const order = Array.from(place, (_, i) => i);
  if (!column.ordered) {
    const texts = column.dict.map(said);
    order.sort((a, b) => collator.compare(texts[a], texts[b]) || a - b);
  }
  order.forEach((entry, rank) => {
    place[entry] = rank;
  });
  return place;
}

// wideRanks is the place of each value too long for a number.
function wideRanks(values) {
  const place = new Map();
  [...new Set(values.filter((v) => v !== null))]
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .forEach((v, rank) => place.set(String(v), rank));
  return place;
}

// sortKeys is per row what a column is sorted by; NaN where it has no value.
function sortKeys(c) {
  if (!table.keys.has(c)) {
    const column = table.columns[c];
    const rank = column.dict ? ranks(column) : null;
    const wide = column.wide ? wideRanks(column.values) : null;
    table.keys.set(
      c,
      Float64Array.from(column.values, (v) => (v === null ? NaN : rank ? rank[v] : wide ? wide.get(v) : v)),
    );
  }
  return table.keys.get(c);
}

// folded is a text as a search compares it.
const folded = (text) => text.normalize("NFKC").toLowerCase();

function searchTexts() {
  if (!table.texts) {
    const texts = new Array(customers.rows).fill("");
    for (const column of table.columns) {
      const dict = column.dict?.map((entry) => folded(said(entry)));
      column.values.forEach((v, r) => {
        if (v !== null) texts[r] += (dict ? dict[v] : folded(shownAs(column, v))) + "\n";
      });
    }
    table.texts = texts;
  }
  return table.texts;
}

// arrange finds the rows that the search and the filters leave, in the order
// asked for: absent values last either way, equals as they were given.
function arrange() {
  const terms = folded(table.search).split(/\s+/).filter(Boolean);
  const texts = terms.length > 0 ? searchTexts() : null;
  const filters = [...table.filters];
  const keep = [];
  for (let r = 0; r < customers.rows; r++) {
    if (filters.every(([c, wanted]) => table.columns[c].values[r] === wanted) && terms.every((term) => texts[r].includes(term)))
      keep.push(r);
  }
  table.order = Int32Array.from(keep);
  if (table.sort >= 0) {
    const keys = sortKeys(table.sort);
    const sign = table.down ? -1 : 1;
    table.order.sort((a, b) => {
      const x = keys[a],
        y = keys[b];
      if (x === y) return a - b;
      if (x !== x || y !== y) return x === x ? -1 : y === y ? 1 : a - b;
      return x < y ? -sign : sign;
    });
  }
}

// newLanguage forgets what was made of texts in the other language.
function newLanguage() {
  table.texts = null;
  table.columns.forEach((column, c) => {
    if (column.dict) table.keys.delete(c);
  });
}

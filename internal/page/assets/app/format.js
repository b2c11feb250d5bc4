// Values as texts. Numbers and dates read alike in both languages.

// grouped is a whole number times 10 to the digits, as text: 1234550, 2 is
// 12,345.50. It may be a text of digits, where a number would not be exact.
function grouped(scaled, digits) {
  const text = String(scaled);
  const negative = text.startsWith("-");
  const all = (negative ? text.slice(1) : text).padStart(digits + 1, "0");
  const whole = all.slice(0, all.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = digits > 0 ? "." + all.slice(all.length - digits) : "";
  return (negative ? "-" : "") + whole + fraction;
}

function percentSign() {
  return state.lang === 1 ? "%" : " %";
}

// dayText is a date from its count of days since 1970-01-01.
function dayText(days) {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

// shownAs is a value of a column as text; absent is empty.
function shownAs(column, raw) {
  if (raw === null || raw === undefined) return "";
  switch (column.kind) {
    case "share":
      return grouped(raw, column.digits || 0) + percentSign();
    case "number":
    case "money":
    case "days":
      return grouped(raw, column.digits || 0);
    case "date":
      return dayText(raw);
    case "bool":
      return word(raw ? "yes" : "no");
  }
  return said(column.dict[raw]);
}

const isNumeric = (column) => ["number", "share", "money", "days"].includes(column.kind);

// numberAt is a value to draw: no longer exact, a share in percent; null where absent.
function numberAt(column, row) {
  const raw = column.values[row];
  return raw === null ? null : Number(raw) / 10 ** (column.digits || 0);
}

// heading is a column's title with its unit.
const heading = (column) =>
  said(column.title) + (column.unit ? (state.lang === 1 ? `(${column.unit})` : ` (${column.unit})`) : "");

// brief is a value as short as it can be said: 90 for 90.0; a share keeps its digit.
const brief = (column, raw) =>
  column.kind === "money" || column.kind === "share" ? shownAs(column, raw) : shownAs(column, raw).replace(/\.0+$/, "");

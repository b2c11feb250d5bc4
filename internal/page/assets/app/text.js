// The data of the page, and texts in the language that is shown.

const report = JSON.parse(document.getElementById("report-data").textContent);
const customers = JSON.parse(document.getElementById("customers-data").textContent);

// state is what the reader can switch.
const state = { lang: report.lang === "zh" ? 1 : 0, theme: "auto" };

// said is a text in the language shown: one string where both read alike, else
// [English, Chinese].
function said(text) {
  if (text === null || text === undefined) return "";
  return Array.isArray(text) ? text[state.lang] : text;
}

// word is a word of the page itself, with {0}, {1}… filled in.
function word(key, ...fill) {
  return said(report.words[key]).replace(/\{(\d)\}/g, (_, i) => String(fill[i]));
}

// sentence is the i-th of pooled texts: a pattern, and the numbers for its gaps.
function sentence(texts, i) {
  const pattern = texts.p[i];
  if (pattern < 0) return "";
  const both = texts.n[i].split("/");
  const numbers = (both[state.lang] ?? both[0]).split("|");
  let next = 0;
  return said(customers.patterns[pattern]).replace(/\u0001/g, () => numbers[next++]);
}

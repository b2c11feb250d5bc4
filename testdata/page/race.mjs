// Measures a page that crm wrote against a plain DataTables page of the same
// rows, in one run, turn about: when the first thing is painted, when the table
// stands, and how long a sort takes until the screen shows it.
//
//   node race.mjs report.html [rounds]
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [file, rounds = "7"] = process.argv.slice(2);
if (!file) {
  console.error("usage: node race.mjs report.html [rounds]");
  process.exit(2);
}
const load = createRequire(import.meta.url);
const beside = (name, other) => join(dirname(load.resolve(name)), other);
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const inScript = (text) => text.replace(/<\/script/gi, "<\\/script");

// rowsOf reads the rows as the page shows them.
const rowsOf = () =>
  browse({ viewport: { width: 1280, height: 900 } }, async (context) => {
    const page = context.pages()[0];
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.waitForSelector("#rows > tr");
    return page.evaluate(() => {
      const data = JSON.parse(document.getElementById("customers-data").textContent);
      const zh = document.documentElement.lang.startsWith("zh") ? 1 : 0;
      const said = (text) => (Array.isArray(text) ? text[zh] : text);
      const show = (column, v) => {
        if (v === null) return "";
        if (column.dict) return said(column.dict[v]);
        if (column.kind === "date") return new Date(v * 864e5).toISOString().slice(0, 10);
        const digits = column.digits || 0;
        return (Number(v) / 10 ** digits).toFixed(digits) + (column.kind === "share" ? " %" : "");
      };
      return {
        heads: data.columns.map((column) => said(column.title)),
        rows: Array.from({ length: data.rows }, (_, r) => data.columns.map((column) => show(column, column.values[r]))),
      };
    });
  });

// plain is what the DataTables manual begins with: a table, the library, one call.
function plain({ heads, rows }, asData) {
  const jquery = inScript(readFileSync(beside("jquery", "jquery.min.js"), "utf8"));
  const library = inScript(readFileSync(beside("datatables.net", "dataTables.min.js"), "utf8"));
  const head = `<thead><tr>${heads.map((text) => `<th>${escape(text)}</th>`).join("")}</tr></thead>`;
  const body = asData
    ? ""
    : `<tbody>${rows.map((row) => `<tr>${row.map((text) => `<td>${escape(text)}</td>`).join("")}</tr>`).join("\n")}</tbody>`;
  const call = asData
    ? `new DataTable("#t", { data: ${JSON.stringify(rows).replace(/</g, "\\u003c")}, deferRender: true })`
    : `new DataTable("#t")`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>plain</title></head><body><h1>Customers</h1><table id="t">${head}${body}</table><script>${jquery}</script><script>${library}</script><script>${call}</script></body></html>`;
}

// painted waits until what was done is on the screen.
const painted = `(done) => new Promise((resolve) => { const from = performance.now(); done(); requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from), 0)); })`;

// searched types into the search and waits until its result is on the screen.
const searched = ([found]) =>
  new Promise((resolve) => {
    const before = document.querySelector(found).textContent;
    const box = document.querySelector("input[type=search]");
    const from = performance.now();
    const look = () =>
      requestAnimationFrame(() =>
        setTimeout(() => (document.querySelector(found).textContent !== before ? resolve(performance.now() - from) : look()), 0),
      );
    box.value = "an 1";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    look();
  });

// round measures one page in a browser of its own.
const round = (contestant) =>
  browse({ viewport: { width: 1280, height: 900 } }, async (context) => {
    const page = context.pages()[0];
    page.setDefaultTimeout(180000);
    await page.goto(contestant.address, { waitUntil: "commit" });
    await page.waitForSelector(contestant.row);
    const times = await page.evaluate(async () => {
      const table = performance.now();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      return { paint: paint ? paint.startTime : NaN, table, loaded: performance.getEntriesByType("navigation")[0].domComplete };
    });
    await page.waitForLoadState("load");
    await page.waitForTimeout(contestant.rest);
    for (const [name, column] of [
      ["by text", 0],
      ["by number", contestant.number],
    ]) {
      times["sort " + name] = await page.evaluate(
        `(${painted})(() => document.querySelectorAll(${JSON.stringify(contestant.head)})[${column}].click())`,
      );
      await page.waitForTimeout(100);
    }
    times["search"] = await page.evaluate(searched, [contestant.found]);
    return times;
  });

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const folder = mkdtempSync(join(tmpdir(), "crm-race-"));
try {
  const rows = await rowsOf();
  const number = rows.rows[0].findIndex((text) => /^-?\d+(\.\d+)?$/.test(text));
  const contestants = [
    {
      name: "crm",
      address: pathToFileURL(resolve(file)).href,
      row: "#rows > tr",
      head: "th[data-column] button",
      found: "#found",
      rest: 1500,
      number: 0,
      bytes: statSync(file).size,
    },
  ];
  for (const [name, asData] of [
    ["DataTables, rows in the page", false],
    ["DataTables, rows as data", true],
  ]) {
    const path = join(folder, asData ? "data.html" : "rows.html");
    writeFileSync(path, plain(rows, asData));
    contestants.push({
      name,
      address: pathToFileURL(path).href,
      row: "#t tbody tr td:nth-child(2)",
      head: "#t thead th",
      found: ".dt-info",
      rest: 1500,
      number,
      bytes: statSync(path).size,
    });
  }
  contestants[0].number = number;
  const seen = contestants.map(() => []);
  for (let i = 0; i < Number(rounds); i++)
    for (const [n, contestant] of contestants.entries()) seen[n].push(await round(contestant));
  console.log(
    `${rows.rows.length} customers, ${rows.heads.length} columns; medians of ${rounds} rounds, in ms; sorted by "${rows.heads[0]}" and "${rows.heads[number]}"`,
  );
  console.table(
    Object.fromEntries(
      contestants.map((contestant, n) => [
        contestant.name,
        {
          "page, MB": Number((contestant.bytes / 1e6).toFixed(2)),
          ...Object.fromEntries(
            Object.keys(seen[n][0]).map((key) => [key, Math.round(median(seen[n].map((times) => times[key])) * 10) / 10]),
          ),
        },
      ]),
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

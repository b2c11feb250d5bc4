// Drives a page that crm wrote in Chromium with the network off, and looks for
// what must not be: an error on the console, a request, a broken table, a blank
// chart, something that axe-core calls serious. With a second argument it also
// leaves pictures of the page there.
//
//   node drive.mjs report.html [folder-for-pictures]
import { createRequire } from "node:module";
import { readFileSync, mkdirSync } from "node:fs";
import { resolve, join } from "node:path";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [file, pictures] = process.argv.slice(2);
if (!file) {
  console.error("usage: node drive.mjs report.html [folder-for-pictures]");
  process.exit(2);
}
const address = pathToFileURL(resolve(file)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let failed = 0;

function check(what, ok, more = "") {
  console.log(`${ok ? "ok  " : "FAIL"} ${what}${more === "" ? "" : ": " + more}`);
  if (!ok) failed++;
}

// opened is a page with everything counted that it asks for or complains about.
async function opened(context) {
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => {
    if (request.url() !== address) seen.requests.push(request.url());
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  await page.goto(address);
  return { page, seen };
}

const cells = (page, n) =>
  page.$$eval("#rows > tr:not(.detail)", (rows, i) => rows.map((row) => row.children[i]?.textContent ?? ""), n);

async function drawnCharts(page) {
  for (const plot of await page.$$(".plot")) {
    await plot.scrollIntoViewIfNeeded();
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(500);
  const blank = await page.$$eval(".plot", (plots) =>
    plots.filter((plot) => plot.querySelectorAll("svg path").length < 3).map((plot) => plot.dataset.chart),
  );
  const all = await page.$$eval(".plot", (plots) => plots.length);
  check("charts are drawn", all > 0 && blank.length === 0, `${all - blank.length} of ${all}`);
}

const ordered = (values, down) => values.every((v, i) => i === 0 || (down ? values[i - 1] >= v : values[i - 1] <= v));

async function sorts(page) {
  const heads = await page.$$("th[data-column]");
  for (let i = 0; i < heads.length; i++) {
    const head = (await page.$$("th[data-column]"))[i];
    const number = (await head.getAttribute("class")) === "n";
    await head.$eval("button", (button) => button.click());
    const sorted = await head.getAttribute("aria-sort");
    const values = (await cells(page, i)).filter((text) => text !== "").map((text) => Number(text.replace(/[ ,%]/g, "")));
    if (number)
      check(`sorted by column ${i}, ${sorted}`, sorted === "descending" && ordered(values, true), values.slice(0, 3).join(" "));
    else check(`sorted by column ${i}`, sorted === "ascending" || sorted === "descending");
  }
}

async function searches(page) {
  const before = await page.textContent("#found");
  const name = (await cells(page, 0))[3].trim();
  await page.fill("#search", name.slice(0, 12));
  await page.waitForFunction((text) => document.getElementById("found").textContent !== text, before);
  const left = await cells(page, 0);
  check("searched", left.length > 0 && left.some((text) => text.trim() === name), await page.textContent("#found"));
  await page.fill("#search", "no such customer ☂");
  await page.waitForFunction(() => document.querySelectorAll("#rows > tr").length === 0);
  check("a search for nothing leaves nothing", true);
  await page.fill("#search", "");
  await page.waitForFunction((text) => document.getElementById("found").textContent.length >= text.length, before);
}

async function opens(page) {
  const button = await page.$("#rows button.open");
  if (!button) return;
  await button.focus();
  await page.keyboard.press("Enter");
  const text = await page.textContent("#rows tr.detail");
  check("reasons are shown", text.length > 5, text.slice(0, 80));
  await page.keyboard.press("ArrowDown");
  const row = await page.evaluate(() => document.activeElement.closest("tr")?.getAttribute("aria-rowindex"));
  check("arrow down goes to the next row", row === "3", row);
  await page.$eval("#rows button.open", (first) => first.click());
}

async function scrolls(page) {
  const rows = await page.$eval(".customers", (table) => Number(table.getAttribute("aria-rowcount")) - 1);
  await page.$eval("#frame", (frame) => {
    frame.scrollTop = frame.scrollHeight;
  });
  await page.waitForTimeout(300);
  const last = await page.$$eval("#rows > tr", (all) => Number(all[all.length - 1].getAttribute("aria-rowindex")) - 1);
  const made = await page.$$eval("#rows > tr", (all) => all.length);
  check("scrolled to the last row", last === rows, `${last} of ${rows}, ${made} rows are elements`);
  await page.$eval("#frame", (frame) => {
    frame.scrollTop = 0;
  });
}

async function switches(page) {
  const before = await page.evaluate(() => [
    document.documentElement.lang,
    document.querySelector("h2").textContent,
    document.title,
  ]);
  await page.click("#language");
  const after = await page.evaluate(() => [
    document.documentElement.lang,
    document.querySelector("h2").textContent,
    document.title,
  ]);
  check(
    "language switched",
    before.every((text, i) => text !== after[i]),
    `${before.join(" | ")} → ${after.join(" | ")}`,
  );
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  await page.click("#theme");
  await page.click("#theme");
  check("dark on demand", (await colour()) !== light, `${light} → ${await colour()}`);
  await page.click("#theme");
  await page.click("#language");
}

async function accessible(page, state) {
  await page.evaluate(() =>
    document.querySelectorAll("details").forEach((one) => {
      one.open = true;
    }),
  );
  const context = await page.context().newCDPSession(page);
  await context.send("Page.setBypassCSP", { enabled: true });
  const result = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  const bad = result.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  check(
    `axe-core, ${state}`,
    bad.length === 0,
    bad
      .map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.slice(0, 200)}`)
      .join("; ") || `${result.violations.length} lesser: ${result.violations.map((v) => v.id).join(", ")}`,
  );
}

async function prints(page) {
  await page.emulateMedia({ media: "print" });
  const rows = await page.evaluate(() => {
    window.dispatchEvent(new Event("beforeprint"));
    return document.querySelectorAll("#rows > tr:not(.detail)").length;
  });
  const all = await page.$eval(".customers", (table) => Number(table.getAttribute("aria-rowcount")) - 1);
  check("paper has every row up to the limit", rows === Math.min(all, 5000), `${rows} of ${all}`);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: null });
  if (pictures && all < 1000) await page.pdf({ path: join(pictures, "page.pdf"), preferCSSPageSize: true });
}

async function whole() {
  await browse({ viewport: { width: 1280, height: 900 }, colorScheme: "light" }, async (context) => {
    const { page, seen } = await opened(context);
    await page.waitForSelector("#rows > tr");
    await drawnCharts(page);
    await sorts(page);
    await searches(page);
    await opens(page);
    await scrolls(page);
    await switches(page);
    await prints(page);
    await accessible(page, "light");
    check("no request", seen.requests.length === 0, seen.requests.join(" "));
    check("nothing on the console", seen.errors.length === 0, seen.errors.join(" | "));
  });
}

// look opens the page in one state, checks that nothing stands out at its side, and takes its picture.
async function look(language, colorScheme, width) {
  await browse({ viewport: { width, height: 844 }, colorScheme, deviceScaleFactor: width < 500 ? 2 : 1 }, async (context) => {
    const { page, seen } = await opened(context);
    await page.waitForSelector("#rows > tr");
    if ((await page.evaluate(() => document.documentElement.lang)).slice(0, 2) !== language) await page.click("#language");
    await drawnCharts(page);
    await page.waitForTimeout(600);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(`${language} ${colorScheme} ${width}: nothing stands out`, over <= 0, `${over} px`);
    if (pictures) {
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({ path: join(pictures, `${language}-${colorScheme}-${width}.png`), fullPage: true });
    }
    if (width > 500 && language === "en") await accessible(page, colorScheme);
    if (width < 500) await accessible(page, `${language} ${colorScheme} ${width}`);
    check(
      `${language} ${colorScheme} ${width}: quiet`,
      seen.requests.length + seen.errors.length === 0,
      [...seen.requests, ...seen.errors].join(" | "),
    );
  });
}

if (pictures) mkdirSync(pictures, { recursive: true });
await whole();
for (const language of ["zh", "en"])
  for (const scheme of ["light", "dark"]) for (const width of [1280, 390]) await look(language, scheme, width);
console.log(failed === 0 ? "all well" : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

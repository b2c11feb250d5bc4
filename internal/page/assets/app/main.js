// The page as a whole: its head, its language, its scheme, and what it does when
// the window changes.

const themes = ["auto", "light", "dark"];

function drawHeader() {
  document.documentElement.lang = state.lang === 1 ? "zh-CN" : "en";
  document.title = said(report.title);
  byID("title").textContent = said(report.title);
  byID("subtitle").replaceChildren(
    ...report.subtitle.flatMap((part, i) => [i > 0 ? " · " : "", make("bdi", { class: "part" }, said(part))]),
  );
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  const sections = ["indicators", "charts", "alerts", "customers", "notes"].filter((id) => !byID(id).hidden);
  byID("jump").setAttribute("aria-label", word("sections"));
  byID("jump").replaceChildren(...sections.map((id) => make("a", { href: "#" + id }, word(id))));
}

function drawTools() {
  const language = make(
    "button",
    {
      type: "button",
      id: "language",
      lang: state.lang === 1 ? "en" : "zh-CN",
      title: word("toLanguage"),
      onclick: switchLanguage,
    },
    word("language"),
  );
  const theme = make("button", { type: "button", id: "theme", onclick: switchTheme });
  byID("tools").replaceChildren(
    language,
    theme,
    make("button", { type: "button", id: "print", onclick: () => window.print() }, word("print")),
  );
  nameTheme();
}

function nameTheme() {
  const name = word("theme" + state.theme[0].toUpperCase() + state.theme.slice(1));
  byID("theme").textContent = word("theme") + ": " + name;
}

function switchLanguage() {
  state.lang = 1 - state.lang;
  newLanguage();
  const top = view.frame ? view.frame.scrollTop : 0;
  drawEverything();
  quietly(prepare);
  if (view.frame) view.frame.scrollTop = top;
  byID("language").focus();
}

function switchTheme() {
  state.theme = themes[(themes.indexOf(state.theme) + 1) % themes.length];
  if (state.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
  nameTheme();
  drawAgain();
}

function drawNotes() {
  byID("notes").hidden = report.notes.length === 0;
  byID("notelist").replaceChildren(...report.notes.map((note) => make("li", null, foreignText(said(note)))));
}

function drawEverything() {
  drawTools();
  drawTiles();
  drawAlerts();
  drawNotes();
  drawCustomers();
  drawCharts();
  drawAgain();
  drawHeader();
}

// quietly does what a reader will ask for before it is asked.
function quietly(work) {
  if (window.requestIdleCallback) window.requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
}

// prepare makes what a sort and a search want, in the language shown.
function prepare() {
  table.columns.forEach((_, c) => sortKeys(c));
  quietly(searchTexts);
}

function resized() {
  characterPixels = 0;
  fitColumns(false);
  redraw();
  fitCharts();
}

let begun = false;

// begin draws the page once. The browser is let paint the head of it before.
function begin() {
  if (begun) return;
  begun = true;
  drawEverything();
  for (const plot of charts.plots) if (plot.getBoundingClientRect().top < window.innerHeight) drawIn(plot);
  quietly(drawRest);
  quietly(prepare);
  let sizing = 0;
  window.addEventListener("resize", () => {
    clearTimeout(sizing);
    sizing = setTimeout(resized, 120);
  });
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", fromPaper);
  dark.addEventListener("change", drawAgain);
}

document.addEventListener("DOMContentLoaded", () => {
  requestAnimationFrame(() => setTimeout(begin, 0));
  setTimeout(begin, 250); // a page in the background gets no frames
});

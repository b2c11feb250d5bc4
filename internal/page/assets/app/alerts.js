// The alerts: the worst first, so many at a time, of one kind where the reader asks.

const alertPage = 25;
const alertView = { rule: -1, shown: alertPage };

function drawAlerts() {
  const alerts = report.alerts;
  byID("alerts").hidden = !alerts;
  if (!alerts) return;
  const numbered = alerts.list.map((alert, i) => i);
  const wanted = numbered.filter((i) => alertView.rule < 0 || alerts.list[i].rule === alertView.rule);
  if (numbered.length === 0) {
    byID("alertlist").replaceChildren(make("p", { class: "quiet" }, word("noAlerts")));
    return;
  }
  const rest = wanted.length - alertView.shown;
  byID("alertlist").replaceChildren(
    alertChips(numbered.length),
    alertTable(wanted.slice(0, alertView.shown)),
    rest > 0
      ? make(
          "p",
          { class: "noprint" },
          make("button", { type: "button", onclick: showMoreAlerts }, word("moreAlerts", Math.min(rest, alertPage * 4))),
        )
      : "",
  );
}

function showMoreAlerts() {
  const first = alertView.shown;
  alertView.shown += alertPage * 4;
  drawAlerts();
  const row = document.querySelectorAll("#alertlist tbody tr")[first];
  row?.setAttribute("tabindex", "-1");
  row?.focus();
}

// alertChips chooses one kind of alerts; each says how many there are.
function alertChips(all) {
  const { rules, list } = report.alerts;
  const count = new Array(rules.length).fill(0);
  for (const alert of list) count[alert.rule]++;
  const chip = (rule, text, n) =>
    make(
      "li",
      null,
      make(
        "button",
        { type: "button", "aria-pressed": String(alertView.rule === rule), "data-rule": rule, onclick: () => chooseAlerts(rule) },
        text,
        make("span", { class: "count" }, " " + grouped(n, 0)),
      ),
    );
  return make(
    "ul",
    { class: "chips noprint" },
    chip(-1, word("allAlerts"), all),
    rules.map((rule, i) => chip(i, said(rule.title), count[i])),
  );
}

function chooseAlerts(rule) {
  alertView.rule = rule;
  alertView.shown = alertPage;
  drawAlerts();
  document.querySelector(`#alertlist [data-rule="${rule}"]`).focus();
}

function alertTable(wanted) {
  const { list, rules } = report.alerts;
  const heads = ["alertLevel", "customer", "message", "action"];
  if (list.some((alert) => alert.owner || said(rules[alert.rule].role))) heads.push("role");
  if (list.some((alert) => alert.since)) heads.push("since");
  return make(
    "table",
    { class: "alerts" },
    make("caption", { class: "sr" }, word("alerts")),
    make(
      "thead",
      null,
      make(
        "tr",
        null,
        heads.map((key) => make("th", { scope: "col" }, word(key))),
      ),
    ),
    make(
      "tbody",
      null,
      wanted.map((i) => alertRow(i, heads)),
    ),
  );
}

function alertRow(i, heads) {
  const alert = report.alerts.list[i];
  const rule = report.alerts.rules[alert.rule];
  const act = rule.act;
  const who = said(rule.role) || alert.owner || "";
  const cell = (key, ...content) => make("td", { "data-head": word(key) }, ...content);
  return make(
    "tr",
    null,
    cell(
      "alertLevel",
      make(
        "span",
        { class: "level " + (act ? "act" : "watch") },
        make("span", { "aria-hidden": "true" }, act ? "● " : "○ "),
        said(rule.level),
      ),
    ),
    make("th", { scope: "row" }, foreignText(alert.name)),
    cell(
      "message",
      make("strong", null, said(rule.title)),
      make("span", null, sentence(report.alerts.texts, i)),
      alert.hushed
        ? make("span", { class: "quiet" }, " · " + word("hushed", alert.hushed) + (alert.word ? ": " + alert.word : ""))
        : null,
    ),
    cell("action", said(rule.action)),
    heads.includes("role") ? cell("role", who ? foreignText(who) : "") : "",
    heads.includes("since") ? cell("since", alert.since || "") : "",
  );
}

// On paper: the charts in the light scheme, every row that the search and the
// filters leave, up to a limit that is said.

const printLimit = 5000;

// paper is what the screen had.
const paper = { alerts: 0 };

function toPaper() {
  document.documentElement.dataset.paper = "on";
  drawAll();
  drawAgain();
  for (const svg of document.querySelectorAll(".plot svg")) {
    if (!svg.getAttribute("viewBox"))
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  }
  const count = table.order.length;
  byID("printnote").textContent = count > printLimit ? word("printed", grouped(printLimit, 0), grouped(count, 0)) : "";
  view.all = true;
  paper.alerts = alertView.shown;
  alertView.shown = printLimit;
  drawAlerts();
  layout.shown = table.columns.map((_, c) => c);
  layout.dropped = [];
  drawHead();
  redraw();
}

function fromPaper() {
  delete document.documentElement.dataset.paper;
  for (const svg of document.querySelectorAll(".plot svg")) svg.removeAttribute("viewBox");
  view.all = false;
  alertView.shown = paper.alerts;
  drawAlerts();
  fitColumns(true);
  redraw();
  drawAgain();
}

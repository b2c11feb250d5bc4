// The part of the customers' table that is on the screen: of any number of rows
// only those in sight are elements.

const overscan = 10;
const view = {
  frame: null, // what scrolls
  body: null,
  above: null, // takes the room of the rows before
  below: null,
  row: 40, // a row's height, measured
  head: 40, // the head's
  open: new Map(), // rows whose reasons are shown, and the height of these
  made: new Map(), // rows that are elements
  first: -1,
  last: -1,
  all: false, // printing: every row is an element
};

// offset is where the row at a place begins.
function offset(place) {
  let y = place * view.row;
  for (const [at, height] of openPlaces()) if (at < place) y += height;
  return y;
}

// placeAt is the place of the row at a height.
function placeAt(y) {
  let added = 0;
  for (const [at, height] of openPlaces()) {
    const end = (at + 1) * view.row + added;
    if (y < end) break;
    if (y < end + height) return at;
    added += height;
  }
  return Math.floor((y - added) / view.row);
}

let openCache = null;

// openPlaces is the places of the rows that are open, in order, with their heights.
function openPlaces() {
  if (!openCache) {
    openCache = [];
    if (view.open.size > 0)
      table.order.forEach((r, place) => {
        if (view.open.has(r)) openCache.push([place, view.open.get(r)]);
      });
  }
  return openCache;
}

// redraw shows the rows again: after a sort, a search, a change of language.
function redraw(keepRows) {
  openCache = null;
  view.first = view.last = -1;
  if (!keepRows) view.made.clear();
  sizeFrame();
  drawWindow();
}

// sizeFrame gives the table the room its rows want, up to the style's limit.
function sizeFrame() {
  view.frame.style.height = offset(table.order.length) + view.head + 2 + "px";
}

function drawWindow() {
  if (!view.body) return;
  const count = table.order.length;
  const top = Math.max(0, view.frame.scrollTop - view.body.offsetTop + view.head);
  const first = view.all ? 0 : Math.max(0, Math.min(placeAt(top), count) - overscan);
  const last = view.all ? Math.min(count, printLimit) : Math.min(count, placeAt(top + view.frame.clientHeight) + 1 + overscan);
  if (first === view.first && last === view.last) return;
  const focus = view.body.contains(document.activeElement) ? document.activeElement : null;
  const made = new Map();
  const rows = [];
  for (let place = first; place < last; place++) {
    const r = table.order[place];
    const row = view.made.get(r) || rowOf(r);
    row.tr.setAttribute("aria-rowindex", place + 2);
    row.tr.classList.toggle("even", place % 2 === 1);
    made.set(r, row);
    rows.push(row.tr);
    if (view.open.has(r)) rows.push((row.detail ||= detailOf(r)));
  }
  [view.made, view.first, view.last] = [made, first, last];
  view.above.style.height = offset(first) + "px";
  view.below.style.height = Math.max(0, view.all ? 0 : offset(count) - offset(last)) + "px";
  view.body.replaceChildren(...rows);
  if (focus) (focus.isConnected ? focus : view.frame).focus({ preventScroll: true });
  if (!view.all) measure();
}

// measure learns how high rows and reasons really are.
function measure() {
  let learnt = false;
  for (const [r, row] of view.made) {
    if (!row.detail || !view.open.has(r)) continue;
    const height = row.detail.offsetHeight;
    if (Math.abs(height - view.open.get(r)) > 1) {
      view.open.set(r, height);
      learnt = true;
    }
  }
  const one = view.body.querySelector("tr")?.offsetHeight;
  if (one && Math.abs(one - view.row) > 0.5) {
    view.row = one;
    learnt = true;
  }
  if (learnt) {
    openCache = null;
    sizeFrame();
    view.above.style.height = offset(view.first) + "px";
    view.below.style.height = Math.max(0, offset(table.order.length) - offset(view.last)) + "px";
  }
}

function toggleRow(r) {
  if (view.open.has(r)) view.open.delete(r);
  else view.open.set(r, 72);
  const row = view.made.get(r);
  row?.button?.setAttribute("aria-expanded", String(view.open.has(r)));
  openCache = null;
  view.first = -1;
  sizeFrame();
  drawWindow();
}

// moveFocus goes to the row so many places away.
function moveFocus(r, by) {
  const place = Math.max(0, Math.min(table.order.length - 1, table.order.indexOf(r) + by));
  const y = offset(place),
    frame = view.frame;
  if (y < frame.scrollTop) frame.scrollTop = y;
  const end = y + view.row + view.head;
  if (end > frame.scrollTop + frame.clientHeight) frame.scrollTop = end - frame.clientHeight;
  drawWindow();
  view.made.get(table.order[place])?.button?.focus({ preventScroll: true });
}

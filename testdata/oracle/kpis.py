#!/usr/bin/env python3
"""The KPIs of three real exports, taken again. It shares no code with crm.

usage: kpis.py retail FILE.xlsx AS_OF | models FILE.csv AS_OF | deals ACCOUNTS.csv DEALS.csv AS_OF

Standard library only; every figure is taken the plain way from its definition,
day by day and customer by customer, in fractions. What is printed, one fact a
line, tab-separated:

  indicator id value before      series id day value
  month from to new returning recovered lost active orders revenue
  day day class customers revenue
  cohort from to customers bought…
  country name customers buyers revenue before share share_before change
  bin over up_to customers       cycle class customers low median high | before …
  pareto customers revenue customer_share revenue_share
  step name reached next timed low median high here waiting low median high longest
  funnel opened won lost open undated

Definitions
- The window is the 12 months that end with as-of: the days after the same day a
  year before, clamped to the month's end. The window before ends where it begins.
- An order is the pair of number and customer; it is bought when its sum is over 0,
  on its earliest line's day. Revenue is net of returns, by the order's day.
- A customer is active on a day when it bought in the window that ends on that day.
  It is new on the day it bought first, lost on a day it stops being active,
  recovered on a day it becomes active again. In a month, who bought is told by its
  first purchase of that month: new; recovered, when it was not active the day
  before; else returning.
- Retention: who bought in both windows over who bought in the first; by class, the
  class at the end of the first window.
- Classes, by cumulated revenue of the window, largest first: A up to 80 %, B up to
  95 %, the one that crosses (with all of equal revenue) is in; C is the rest.
- The cycle of a customer with 2 or more days of purchase is the median of the days
  between them, over all its purchases; quartiles are those of type 7.
- Concentration and Gini are over customers with revenue above 0.
- A value of the window before, a change and a point of a trend are told only where
  orders reach back to the start of the windows that they need, give or take a
  twelfth of the window: of new, returning, recovered and lost customers the window
  before the one that they are counted in too.
- Quotients are rounded to 15 digits after the point, half away from zero.
"""
import bisect
import csv
import datetime
import statistics
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import recount

ONE = datetime.timedelta(days=1)


def months_before(day, n):
    at = day.year * 12 + day.month - 1 - n
    year, month = at // 12, at % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(day.day, last))
        except ValueError:
            pass


def year_before(day):
    return months_before(day, 12)


def written(number, digits=15):
    """A fraction as a plain decimal, cut to so many digits, half away from zero."""
    if number is None:
        return ""
    number = Fraction(number)
    scaled = abs(number) * 10 ** digits
    whole = scaled.numerator // scaled.denominator
    if (scaled - whole) * 2 >= 1:
        whole += 1
    text = str(whole).rjust(digits + 1, "0")
    text = (text[:-digits] + "." + text[-digits:]).rstrip("0").rstrip(".")
    return ("-" if number < 0 and whole else "") + text


def over(part, whole):
    return Fraction(part) / Fraction(whole) if whole > 0 else None


def quantile(numbers, part):
    numbers = sorted(numbers)
    h = (len(numbers) - 1) * Fraction(part)
    i = h.numerator // h.denominator
    if i + 1 >= len(numbers):
        return numbers[-1]
    return numbers[i] + (h - i) * (numbers[i + 1] - numbers[i])


def quartiles(numbers):
    if not numbers:
        return ["0", "", "", ""]
    return [str(len(numbers))] + [written(quantile(numbers, Fraction(k, 4))) for k in (1, 2, 3)]


def tell(*fields):
    print(*fields, sep="\t")


class Book:
    """Customers and orders; a deal is (customer, opened, closed, result)."""

    def __init__(self, as_of, customers, orders, country, deals=()):
        self.as_of = as_of
        self.orders = [o for o in orders if o[1] <= as_of]  # (customer, day, sum)
        self.all_known = customers is not None
        self.customers = sorted(customers if customers is not None else {o[0] for o in self.orders})
        self.country = country
        self.deals = deals
        self.oldest = min(o[1] for o in self.orders)
        self.bought = defaultdict(list)
        self.money = defaultdict(list)
        for who, day, amount in self.orders:
            self.money[who].append((day, amount))
            if amount > 0:
                self.bought[who].append(day)
        for days in self.bought.values():
            days.sort()
        self.first = {who: days[0] for who, days in self.bought.items()}
        self.last_start = year_before(as_of)
        self.start_before = year_before(self.last_start)
        self.slack = (as_of - self.last_start).days // 12 * ONE

    def did_buy(self, who, after, up_to):
        days = self.bought.get(who, [])
        at = bisect.bisect_right(days, after)
        return at < len(days) and days[at] <= up_to

    def active(self, who, day):
        return self.did_buy(who, year_before(day), day)

    def revenue(self, who, after, up_to):
        return sum((a for d, a in self.money[who] if after < d <= up_to), Decimal(0))

    def window_revenue(self, day):
        start = year_before(day)
        return {who: self.revenue(who, start, day) for who in self.customers}

    def known(self, who, day):
        return self.all_known or any(d <= day for d, _ in self.money[who])

    def reaches(self, start):
        return self.oldest <= start + ONE + self.slack

    # Classes of a day, by the share gathered before each customer.
    def classes(self, day):
        revenue = {who: r for who, r in self.window_revenue(day).items() if r > 0}
        total = sum(revenue.values(), Decimal(0))
        found = {}
        for who in self.customers:
            if not self.known(who, day):
                continue
            if who not in revenue:
                found[who] = "C"
                continue
            before = sum(r for r in revenue.values() if r > revenue[who])
            found[who] = "A" if before < total * Decimal("0.8") else "B" if before < total * Decimal("0.95") else "C"
        return found

    def cycles(self, day):
        found = {}
        for who, all_days in self.bought.items():
            days = sorted({d for d in all_days if d <= day})
            gaps = [(b - a).days for a, b in zip(days, days[1:])]
            if gaps:
                found[who] = Fraction(statistics.median([Fraction(g) for g in gaps]))
        return found


def turning_days(book):
    """The days on which customers began, came back and were lost, and who was active on each day."""
    begun, back, lost, active = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(int)
    days, day = [], book.oldest
    while day <= book.as_of:
        days.append((day, year_before(day)))
        day += ONE
    for who in book.bought:
        was = False
        for day, start in days:
            is_now = book.did_buy(who, start, day)
            if is_now:
                active[day] += 1
            if is_now and not was:
                (begun if book.first[who] == day else back)[day].append(who)
            if was and not is_now:
                lost[day].append(who)
            was = is_now
    return begun, back, lost, active


def between(turns, after, up_to):
    return sum(len(who) for day, who in turns.items() if after < day <= up_to)


def month_rows(book):
    first = book.oldest.replace(day=1)
    while first <= book.as_of:
        after = (first.replace(day=28) + 4 * ONE).replace(day=1)
        yield first, min(after - ONE, book.as_of)
        first = after


def customers_by_month(book):
    begun, back, lost, active = turning_days(book)
    came_back = {(who, day) for day, all_who in back.items() for who in all_who}
    rows = list(month_rows(book))[-24:]
    for start, end in rows:
        counts = [0, 0, 0]
        for who, days in book.bought.items():
            here = [d for d in days if start <= d <= end]
            if here:
                counts[0 if here[0] == book.first[who] else 2 if (who, here[0]) in came_back else 1] += 1
        orders = sum(1 for _, d, a in book.orders if start <= d <= end and a > 0)
        revenue = sum((a for _, d, a in book.orders if start <= d <= end), Decimal(0))
        tell("month", start, end, *counts, between(lost, start - ONE, end), active[end], orders, written(revenue))

    def count(name, of):
        def told(start):
            return book.reaches(start if name == "active_customers" else year_before(start))

        before = of(book.start_before, book.last_start) if told(book.start_before) else None
        tell("indicator", name, of(book.last_start, book.as_of), "" if before is None else before)
        for _, end in rows:
            if told(year_before(end)):
                tell("series", name, end, of(year_before(end), end))

    count("active_customers", lambda a, b: active[b])
    count("new_customers", lambda a, b: between(begun, a, b))
    count("recovered_customers", lambda a, b: between(back, a, b))
    count("lost_customers", lambda a, b: between(lost, a, b))
    count("returning_customers", lambda a, b: active[b] - between(begun, a, b) - between(back, a, b))


def retention(book, day, classes=None, wanted=None):
    middle = year_before(day)
    start = year_before(middle)
    had = [w for w in book.bought if book.did_buy(w, start, middle) and (wanted is None or classes[w] == wanted)]
    return over(sum(1 for w in had if book.did_buy(w, middle, day)), len(had))


def quarter_ends(book):
    day = book.as_of
    while True:
        day = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - ONE
        if day <= months_before(book.as_of, 24):
            return
        yield day


def earlier_days(book):
    days = {book.start_before, book.last_start, *quarter_ends(book)}
    return sorted(d for d in days if book.oldest <= d < book.as_of)


def by_class(book):
    days = earlier_days(book) + [book.as_of]
    classes = {day: book.classes(day) for day in days}
    for day in days:
        revenue = book.window_revenue(day)
        for name in "ABC":
            of = [w for w, c in classes[day].items() if c == name]
            tell("day", day, name, len(of), written(sum((revenue[w] for w in of), Decimal(0))))
    full = book.reaches(year_before(book.start_before))
    points = [d for d in days[:-1] if d > book.last_start and year_before(d) in classes and book.reaches(year_before(year_before(d)))]
    for name, wanted in (("retention", None), ("retention_a", "A"), ("retention_b", "B"), ("retention_c", "C")):
        def at(day):
            if wanted is None:
                return retention(book, day)
            middle = year_before(day)
            return retention(book, day, classes[middle], wanted) if middle in classes else None
        now = at(book.as_of)
        tell("indicator", name, written(now), written(at(book.last_start)) if full else "")
        for day in points + [book.as_of]:
            if now is not None and at(day) is not None:
                tell("series", name, day, written(at(day)))
    cycles = book.cycles(book.as_of)
    before = book.cycles(book.last_start) if book.reaches(book.start_before) else None
    for name in ("all", "A", "B", "C"):
        now = [c for w, c in cycles.items() if name in ("all", classes[book.as_of][w])]
        then = [] if before is None else [c for w, c in before.items() if name in ("all", classes[book.last_start].get(w))]
        tell("cycle", name, *quartiles(now), "|", *quartiles(then))
    edges = [0, 7, 14, 30, 60, 90, 120, 180, 365, None]
    for low, high in zip(edges, edges[1:]):
        tell("bin", low, high or 0, sum(1 for c in cycles.values() if c > low and (high is None or c <= high)))


def add_months(day, n):
    return months_before(day, -n)


def cohorts(book):
    months = len(list(month_rows(book)))
    step = 1 if months <= 18 else 3
    start = book.oldest.replace(day=1)
    if step == 3:
        start = start.replace(month=(start.month - 1) // 3 * 3 + 1)
    periods = []
    while start <= book.as_of:
        periods.append((start, add_months(start, step) - ONE))
        start = add_months(start, step)
    rows = []
    for i, (start, end) in enumerate(periods):
        who = [w for w, d in book.first.items() if start <= d <= end]
        rows.append((start, end, len(who), *(sum(1 for w in who if any(a <= d <= b for d in book.bought[w])) for a, b in periods[i:])))
    for row in rows[-20:]:
        tell("cohort", *row)


def countries(book):
    now = {w: book.revenue(w, book.last_start, book.as_of) for w in book.customers}
    before = {w: book.revenue(w, book.start_before, book.last_start) for w in book.customers}
    total, total_before = sum(now.values()), sum(before.values())
    compares = book.reaches(book.start_before)
    shares = []
    for name in sorted(set(book.country.values())):
        who = [w for w in book.customers if book.country[w] == name]
        a, b = sum(now[w] for w in who), sum(before[w] for w in who)
        buyers = sum(1 for w in who if book.did_buy(w, book.last_start, book.as_of))
        share_before = over(b, total_before) if compares else None
        shares.append((a, over(a, total), share_before))
        tell("country", name, len(who), buyers, written(a), written(b), written(over(a, total)),
             written(share_before), written(over(a - b, b)) if compares else "")
    largest = max(shares, key=lambda s: s[0])
    tell("indicator", "region_contribution", written(largest[1]), written(largest[2]))
    tell("indicator", "revenue", written(total), written(total_before) if compares else "")


def concentration(amounts):
    amounts = sorted((Fraction(a) for a in amounts if a > 0), reverse=True)
    n, total = len(amounts), sum(amounts)
    gathered, few = Fraction(0), 0
    while gathered < total * Fraction(4, 5):
        gathered += amounts[few]
        few += 1
    # Gini by its meaning: the mean absolute difference of all pairs over twice the mean.
    # Of sorted amounts the sum over all pairs is taken by how often each is the larger one.
    differences = sum(a * ((n - 1 - i) - i) for i, a in enumerate(amounts))
    gini = Fraction(differences) * 2 / (n * n) / (2 * total / n)
    return amounts, {"concentration": Fraction(few, n), "top1_share": amounts[0] / total, "top5_share": sum(amounts[:5]) / total, "gini": gini}


def pareto(book):
    amounts, now = concentration(book.revenue(w, book.last_start, book.as_of) for w in book.customers)
    before = {}
    if book.reaches(book.start_before):
        _, before = concentration(book.revenue(w, book.start_before, book.last_start) for w in book.customers)
    for name in now:
        tell("indicator", name, written(now[name]), written(before.get(name)))
    every = max(1, -(-len(amounts) // 200))
    total, gathered = sum(amounts), Fraction(0)
    tell("pareto", 0, 0, 0, 0)
    for i, a in enumerate(amounts, 1):
        gathered += a
        if i % every == 0 or i == len(amounts):
            tell("pareto", i, written(gathered), written(Fraction(i, len(amounts))), written(gathered / total))


def funnel(book):
    """Deals know two steps: an inquiry when they were opened, an order when they were won."""
    day, start = book.as_of, book.last_start
    opened = won = lost = is_open = undated = 0
    took, waits, here = [], [], 0
    for _, begun, closed, result in book.deals:
        if begun and begun > day:
            continue
        ended = result in ("Won", "Lost") and closed <= day
        if not ended:
            here += 1
            if begun:
                waits.append((day - begun).days)
        if not begun:
            undated += 1
            continue
        if begun <= start:
            continue
        opened += 1
        won += ended and result == "Won"
        lost += ended and result == "Lost"
        is_open += not ended
        if ended and result == "Won":
            took.append((closed - begun).days)
    share = over(won, opened)
    tell("step", "inquiry", opened, written(share), *quartiles([]), here, *quartiles([Fraction(w) for w in waits]), max(waits))
    tell("step", "order", won, "", *quartiles([Fraction(d) for d in took]), 0, *quartiles([]), "")
    tell("funnel", opened, won, lost, is_open, undated)
    oldest = min(d[1] for d in book.deals if d[1])
    before = None
    if oldest <= book.start_before + ONE + book.slack:
        then = [d for d in book.deals if d[1] and book.start_before < d[1] <= start]
        before = over(sum(1 for d in then if d[3] == "Won" and d[2] <= start), len(then))
    tell("indicator", "funnel_conversion", written(share), written(before))
    ends, end = [], day
    while end > months_before(day, 24):
        ends.append(end)
        end = end.replace(day=1) - ONE
    for end in reversed(ends):
        begins = year_before(end)
        if oldest <= begins + ONE + book.slack:
            then = [d for d in book.deals if d[1] and begins < d[1] <= end]
            tell("series", "funnel_conversion", end, written(over(sum(1 for d in then if d[3] == "Won" and d[2] <= end), len(then))))


def orders_of(lines):
    """Orders and countries of lines (number, customer, day, amount, country)."""
    sums, days, newest = defaultdict(Decimal), {}, {}
    for number, who, day, amount, country in lines:
        key = number, who
        sums[key] += amount
        days[key] = min(day, days.get(key, day))
        if who not in newest or day > newest[who][0]:
            newest[who] = day, country
    return [(who, days[number, who], amount) for (number, who), amount in sums.items()], {w: c for w, (_, c) in newest.items()}


def retail(path, as_of):
    lines = []
    for row in recount.rows(path):
        if row["CustomerID"]:
            amount = recount.number(row["Quantity"]) * recount.number(row["UnitPrice"])
            lines.append((row["InvoiceNo"], row["CustomerID"], recount.day(row["InvoiceDate"]), amount, row["Country"]))
    orders, country = orders_of(lines)
    return Book(as_of, None, orders, country)


def american(text):
    month, day, year = (int(part) for part in text.split("/"))
    return datetime.date(year if year > 99 else 2000 + year, month, day)


def models(path, as_of):
    lines = []
    with open(path, encoding="cp1252", newline="") as f:
        for row in csv.DictReader(f):
            if row["STATUS"] != "Cancelled":
                lines.append((row["ORDERNUMBER"], row["CUSTOMERNAME"], american(row["ORDERDATE"]), Decimal(row["SALES"]), row["COUNTRY"]))
    orders, country = orders_of(lines)
    return Book(as_of, None, orders, country)


def deals(accounts, pipeline, as_of):
    with open(accounts, encoding="utf-8-sig", newline="") as f:
        country = {row["account"]: row["office_location"] for row in csv.DictReader(f)}
    lines, found = [], []
    with open(pipeline, encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            if not row["account"]:
                continue
            opened = american(row["engage_date"]) if row["engage_date"] else None
            closed = american(row["close_date"]) if row["close_date"] else None
            found.append((row["account"], opened, closed, row["deal_stage"]))
            if row["deal_stage"] == "Won":
                lines.append((row["opportunity_id"], row["account"], closed, Decimal(row["close_value"]), ""))
    orders, _ = orders_of(lines)
    return Book(as_of, set(country), orders, country, found)


def main():
    kind, *paths, as_of = sys.argv[1:]
    book = {"retail": retail, "models": models, "deals": deals}[kind](*paths, datetime.date.fromisoformat(as_of))
    customers_by_month(book)
    by_class(book)
    cohorts(book)
    countries(book)
    pareto(book)
    if book.deals:
        funnel(book)


main()

#!/usr/bin/env python3
"""An independent recount of returns and products, sharing no code with crm.

usage: products.py FILE AS_OF ORDER CUSTOMER DATE PRODUCT QUANTITY PRICE

Reads like recount.py and prints one tab-separated line per customer:
customer_id, return_rate, top_products, price_preference. All sums are
fractions. A line of a negative amount came back; the return rate is what came
back in the window over what was bought in it, to 15 digits. A product is known
whatever the case of its letters and is called by the first of its spellings.
The price preference compares what the customer paid in the 3 months up to
as-of with the same quantities at everybody's average price, over the products
that at least two customers bought then: low under 95 %, high over 105 %.
"""
import datetime
import sys
from collections import defaultdict
from fractions import Fraction

from recount import day, number, rows

DIGITS = 15


def decimal(share):
    """A share of 0 or more to DIGITS digits after the point, half up, zeros cut."""
    scaled = (share * 10**DIGITS + Fraction(1, 2)).__floor__()
    text = f"{scaled // 10**DIGITS}.{scaled % 10**DIGITS:0{DIGITS}d}"
    return text.rstrip("0").rstrip(".")


def preference(paid, usual):
    if not usual:
        return ""
    index = paid / usual
    return "low" if index < Fraction(95, 100) else "high" if index > Fraction(105, 100) else "medium"


def read(path, order, customer, date, product, quantity, price):
    lines, dates, spelling = [], {}, {}
    for row in rows(path):
        who, what = row[customer], row[product].strip()
        if not who:
            continue
        key, when = (who, row[order].upper()), day(row[date])
        dates[key] = min(when, dates.get(key, when))
        spelling[what.upper()] = min(what, spelling.get(what.upper(), what))
        pieces = Fraction(number(row[quantity]))
        lines.append((key, what.upper(), pieces, pieces * Fraction(number(row[price]))))
    return [(key[0], dates[key], spelling[what], pieces, amount) for key, what, pieces, amount in lines]


def main():
    as_of = datetime.date.fromisoformat(sys.argv[2])
    window = as_of.replace(year=as_of.year - 1)  # as-of is no 29 February here
    quarter = as_of.replace(month=as_of.month - 3)  # nor is it in the first quarter
    net, back = defaultdict(Fraction), defaultdict(Fraction)
    revenue, market = defaultdict(lambda: defaultdict(Fraction)), defaultdict(dict)
    customers = set()
    for who, when, what, pieces, amount in read(sys.argv[1], *sys.argv[3:9]):
        customers.add(who)
        if window < when <= as_of:
            net[who] += amount
            revenue[who][what] += amount
            back[who] += max(-amount, 0)
        if quarter < when <= as_of and amount > 0 and pieces > 0:
            paid, bought = market[what].get(who, (0, 0))
            market[what][who] = paid + amount, bought + pieces
    paid, usual = defaultdict(Fraction), defaultdict(Fraction)
    for buyers in market.values():
        if len(buyers) < 2:
            continue
        average = Fraction(sum(p for p, _ in buyers.values()), sum(n for _, n in buyers.values()))
        for who, (cost, pieces) in buyers.items():
            paid[who] += cost
            usual[who] += pieces * average
    for who in sorted(customers):
        gross = net[who] + back[who]
        top = sorted((-sum_, name) for name, sum_ in revenue[who].items() if sum_ > 0)[:3]
        print(who, decimal(back[who] / gross) if gross > 0 else "", ";".join(name for _, name in top),
              preference(paid[who], usual[who]), sep="\t")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""An independent recount of an orders workbook or CSV, sharing no code with crm.

usage: recount.py FILE AS_OF ORDER CUSTOMER DATE QUANTITY PRICE [--where]

Reads the first sheet of an .xlsx (or a UTF-8 CSV) with the standard library
alone, sums quantity * price exactly and prints one tab-separated line per
customer: customer_id, lifetime_orders, lifetime_revenue, first_order,
last_order, orders, revenue. An order is the pair of order number and customer;
it is a purchase when its sum is over 0, and its date is its earliest line.
--where keeps only lines with quantity and price over 0.
The control totals go to standard error.
"""
import csv
import datetime
import re
import sys
import zipfile
from collections import defaultdict
from decimal import Decimal, Context
from xml.etree.ElementTree import iterparse

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EXCEL = Context(prec=15)


def shared(book):
    if "xl/sharedStrings.xml" not in book.namelist():
        return
    with book.open("xl/sharedStrings.xml") as part:
        for _, node in iterparse(part):
            if node.tag == NS + "si":
                yield "".join(t.text or "" for t in node.iter(NS + "t"))
                node.clear()


def content(cell, strings):
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(NS + "t"))
    value = cell.find(NS + "v")
    if value is None or not value.text:
        return ""
    return strings[int(value.text)] if cell.get("t") == "s" else value.text


def xlsx_rows(path):
    book = zipfile.ZipFile(path)
    strings = list(shared(book))
    with book.open("xl/worksheets/sheet1.xml") as part:
        for _, node in iterparse(part):
            if node.tag != NS + "row":
                continue
            row = {}
            for cell in node:
                text = content(cell, strings)
                if text:
                    row[re.match("[A-Z]+", cell.get("r")).group()] = text
            node.clear()
            yield row


def rows(path):
    if path.endswith(".csv"):
        with open(path, encoding="utf-8-sig", newline="") as f:
            yield from csv.DictReader(f)
        return
    lines = xlsx_rows(path)
    header = next(lines)
    for row in lines:
        yield {title: row.get(column, "") for column, title in header.items()}


def day(text):
    if re.fullmatch(r"[\d.]+", text):
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(text)))
    return datetime.date.fromisoformat(text[:10])


def number(text):
    return EXCEL.create_decimal(text)


def main():
    path, as_of, order, customer, date, quantity, price = sys.argv[1:8]
    where = "--where" in sys.argv
    as_of = datetime.date.fromisoformat(as_of)
    window = as_of.replace(year=as_of.year - 1)  # as-of is no 29 February here
    lines = with_customer = 0
    total = with_customer_total = Decimal(0)
    sums = defaultdict(Decimal)
    dates = {}
    for row in rows(path):
        amount = number(row[quantity]) * number(row[price])
        lines += 1
        total += amount
        if not row[customer]:
            continue
        with_customer += 1
        with_customer_total += amount
        if where and not (number(row[quantity]) > 0 and number(row[price]) > 0):
            continue
        key = row[customer], row[order]
        sums[key] += amount
        when = day(row[date])
        dates[key] = min(when, dates.get(key, when))
    customers = defaultdict(list)
    for (who, _), amount in sums.items():
        customers[who]
    for key, amount in sums.items():
        customers[key[0]].append((dates[key], amount))
    for who in sorted(customers):
        orders = customers[who]
        bought = [(d, a) for d, a in orders if a > 0]
        recent = [(d, a) for d, a in orders if window < d <= as_of]
        print(who, len(bought), plain(sum(a for _, a in orders)),
              min((d for d, _ in bought), default=""), max((d for d, _ in bought), default=""),
              sum(1 for _, a in recent if a > 0), plain(sum((a for _, a in recent), Decimal(0))), sep="\t")
    print(f"lines {lines} with customer {with_customer}, amounts {plain(total)} with customer {plain(with_customer_total)}",
          file=sys.stderr)
    print(f"customers {len(customers)} purchases {sum(1 for a in sums.values() if a > 0)}", file=sys.stderr)


def plain(d):
    text = f"{Decimal(d):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


if __name__ == "__main__":
    main()

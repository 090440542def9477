"""Python's decimal: a loop over lists, and a dictionary for records."""

import csv
import platform
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from operator import mul

from .shared import Work, timed

FEN = Decimal("0.01")

# By payee and item: the volumes of its months.
Cells = dict[str, dict[str, list[Decimal]]]


def run(work: Work) -> None:
    weights = {item: Decimal(weight) for item, weight in work.rows("weights.csv")}
    coefficients = {payee: Decimal(text) for payee, text in work.rows("coefficients.csv")}
    price = Decimal(work.price)

    def settle(cells: Cells) -> tuple[list[Decimal], Decimal]:
        # The context's 28 digits hold every product and sum of these; a result that was
        # rounded would disagree.
        amounts = []
        for payee, items in cells.items():
            equivalents = sum(map(mul, map(sum, items.values()), weights.values()))
            amount = equivalents * price * coefficients[payee]
            amounts.append(amount.quantize(FEN, ROUND_HALF_UP))
        return amounts, sum(amounts)

    cells: Cells = {payee: {item: [] for item in weights} for payee in coefficients}
    with open(work.cells, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for payee, item, _, volume in rows:
            cells[payee][item].append(Decimal(volume))

    version = platform.python_version()
    seconds, (amounts, total) = timed(work.runs, lambda: settle(cells))
    work.ran(
        "cells",
        way="loop",
        version=version,
        exact=True,
        seconds=seconds,
        amounts=amounts,
        total=total,
    )
    cells.clear()

    def count() -> dict[tuple[str, str, str], Decimal]:
        sums: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        with open(work.records, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            for payee, item, month, volume in rows:
                sums[payee, item, month] += Decimal(volume)
        return sums

    seconds, sums = timed(work.record_runs, count)
    counted: Cells = {payee: {item: [] for item in weights} for payee in coefficients}
    for (payee, item, _), volume in sums.items():
        counted[payee][item].append(volume)
    amounts, total = settle(counted)
    work.ran(
        "records",
        way="csv, dict",
        version=version,
        exact=True,
        seconds=seconds,
        amounts=amounts,
        total=total,
    )

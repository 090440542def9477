"""DuckDB: DECIMAL columns, one thread, its own CSV reader."""

import duckdb

from .shared import Work, literal, timed

# DuckDB adds the widths of factors up, and a sum of decimals is DECIMAL(38): what a sum is
# multiplied with would leave no room, or lose places, so the sum is cast to a width that it has
# (18 digits) before it meets price (4) and coefficient (5): 27 in all. Summing over months before the
# weights was slower than after.
AMOUNTS = """
    SELECT payee,
        round(sum(volume * weight)::DECIMAL(18, 4) * {price}::DECIMAL(4, 2) * coefficient, 2)
            AS amount
    FROM {cells} JOIN weights USING (item) JOIN coefficients USING (payee)
    GROUP BY payee, coefficient
    ORDER BY payee
"""

# Numbers instead of codes, as a program keeps them in memory.
CELLS = """
    SELECT substr(payee, 2)::INTEGER AS payee, substr(item, 2)::INTEGER AS item,
        substr(month, 6)::INTEGER AS month, volume::DECIMAL(12, 2) AS volume
    FROM {source}
"""

COUNT = """
    CREATE OR REPLACE TABLE counts AS
    SELECT payee, item, month, sum(volume) AS volume
    FROM read_csv({path}, header = true, columns = {{
        'payee': 'VARCHAR', 'item': 'VARCHAR', 'month': 'VARCHAR', 'volume': 'DECIMAL(12, 2)'}})
    GROUP BY ALL
"""


def run(work: Work) -> None:
    database = duckdb.connect(config={"threads": 1})
    read = "read_csv({}, header = true, all_varchar = true)"
    database.execute(
        "CREATE TABLE weights AS SELECT substr(item, 2)::INTEGER AS item, "
        "weight::DECIMAL(4, 2) AS weight FROM " + read.format(literal(work.data / "weights.csv"))
    )
    database.execute(
        "CREATE TABLE coefficients AS SELECT substr(payee, 2)::INTEGER AS payee, "
        "coefficient::DECIMAL(5, 4) AS coefficient FROM "
        + read.format(literal(work.data / "coefficients.csv"))
    )
    source = read.format(literal(work.cells))
    database.execute("CREATE TABLE cells AS " + CELLS.format(source=source))

    def settle(cells: str) -> tuple[list[object], object]:
        query = AMOUNTS.format(cells=cells, price=literal(work.price))
        amounts = [amount for _, amount in database.execute(query).fetchall()]
        return amounts, sum(amounts)

    seconds, (amounts, total) = timed(work.runs, lambda: settle("cells"))
    work.ran(
        "cells",
        way="SQL, 1 thread",
        version=duckdb.__version__,
        exact=True,
        seconds=seconds,
        amounts=amounts,
        total=total,
    )

    count = COUNT.format(path=literal(work.records))
    seconds, _ = timed(work.record_runs, lambda: database.execute(count))
    database.execute("CREATE TABLE counted AS " + CELLS.format(source="counts"))
    amounts, total = settle("counted")
    work.ran(
        "records",
        way="read_csv, GROUP BY, 1 thread",
        version=duckdb.__version__,
        exact=True,
        seconds=seconds,
        amounts=amounts,
        total=total,
    )

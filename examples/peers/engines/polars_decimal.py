"""Polars: Decimal columns, one thread, its own CSV reader."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before it is imported

import polars as pl

from .shared import Work, timed

# A product of decimals has the places of the factor that has more, and is cut there: 0.05 × 1.05
# would be 0.05. So volumes are held with four places, those of volume × weight, and sums with ten,
# those of an amount before it is rounded. The streaming engine was the faster one for both jobs, and
# summing over months before the weights was faster than after.
PRODUCT = pl.Decimal(18, 4)
AMOUNT = pl.Decimal(38, 10)


def run(work: Work) -> None:
    weights = pl.read_csv(
        work.data / "weights.csv", schema={"item": pl.String, "weight": pl.Decimal(4, 2)}
    ).with_columns(number("item"))
    coefficients = pl.read_csv(
        work.data / "coefficients.csv",
        schema={"payee": pl.String, "coefficient": pl.Decimal(5, 4)},
    ).with_columns(number("payee"))
    price = pl.lit(work.price).cast(pl.Decimal(4, 2))

    def settle(cells: pl.DataFrame) -> tuple[list[object], object]:
        amount = pl.col("equivalents").cast(AMOUNT) * price * pl.col("coefficient")
        frame = (
            cells.lazy()
            .group_by("payee", "item")
            .agg(pl.col("volume").sum().cast(PRODUCT))
            .join(weights.lazy(), on="item")
            .group_by("payee")
            .agg((pl.col("volume") * pl.col("weight")).sum().alias("equivalents"))
            .join(coefficients.lazy(), on="payee")
            .select("payee", amount.round(2, mode="half_away_from_zero").alias("amount"))
            .sort("payee")
            .collect(engine="streaming")
        )
        return frame["amount"].to_list(), frame["amount"].sum()

    schema = {
        "payee": pl.String,
        "item": pl.String,
        "month": pl.String,
        "volume": pl.Decimal(12, 2),
    }
    cells = in_numbers(pl.read_csv(work.cells, schema=schema))
    seconds, (amounts, total) = timed(work.runs, lambda: settle(cells))
    way = f"{pl.thread_pool_size()} thread"
    work.ran(
        "cells",
        way=f"lazy frame, {way}",
        version=pl.__version__,
        exact=True,
        seconds=seconds,
        amounts=amounts,
        total=total,
    )

    def count() -> pl.DataFrame:
        records = pl.scan_csv(work.records, schema=schema)
        counts = records.group_by("payee", "item", "month").agg(pl.col("volume").sum())
        return counts.collect(engine="streaming")

    seconds, counts = timed(work.record_runs, count)
    amounts, total = settle(in_numbers(counts))
    work.ran(
        "records",
        way=f"scan_csv, group_by, {way}",
        version=pl.__version__,
        exact=True,
        seconds=seconds,
        amounts=amounts,
        total=total,
    )


def number(code: str) -> pl.Expr:
    """A code as the number in it, as a program keeps it in memory."""
    return pl.col(code).str.slice(1).cast(pl.Int32)


def in_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select(
        number("payee"),
        number("item"),
        pl.col("month").str.slice(5).cast(pl.Int32),
        pl.col("volume").cast(PRODUCT),
    )

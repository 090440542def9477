"""One tool does its share of the work, and prints what it did, a JSON object a line.

The program `peers` calls it; by hand: python3 peers.py duckdb --data FOLDER --price 12.35
"""

import argparse
import importlib
import sys
from pathlib import Path

from engines.shared import Missing, Work, skip

ENGINES = {
    "duckdb": "duckdb_decimal",
    "openfisca": "openfisca_core_float",
    "polars": "polars_decimal",
    "postgres": "postgres_numeric",
    "python": "python_decimal",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=sorted(ENGINES))
    parser.add_argument("--data", type=Path, required=True, help="the folder that peers wrote")
    parser.add_argument("--price", required=True, help="yuan per equivalent")
    parser.add_argument("--runs", type=int, default=5, help="how often cells are settled")
    parser.add_argument("--record-runs", type=int, default=3, help="how often records are counted")
    arguments = parser.parse_args()
    try:
        engine = importlib.import_module(f"engines.{ENGINES[arguments.engine]}")
        engine.run(
            Work(
                key=arguments.engine,
                data=arguments.data,
                price=arguments.price,
                runs=arguments.runs,
                record_runs=arguments.record_runs,
            )
        )
    except Missing as missing:
        skip(missing)
    except ModuleNotFoundError as missing:
        # A tool that is not there, and which part of it; but our own modules have to be.
        if (missing.name or "").startswith("engines"):
            raise
        skip(missing)
    return 0


if __name__ == "__main__":
    sys.exit(main())

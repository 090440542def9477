"""What all tools share: the files, the clock and what is printed."""

import csv
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


class Missing(Exception):
    """The tool is not on this machine."""


@dataclass(frozen=True)
class Work:
    """What there is to do, and where."""

    key: str
    data: Path
    price: str
    runs: int
    record_runs: int

    @property
    def cells(self) -> Path:
        return self.data / "cells.csv"

    @property
    def records(self) -> Path:
        return self.data / "records.csv"

    def rows(self, name: str) -> list[list[str]]:
        """The rows of a small file, without its header."""
        with open(self.data / name, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]

    def ran(
        self,
        job: str,
        *,
        way: str,
        version: str,
        exact: bool,
        seconds: list[float],
        amounts: Iterable[object],
        total: object,
    ) -> None:
        """Prints what was done. Amounts are in yuan, with two places, in order of payee."""
        path = self.data / f"amounts-{self.key}-{job}.txt"
        path.write_text("".join(f"{amount}\n" for amount in amounts), encoding="utf-8")
        show(
            kind="ran",
            job=job,
            way=way,
            version=version,
            exact=exact,
            seconds=seconds,
            amounts=str(path),
            total=str(total),
        )


def skip(reason: object) -> None:
    """Says that the tool is not there."""
    show(kind="skipped", reason=str(reason))


def show(**line: object) -> None:
    print(json.dumps(line), flush=True)


def literal(text: object) -> str:
    """A text as a literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def timed(runs: int, work: Callable[[], Result]) -> tuple[list[float], Result]:
    """Does some work so often: the seconds of each run, and the last result."""
    seconds = []
    for _ in range(runs):
        # What came out before is dropped while the clock stands still.
        result = None
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return seconds, result

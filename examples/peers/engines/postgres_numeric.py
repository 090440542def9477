"""PostgreSQL: numeric columns in a cluster that is made for this run, and removed after it."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from .shared import Missing, Work, literal

TABLES = r"""
    CREATE UNLOGGED TABLE weights (item text, weight numeric(4, 2));
    CREATE UNLOGGED TABLE coefficients (payee text, coefficient numeric(5, 4));
    CREATE UNLOGGED TABLE lines (payee text, item text, month text, volume numeric(12, 2));
    \copy weights FROM {weights} (FORMAT csv, HEADER)
    \copy coefficients FROM {coefficients} (FORMAT csv, HEADER)
    \copy lines FROM {cells} (FORMAT csv, HEADER)
    CREATE UNLOGGED TABLE item_weights AS
        SELECT substr(item, 2)::integer AS item, weight FROM weights;
    CREATE UNLOGGED TABLE payee_coefficients AS
        SELECT substr(payee, 2)::integer AS payee, coefficient FROM coefficients;
"""

# Numbers instead of codes, as a program keeps them in memory.
CELLS = """
    CREATE UNLOGGED TABLE {cells} AS
        SELECT substr(payee, 2)::integer AS payee, substr(item, 2)::integer AS item,
            substr(month, 6)::integer AS month, volume
        FROM {source};
    ANALYZE;
"""

# numeric has as many digits as it needs, and rounds half away from zero. Summing over months before
# the weights was faster than after.
AMOUNTS = """
    SELECT round(sum(volume * weight) * {price} * coefficient, 2)
    FROM (SELECT payee, item, sum(volume) AS volume FROM {cells} GROUP BY payee, item) AS volumes
        JOIN item_weights USING (item) JOIN payee_coefficients USING (payee)
    GROUP BY payee, coefficient
    ORDER BY payee;
"""

COUNT = r"""
    DROP TABLE IF EXISTS counts;
    TRUNCATE lines;
    \timing on
    \copy lines FROM {records} (FORMAT csv, HEADER)
    CREATE UNLOGGED TABLE counts AS
        SELECT payee, item, month, sum(volume) AS volume FROM lines GROUP BY payee, item, month;
    \timing off
"""

# One process, no reading ahead by others, and memory enough for every table and hash.
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "listen_addresses": "",
    "max_parallel_workers_per_gather": "0",
    "max_wal_size": "4GB",
    "shared_buffers": "1GB",
    "work_mem": "1GB",
}


class Cluster:
    """A server of its own on a socket in its own folder."""

    def __init__(self, programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
        self.programs = programs
        self.folder = folder
        self.becoming = {}
        if user is not None:
            self.becoming = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def program(self, name: str, *arguments: str) -> None:
        """Runs a program of the server as the user who may."""
        # The server outlives pg_ctl, and keeps what it has open: nothing of ours.
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            done = subprocess.run(
                [self.programs / name, *arguments],
                **self.becoming,
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
            )
        if done.returncode != 0:
            said = (self.folder / "log").read_text(encoding="utf-8")
            raise RuntimeError(f"{name} ended with {done.returncode}: {said}")

    def psql(self, script: str) -> str:
        """Runs a script, and gives what it prints: bare values, and times."""
        options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        server = ["-h", str(self.folder), "-U", "peers", "-d", "postgres"]
        done = subprocess.run(
            [self.programs / "psql", *options, *server],
            input="\n".join(line.strip() for line in script.splitlines()) + "\n",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"psql ended with {done.returncode}: {done.stderr}")
        return done.stdout


def programs() -> Path:
    """Where the server's programs are; Debian keeps them out of the path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    names = ("initdb", "pg_ctl", "postgres", "psql")
    for folder in folders:
        if all((folder / name).exists() for name in names):
            return folder
    raise Missing("no initdb, pg_ctl, postgres and psql: install PostgreSQL's server")


def unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server, which refuses to be root; none where we are not root."""
    if os.geteuid() != 0:
        return None
    for user in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(user)
        except KeyError:
            continue
    raise Missing("root cannot run PostgreSQL, and there is no user postgres or nobody")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Makes a cluster and starts it; stops it and removes it, whatever happens."""
    where, user = programs(), unprivileged()
    # The name of a socket has to be short: not in a folder of the data.
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        (folder / "log").touch()
        if user is not None:
            shutil.chown(folder, user.pw_uid, user.pw_gid)
            shutil.chown(folder / "log", user.pw_uid, user.pw_gid)
        made = Cluster(where, folder, user)
        data = str(folder / "data")
        options = ["--auth=trust", "--username=peers", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made.program("initdb", "-D", data, *options)
        settings = {**SETTINGS, "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in settings.items())
        made.program("pg_ctl", "start", "-D", data, "-w", "-o", options)
        try:
            yield made
        finally:
            made.program("pg_ctl", "stop", "-D", data, "-w", "-m", "fast")


def seconds_of(printed: str) -> list[float]:
    """The times that psql measured."""
    return [float(ms) / 1000 for ms in re.findall(r"^Time: ([0-9.]+) ms", printed, re.MULTILINE)]


def run(work: Work) -> None:
    with cluster() as server:
        version = server.psql("SHOW server_version;").split()[0]
        names = ("weights", "coefficients", "cells", "records")
        files = {name: literal(work.data / f"{name}.csv") for name in names}
        server.psql(TABLES.format(**files) + CELLS.format(cells="cells", source="lines"))

        def settle(cells: str) -> tuple[list[Decimal], list[float]]:
            query = AMOUNTS.format(cells=cells, price=work.price)
            printed = server.psql(r"\timing on" + query)
            amounts = [Decimal(line) for line in printed.split("Time:")[0].split()]
            return amounts, seconds_of(printed)

        seconds = []
        for _ in range(work.runs):
            amounts, times = settle("cells")
            seconds += times
        work.ran(
            "cells",
            way="SQL, 1 process",
            version=version,
            exact=True,
            seconds=seconds,
            amounts=amounts,
            total=sum(amounts),
        )

        count = COUNT.format(**files)
        seconds = [sum(seconds_of(server.psql(count))) for _ in range(work.record_runs)]
        server.psql(CELLS.format(cells="counted", source="counts"))
        amounts, _ = settle("counted")
        work.ran(
            "records",
            way="COPY, GROUP BY, 1 process",
            version=version,
            exact=True,
            seconds=seconds,
            amounts=amounts,
            total=sum(amounts),
        )

"""The file in the database: one unlogged table of text per run, gone when the run ends."""

import os
from collections.abc import Callable
from itertools import count

from django.db import connection

from handsel.imports.compiling import Tables
from handsel.imports.services.reading import Sheet, records
from handsel.imports.sql import run

Progress = Callable[[str, int, int], None]
REPORT_EVERY = 20_000
_numbers = count(1)


def new_tables() -> Tables:
    """Names of tables that no other run uses: the server's process for this connection, and a number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    return Tables(f"{pid}_{os.getpid()}_{next(_numbers)}")


def stage(sheet: Sheet, tables: Tables, *, progress: Progress) -> int:
    """COPY the file's cells into the staging table; returns the number of rows. Memory stays flat (IMPORT-33)."""
    cells = ", ".join(f"c{index} text" for index in range(len(sheet.header)))
    run(f"CREATE UNLOGGED TABLE {tables.stage} (line bigint, shape integer, {cells})")
    run(
        f"CREATE UNLOGGED TABLE {tables.problems} (line bigint, position integer, col text, code text,"
        " value text, fact text, suggestion text)"
    )
    total = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {tables.stage} FROM STDIN") as copy:
        for record in records(sheet):
            copy.write_row((record.line, record.wrong_count, *record.cells))
            total += 1
            if total % REPORT_EVERY == 0:
                progress("reading", total, 0)
    run(f"CREATE INDEX ON {tables.stage} (line)")
    run(f"ANALYZE {tables.stage}")
    return total


def drop(tables: Tables) -> None:
    """Remove everything of the run, also what is left of runs whose connection is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE c.relkind = 'r' AND c.relname ~ '^imports_(stage|problems|plan|todo|batch)_[0-9]+_[0-9]+_'"
            " AND (c.relname ~ %s OR NOT EXISTS (SELECT 1 FROM pg_stat_activity a"
            " WHERE a.pid::text = split_part(c.relname, '_', 3)))",
            [f"^imports_[a-z]+_{tables.token}(_[0-9]+)?$"],
        )
        names = [name for (name,) in cursor.fetchall()]
        if names:
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(names)}")

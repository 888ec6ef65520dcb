"""The smallest WSGI applications of one body size: L0 answers a constant, L1 one prepared SELECT."""

import os
from collections.abc import Callable, Iterable
from threading import local
from typing import Any

import psycopg

BODY_SIZE = 6_000
BODY = b"x" * BODY_SIZE
HEADERS = [("Content-Type", "application/vnd.api+json"), ("Content-Length", str(BODY_SIZE))]
Start = Callable[[str, list[tuple[str, str]]], Any]
threads = local()


def constant(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """L0."""
    start_response("200 OK", HEADERS)
    return [BODY]


def prepared_select(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """L1: the key is the last part of the path."""
    connection = getattr(threads, "connection", None)
    if connection is None:
        connection = threads.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        connection.prepare_threshold = 0
    key = environ["PATH_INFO"].rsplit("/", 1)[1] or "1"
    row = connection.execute("SELECT body FROM bench_body WHERE sku = %s", ["S" + key]).fetchone()
    start_response("200 OK", HEADERS)
    return [row[0].encode() if row else BODY]

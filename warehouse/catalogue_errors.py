"""What an error of a lake means: another writer, a server that does not answer, or what no other try would mend."""

from __future__ import annotations

import re

from schemas.errors import CatalogueUnreachableError, WarehouseError, WriteConflictError

_UNREACHABLE = re.compile(
    r"connection refused|is the server running|timeout expired|connection timed out"
    r"|no route to host|network is unreachable"
    r"|temporary failure in name resolution|connection reset|connection has been closed unexpectedly"
    r"|server closed the connection|terminating connection|could not (?:receive|send) data"
    r"|the database system is (?:starting up|shutting down|in recovery|not yet accepting)"
    r"|too many clients|remaining connection slots|failed to execute query \"rollback\"",
    re.IGNORECASE,
)
"""How libpq and PostgreSQL say that a server cannot be reached now; the last, DuckDB, that it went in a commit."""

_CONFLICT = re.compile("conflict", re.IGNORECASE)
"""How DuckLake says that another transaction was faster."""


def catalogue_error(text: str, failure: str) -> WarehouseError:
    """The error to raise where DuckDB says `text` of a lake, its message beginning with `failure`.

    WriteConflictError or CatalogueUnreachableError, both retryable, where it is one; else WarehouseError.
    """
    if _CONFLICT.search(text):
        return WriteConflictError(f"{failure}: another writer was faster: {text}")
    if is_unreachable(text):
        return CatalogueUnreachableError(f"{failure}: the catalogue does not answer: {text}")
    return WarehouseError(f"{failure}: {text}")


def is_unreachable(text: str) -> bool:
    """Whether it says that the server of the catalogue does not answer now."""
    return _UNREACHABLE.search(text) is not None

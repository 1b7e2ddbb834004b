"""A prompt for SQL: history, several lines until a semicolon, a few commands that begin with a dot."""

from __future__ import annotations

import readline
import sys
from contextlib import suppress

import duckdb

from flows.environment import state_folder
from flows.options import escape_lines
from flows.rendering import OutputFormat, render
from schemas.errors import WarehouseError
from warehouse.queries import QueryResult, query

_KEPT_LINES = 1_000

_HELP = """\
End a statement with a semicolon; it may take several lines. Ctrl-C drops what was typed, Ctrl-D leaves.
.tables          the views for people, and what each holds
.columns VIEW    the columns of a view or table, and what each means (reports.meetings)
.format F        table, csv, json or md
.quit            leave
"""

_TABLES = """
    select schema_name || '.' || view_name as name, comment
    from duckdb_views() where not internal
    union all
    select schema_name || '.' || table_name, comment
    from duckdb_tables() where not internal
    order by name
"""

_COLUMNS = """
    select column_name, data_type, comment
    from duckdb_columns()
    where schema_name || '.' || table_name = $name and not internal
    order by column_index
"""


def read_and_answer(con: duckdb.DuckDBPyConnection, output: OutputFormat) -> None:
    """Read statements from the terminal and answer each, until Ctrl-D or `.quit`; errors are told, not raised."""
    history = state_folder() / "sql_history"
    readline.set_history_length(_KEPT_LINES)
    with suppress(OSError):
        readline.read_history_file(history)
    sys.stderr.write("banggiao SQL; .help for help, .quit to leave\n")
    try:
        _Session(con, output).run()
    finally:
        # A home that cannot be written to costs the history, not the session.
        with suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(history)


class _Session:
    def __init__(self, con: duckdb.DuckDBPyConnection, output: OutputFormat) -> None:
        self._con = con
        self._output = output
        self._lines: list[str] = []

    def run(self) -> None:
        while True:
            try:
                line = input("...> " if self._lines else "sql> ")
            except EOFError:
                sys.stderr.write("\n")
                return
            except KeyboardInterrupt:
                self._lines = []
                sys.stderr.write("\n")
                continue
            if not self._lines and line.strip() in {".quit", ".exit", "quit", "exit"}:
                return
            try:
                self._take(line)
            except WarehouseError as error:
                sys.stderr.write(escape_lines(str(error)) + "\n")
            except KeyboardInterrupt:
                self._con.interrupt()
                sys.stderr.write("interrupted\n")

    def _take(self, line: str) -> None:
        if not self._lines and line.lstrip().startswith("."):
            self._command(line.split())
            return
        self._lines.append(line)
        text = "\n".join(self._lines).strip()
        if not text:
            self._lines = []
        elif text.endswith(";"):
            self._lines = []
            self._show(query(self._con, text))

    def _command(self, words: list[str]) -> None:
        match words:
            case [".tables"]:
                self._show(query(self._con, _TABLES))
            case [".columns", name]:
                self._show(query(self._con, _COLUMNS, {"name": name}))
            case [".format", name] if name in set(OutputFormat) - {OutputFormat.XLSX}:
                self._output = OutputFormat(name)
            case _:
                sys.stderr.write(_HELP)

    def _show(self, result: QueryResult) -> None:
        if result.columns:
            sys.stdout.write(render(result.columns, result.rows, self._output, to_terminal=sys.stdout.isatty()))

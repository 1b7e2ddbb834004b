"""The commands that only read the published file: sql, rejects, evaluate, explain.

They answer at once, so nothing here imports Prefect, Great Expectations, Polars or a reader of articles.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from flows.options import FormatOption, ToOption, WarehouseOption, fail, failures_told
from flows.rendering import OutputFormat, escape, render
from flows.summary import ExitCode
from flows.warehouse_choice import local_warehouse
from warehouse.connection import open_published
from warehouse.queries import QueryResult, query


def show(result: QueryResult, output: OutputFormat, to: Path | None = None, *, name: str = "banggiao") -> None:
    """Write the rows to standard output, or whole to the file `to`. A statement without a result writes nothing.

    `name` is that of the sheet in a workbook, which is no text: without a file it goes to standard output only where
    that is redirected.
    """
    if not result.columns:
        return
    if output is OutputFormat.XLSX:
        from warehouse.workbooks import Sheet, workbook

        if to is None and sys.stdout.isatty():
            fail("xlsx is a file for a spreadsheet: add --to FILE.xlsx, or redirect the output")
        data = workbook([Sheet(name, result.columns, result.rows)])
    else:
        text = render(result.columns, result.rows, output, to_terminal=to is None and sys.stdout.isatty())
        if to is None:
            sys.stdout.write(text)
            return
        data = text.encode()
    if to is None:
        sys.stdout.buffer.write(data)
    else:
        from warehouse.whole_files import write_whole

        write_whole(to, data)


@contextmanager
def published(warehouse: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published file.

    Ends the command with exit code 2 where there is none (a lake has none), with 1 where what is asked of it cannot be
    answered.
    """
    with failures_told():
        con = open_published(local_warehouse(warehouse))
    with failures_told(ExitCode.SOME_REJECTED), con:
        yield con


def sql(
    statement: Annotated[
        str | None, typer.Argument(metavar="[SQL]", help="One statement; `-` reads it from standard input.")
    ] = None,
    warehouse: WarehouseOption = None,
    output: FormatOption = OutputFormat.TABLE,
    to: ToOption = None,
) -> None:
    """Ask the published warehouse in SQL; without a statement, at a prompt.

    Reads only: statements that write, and files outside the warehouse, are refused. In CSV a text that a spreadsheet
    would take for a formula gets an apostrophe in front.

    Examples:

        banggiao sql "select name_vi, sum(mentions) as n from reports.partners group by all order by n desc limit 5"

        banggiao sql --format csv "from reports.commitments" > commitments.csv

        banggiao sql --format xlsx --to meetings.xlsx "from reports.meetings"

        banggiao sql
    """
    with published(warehouse) as con:
        if statement is None and sys.stdin.isatty():
            from flows.prompt import read_and_answer

            read_and_answer(con, output)
            return
        text = sys.stdin.read() if statement in (None, "-") else str(statement)
        if not text.strip():
            fail("no SQL statement was given")
        show(query(con, text), output, to)


def rejects(
    warehouse: WarehouseOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that were loaded after all.")] = False,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """List what could not be loaded, latest first: reason, stage, and how often it came; csv and json give all fields.

    Example: banggiao rejects --format json
    """
    with published(warehouse) as con:
        columns = "reason, stage, times_seen, last_seen" if output is OutputFormat.TABLE else "* exclude (payload)"
        show(query(con, _REJECTS.format(columns=columns), {"everything": everything}), output)


def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder of gold files (format: docs/quality.md).")],
    split: Annotated[str | None, typer.Option(help="Only gold of this split: dev or held_out.")] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Also list misses and false alarms with their sentences.")
    ] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Also draw the reliability of the confidences there (.svg or .png).")
    ] = None,
    warehouse: WarehouseOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Score the published facts against hand-annotated gold: precision, recall and F1 of each kind.

    Examples:

        banggiao evaluate --gold tests/gold --split dev

        banggiao evaluate --gold my-gold/ --errors

        banggiao evaluate --gold tests/gold --split held_out --plot reliability.svg
    """
    from warehouse.evaluation import evaluate as score
    from warehouse.evaluation_report import evaluation_lines, evaluation_record

    with published(warehouse) as con:
        result = score(con, gold, split)
        if plot is not None:
            from warehouse.reliability import by_confidence
            from warehouse.reliability_plot import write_reliability_plot

            write_reliability_plot(by_confidence(result.judgements), plot)
    if output is OutputFormat.JSON:
        sys.stdout.write(json.dumps(evaluation_record(result, with_faults=errors), ensure_ascii=False) + "\n")
        return
    for line in evaluation_lines(result, with_faults=errors):
        sys.stdout.write(f"{escape(line)}\n")


def explain(
    fact_id: Annotated[str, typer.Argument(metavar="FACT_ID", help="A meeting_id, a commitment_id or a mention's id.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Show where a fact comes from: its sentence in its paragraph, the rule, the article and the run.

    Example: banggiao explain 5f1c0d2e9ab34c77
    """
    from warehouse.explaining import explain as places_of

    with published(warehouse) as con:
        for place in places_of(con, fact_id):
            paragraph, start, end = place.paragraph, place.quote_start, place.quote_end
            marked = f"{paragraph[:start]}>>{paragraph[start:end]}<<{paragraph[end:]}"
            sys.stdout.write(f"{escape(place.view)}\n\n  {escape(marked)}\n\n")
            told = {**place.lineage, **place.article, **place.fact}
            for name, value in told.items():
                if value not in (None, []) and name not in ("quote", "char_start", "char_end"):
                    sys.stdout.write(f"  {name:<22} {escape(str(value))}\n")
            sys.stdout.write("\n")


# The columns are one of the two lists above; everything else is bound.
_REJECTS = """
    select {columns}
    from ops.rejected_records
    where $everything or resolved_at is null
    order by last_seen desc, source_uri, line
"""

"""The command `report`: the named questions of `sql/reports/`, with headings for people, completed by the shell."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.options import FormatOption, ToOption, WarehouseOption, fail, failures_told
from flows.reading import published, show
from flows.rendering import OutputFormat
from flows.warehouse_choice import local_warehouse
from schemas.errors import BanggiaoError
from warehouse.connection import open_published
from warehouse.partner_choice import chosen_partner, partners_beginning
from warehouse.queries import QueryResult
from warehouse.report_headings import HeadingLanguage, headings
from warehouse.reports import list_reports, run_report


def _report_names(incomplete: str) -> list[tuple[str, str]]:
    return [(found.name, found.question) for found in list_reports() if found.name.startswith(incomplete)]


def _partner_ids(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Partners of the published file; none where there is no file: a shell that completes shows no errors."""
    try:
        with open_published(local_warehouse(context.params.get("warehouse"))) as con:
            return partners_beginning(con, incomplete)
    except BanggiaoError:
        return []


def report(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Without it: the list of reports.", autocompletion=_report_names),
    ] = None,
    partner: Annotated[
        str | None,
        typer.Option(help="Only this partner, by id or name (KOR, UNDP, Nhật Bản).", autocompletion=_partner_ids),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="From this day, month or year on (2023-06-05, 2023-06, 2023).")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day, month or year.")] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Another parameter of the report.")
    ] = None,
    language: Annotated[
        HeadingLanguage | None,
        typer.Option("--lang", help="Headings for people [names of columns]; json keeps the names."),
    ] = None,
    warehouse: WarehouseOption = None,
    output: FormatOption = OutputFormat.TABLE,
    to: ToOption = None,
) -> None:
    """Answer a named question; without a name, list the questions and their parameters.

    Examples:

        banggiao report

        banggiao report partners_by_meetings --since 2023 --lang vi

        banggiao report money --partner "Hàn Quốc" --format xlsx --to money.xlsx
    """
    if name is None:
        with failures_told():
            show(_catalogue(language), output, to, name="reports")
        return
    values: dict[str, object] = {"since": since, "until": until, **_assignments(parameters or [])}
    with published(warehouse) as con:
        values["partner"] = chosen_partner(con, partner) if partner is not None else values.get("partner")
        answer = run_report(con, name, values)
        if language is not None and output is not OutputFormat.JSON:
            answer = QueryResult(headings(answer.columns, language), answer.rows)
        show(answer, output, to, name=name)


def _catalogue(language: HeadingLanguage | None) -> QueryResult:
    in_vietnamese = language is HeadingLanguage.VIETNAMESE
    rows: list[tuple[object, ...]] = [
        (
            found.name,
            found.question_vi if in_vietnamese else found.question,
            ", ".join(parameter.name for parameter in found.parameters),
        )
        for found in list_reports()
    ]
    return QueryResult(["report", "question", "parameters"], rows)


def _assignments(pairs: list[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name.strip():
            fail(f"--set {pair}: expected NAME=VALUE")
        values[name.strip()] = value
    return values

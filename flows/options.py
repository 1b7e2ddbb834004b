"""What the commands share: their common options, and how they end with a message and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows.rendering import OutputFormat, escape
from flows.summary import ExitCode
from schemas.errors import BanggiaoError

WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="DIR", help="Folder of the warehouse [BANGGIAO_WAREHOUSE, else warehouse/]."),
]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="Only articles published then or later."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="Only articles published then or earlier."),
]
FormatOption = Annotated[
    OutputFormat, typer.Option("--format", help="table cuts long cells; all others give whole values.")
]
ToOption = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write to this file, in one step.")]


def fail(message: str, code: ExitCode = ExitCode.NOTHING_RAN) -> NoReturn:
    """End the command with one message on standard error."""
    sys.stderr.write(f"banggiao: {escape_lines(message)}\n")
    raise typer.Exit(int(code))


def escape_lines(text: str) -> str:
    """The text with control characters made visible, except for the line breaks of a message of several lines."""
    return "\n".join(escape(line) for line in text.splitlines())


@contextmanager
def failures_told(code: ExitCode = ExitCode.NOTHING_RAN) -> Iterator[None]:
    """Errors of the project end the command with their message and `code` instead of a traceback."""
    try:
        yield
    except BanggiaoError as error:
        fail(str(error), code)

"""All errors of the project, in one hierarchy that says whether another try may help."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class BanggiaoError(Exception):
    """Root of every error that the project raises on purpose.

    `is_retryable` says whether the same call may succeed later without a change by anybody (a lock that is held,
    a server that is busy). Flows retry only those.
    """

    is_retryable: ClassVar[bool] = False


class InputError(BanggiaoError):
    """Something that was handed in cannot be read; the message names source, line where known, and reason."""

    def __init__(self, source: str, reason: str, *, line: int | None = None) -> None:
        self.source = source
        self.reason = reason
        self.line = line
        """1-based line or record number inside the source; None where the whole source is meant."""
        place = source if line is None else f"{source}:{line}"
        super().__init__(f"{place}: {reason}")


class UnreadableInputError(InputError):
    """An input, or one record of it, that no reader can make an article of; `reason_code` groups such refusals."""

    def __init__(self, source: str, reason: str, *, reason_code: str, line: int | None = None) -> None:
        self.reason_code = reason_code
        super().__init__(source, reason, line=line)


class TransientInputError(InputError):
    """An input that could not be reached this time (a time-out, a busy server)."""

    is_retryable: ClassVar[bool] = True


class NothingReadError(BanggiaoError):
    """All that was asked for was refused, so that a schedule that finds nothing does not look as if all were well."""

    def __init__(self, reasons: Sequence[str]) -> None:
        first = reasons[0] if reasons else "no reason is known"
        more = f" ({len(reasons):,} reasons in all)" if len(reasons) > 1 else ""
        super().__init__(f"nothing could be read: {first}{more}")


class ExtractionFailedError(BanggiaoError):
    """A part of the input could not be extracted on other machines: each that tried died of it."""


class ReferenceDataError(BanggiaoError):
    """A row of `seeds/` breaks its own contract; the message names file, line, value and what is wrong with it."""

    def __init__(self, file: str, reason: str, *, line: int | None = None, value: str | None = None) -> None:
        self.file = file
        self.reason = reason
        self.line = line
        self.value = value
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {reason}" + (f" (value: {value!r})" if value is not None else ""))


class GroundingError(BanggiaoError):
    """A quote is not what its offsets cut out of the article's text."""

    def __init__(self, article_id: str, quote: str, start: int, end: int) -> None:
        self.article_id = article_id
        self.quote = quote
        self.start = start
        self.end = end
        super().__init__(f"article {article_id}: text[{start}:{end}] is not the quote {quote[:80]!r}")


class ConfigurationError(BanggiaoError):
    """A setting has a value that cannot work; the message names the setting."""


class WorkerLostError(BanggiaoError):
    """A process that worked for a run ended before its work was done, as when memory runs out."""

    is_retryable: ClassVar[bool] = True


class WarehouseError(BanggiaoError):
    """The warehouse cannot do what was asked; the message names the file."""


class WarehouseLockedError(WarehouseError):
    """Another process writes to the warehouse; its id is in the message where it is known."""

    is_retryable: ClassVar[bool] = True


class CatalogueUnreachableError(WarehouseError):
    """The server of a shared warehouse's catalogue does not answer.

    Nothing of the transaction was kept, but where it stopped answering in mid-commit: what was kept then is found when
    the stage is tried again.
    """

    is_retryable: ClassVar[bool] = True


class DashboardError(WarehouseError):
    """The dashboard cannot be written; the warehouse and an earlier dashboard are as they were."""


class WriteConflictError(WarehouseError):
    """Another writer changed the same tables of a shared warehouse meanwhile; nothing of this transaction was kept."""

    is_retryable: ClassVar[bool] = True


class StageTimeoutError(BanggiaoError):
    """A stage of a run took longer than it may; the next run goes on from what was loaded."""


class AuditFailedError(WarehouseError):
    """A blocking expectation failed, so nothing was published."""

    def __init__(self, failures: list[str]) -> None:
        self.failures = failures
        """One line per failed expectation: its name and the first offending rows."""
        super().__init__("the audit failed, the published file stays as it was:\n" + "\n".join(failures))

"""Some days and no others: which paths hold them, and which articles were published on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from articles.pipeline import BatchResult
from schemas.errors import ConfigurationError

_PLACEHOLDER = re.compile(r"\{date:([^{}]*)\}")
_MOST_DAYS = 20_000


@dataclass(frozen=True, slots=True)
class PublicationDays:
    """From `since` to `until`, both included; None: no bound on that side. Raises ConfigurationError where none is."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ConfigurationError(f"since {self.since} is after until {self.until}: no day is left")

    @property
    def is_bounded(self) -> bool:
        """Whether any day is left out."""
        return self.since is not None or self.until is not None

    def paths(self, patterns: Sequence[str]) -> list[str]:
        """The patterns, those with `{date:%Y/%m/%d}` once for each day (each different outcome once, in order).

        Raises ConfigurationError where such a pattern is given without both bounds.
        """
        found: dict[str, None] = {}
        for pattern in patterns:
            if _PLACEHOLDER.search(pattern) is None:
                found[pattern] = None
                continue
            for day in self._days(pattern):
                found[_PLACEHOLDER.sub(lambda match, day=day: day.strftime(match[1]), pattern)] = None  # type: ignore[misc]
        return list(found)

    def _days(self, pattern: str) -> list[date]:
        if self.since is None or self.until is None:
            raise ConfigurationError(f"{pattern}: {{date:...}} needs both a first and a last day (--since, --until)")
        length = (self.until - self.since).days + 1
        if length > _MOST_DAYS:
            raise ConfigurationError(f"{self.since} to {self.until} are {length:,} days; at most {_MOST_DAYS:,} can be")
        return [self.since + timedelta(days=number) for number in range(length)]

    def select(self, raw: pl.DataFrame, result: BatchResult) -> tuple[pl.DataFrame, BatchResult]:
        """The batch and what it gave, without the articles of other days.

        `result` is what `process_batch(raw)` gave. With a bound, an article without a day of publication is left out.
        Refusals stay.
        """
        if not self.is_bounded:
            return raw, result
        day = pl.col("published_on")
        is_wanted = day.is_not_null()
        if self.since is not None:
            is_wanted &= day >= self.since
        if self.until is not None:
            is_wanted &= day <= self.until
        wanted = result.articles.filter(is_wanted)
        if wanted.height == result.articles.height:
            return raw, result
        other = result.articles.filter(~is_wanted).select("source_uri", "content_sha256")
        remaining = raw.join(other, on=["source_uri", "content_sha256"], how="anti", maintain_order="left")
        return remaining, result.of_rows(remaining)

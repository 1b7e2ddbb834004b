"""The audit's suites as `seeds/expectations/` states them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from schemas import vocabularies
from schemas.articles import Record
from schemas.errors import ReferenceDataError

QUERY_TYPE = "unexpected_rows_expectation"

Severity = Literal["block", "warn"]


class Expectation(Record):
    """One thing that must hold; the fields are described in `seeds/expectations/README.md`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: str
    kwargs: dict[str, object] = Field(default_factory=dict)
    query: str | None = None
    vocabulary: str | None = None
    severity: Severity
    meaning: str = Field(min_length=10)
    broken_by: str = Field(min_length=10)

    @model_validator(mode="after")
    def _query_goes_with_its_type(self) -> Self:
        if (self.type == QUERY_TYPE) != (self.query is not None):
            raise ValueError(f"query belongs to {QUERY_TYPE}, and to it alone")
        return self

    @property
    def sql(self) -> str:
        """The query with its vocabulary put in; empty for an expectation about a column."""
        if self.query is None:
            return ""
        listed = ", ".join(f"'{value}'" for value in self.values)
        return self.query.replace("{vocabulary}", listed).strip()

    @property
    def values(self) -> list[str]:
        """Values of the closed vocabulary that it refers to; empty where it refers to none."""
        if self.vocabulary is None:
            return []
        return [str(value) for value in getattr(vocabularies, self.vocabulary)]

    @property
    def arguments(self) -> dict[str, object]:
        """What Great Expectations is given: the kwargs, with the vocabulary as value_set."""
        return {**self.kwargs, "value_set": self.values} if self.vocabulary and self.query is None else self.kwargs


class Suite(Record):
    """The expectations of one file. Column expectations look at `table`; `key` columns name an offending row."""

    name: str
    table: str = Field(pattern=r"^[a-z]+\.[a-z_]+$")
    key: tuple[str, ...]
    expectations: tuple[Expectation, ...]

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [expectation.name for expectation in self.expectations]
        if len(set(names)) != len(names):
            raise ValueError("two expectations have the same name")
        return self


@cache
def suites() -> tuple[Suite, ...]:
    """All suites, by name. Raises ReferenceDataError, naming file and field, where one is not as it must be."""
    folder = files("seeds") / "expectations"
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".yml"):
            continue
        try:
            content = yaml.safe_load(entry.read_text(encoding="utf-8"))
            found.append(Suite.model_validate({"name": entry.name.removesuffix(".yml"), **content}))
        except (yaml.YAMLError, ValidationError, TypeError) as error:
            raise ReferenceDataError(f"seeds/expectations/{entry.name}", str(error)) from error
    return tuple(found)

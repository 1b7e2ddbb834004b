"""What could not be loaded, with its reason: nothing is lost in silence."""

from __future__ import annotations

from pydantic import Field

from schemas.articles import Record, Sha256
from schemas.vocabularies import Stage

LONGEST_PAYLOAD = 20_000
"""Code points of a rejected record that are kept beside its hash, so that one bad file cannot fill the warehouse."""


class RejectedRecord(Record):
    """One source or record that a stage refused. The payload is kept up to LONGEST_PAYLOAD, escaped where not text."""

    source_name: str
    source_uri: str
    stage: Stage
    reason_code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Stable, for grouping: `empty_file`, `not_utf8`")
    reason: str = Field(description="One line for people, with the offending value")
    line: int | None = Field(None, ge=1, description="1-based line or record number inside the source")
    payload: str | None = Field(None, max_length=LONGEST_PAYLOAD)
    payload_sha256: Sha256 | None = Field(None, description="Of the raw bytes; None where none could be read")

"""Refusals as records: one line for people, the first part of the payload, and the hash of all of it."""

from __future__ import annotations

import hashlib
import re

from articles.readers.sources import Source
from schemas.errors import UnreadableInputError
from schemas.rejections import LONGEST_PAYLOAD, RejectedRecord
from schemas.vocabularies import Stage

_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")
_LINE_BREAKS = re.compile("[\\t\\r\\n]+")
_LONGEST_REASON = 500


def one_line(text: str) -> str:
    """The text on one line, control characters and lone surrogates escaped, cut to 500 code points: for a terminal."""
    kept = _LINE_BREAKS.sub(" ", text[:_LONGEST_REASON])
    escaped = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), kept)
    return escaped if len(text) <= _LONGEST_REASON else escaped + " ..."


def payload_text(payload: bytes) -> str:
    """The first LONGEST_PAYLOAD code points at most, control characters and undecodable bytes escaped."""
    decoded = payload[:LONGEST_PAYLOAD].decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), decoded)[:LONGEST_PAYLOAD]


def refuse(
    source: Source, error: UnreadableInputError, *, payload: bytes | None = None, payload_sha256: str | None = None
) -> RejectedRecord:
    """The refusal of a source, or of the one record of it that `error.line` names.

    `payload` may be only the beginning of the raw bytes; then `payload_sha256` is the hash of all of them.
    """
    if payload is not None and payload_sha256 is None:
        payload_sha256 = hashlib.sha256(payload).hexdigest()
    return RejectedRecord(
        source_name=one_line(source.name),
        source_uri=source.uri,
        stage=Stage.READ,
        reason_code=error.reason_code,
        reason=one_line(str(error)),
        line=error.line,
        payload=None if payload is None else payload_text(payload),
        payload_sha256=payload_sha256,
    )


def refuse_path(
    path: str, uri: str, reason_code: str, reason: str, *, payload_sha256: str | None = None
) -> RejectedRecord:
    """The refusal of something that discovery came upon; the reason names the path as it was given.

    `payload_sha256` is the hash of a file's bytes; None where there are none to hash.
    """
    return RejectedRecord(
        source_name=one_line(path.rstrip("/").rsplit("/", 1)[-1] or path),
        source_uri=uri,
        stage=Stage.DISCOVER,
        reason_code=reason_code,
        reason=one_line(f"{path}: {reason}"),
        payload_sha256=payload_sha256,
    )

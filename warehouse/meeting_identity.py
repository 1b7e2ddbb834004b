"""Ids of meetings and commitments that stay the same from run to run and whatever the order of loading."""

from __future__ import annotations

import hashlib

from schemas.edtf import precision
from schemas.facts import Commitment, Meeting
from schemas.vocabularies import DatePrecision

_SEPARATOR = "\x1f"


def meeting_id(meeting: Meeting) -> str:
    """16 hexadecimal digits that name the occasion.

    A numbered meeting is its series and number, wherever it is told of. Another one is its kind, its first day and
    who took part, if the day is known and at least one party or person is. Of anything vaguer no two articles can be
    said to tell of the same, so it stays an occasion of its article.
    """
    if meeting.series is not None and meeting.ordinal is not None:
        return _digest("series", meeting.series.casefold(), str(meeting.ordinal))
    has_participants = bool(meeting.parties or meeting.people)
    if meeting.starts is not None and has_participants and precision(meeting.starts) is DatePrecision.DAY:
        parties = ",".join(sorted(set(meeting.parties)))
        people = ",".join(sorted({name.casefold() for name in meeting.people}))
        return _digest("occasion", meeting.kind, meeting.starts, parties, people)
    return _digest("article", meeting.article_id, str(meeting.meeting_number))


def commitment_id(commitment: Commitment, *, repetition: int = 0) -> str:
    """16 hexadecimal digits that name what the sentence states: its article, kind, actors and words.

    The number of the commitment within the article is left out, so that an edit elsewhere in the article does not
    rename it. `repetition` tells apart what an article states in the same words again: 0 for the first time.
    """
    actors = ",".join(sorted(set(commitment.actors)))
    again = (str(repetition),) if repetition else ()
    return _digest("commitment", commitment.article_id, commitment.kind, actors, commitment.quote, *again)


def _digest(*parts: str) -> str:
    return hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

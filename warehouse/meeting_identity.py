"""Keys of meetings and commitments within their articles, which their lasting ids are chosen from.

A key is made of what one article says, so it is the same from run to run and whatever the order of loading.
"""

from __future__ import annotations

import hashlib

from schemas.facts import Commitment, Meeting

_SEPARATOR = "\x1f"


def meeting_key(meeting: Meeting, *, is_repeated: bool = False, repetition: int = 0) -> str:
    """16 hexadecimal digits that name the occasion as far as its article alone decides it.

    A numbered meeting is its series and number, wherever it is told of, unless the article has told of that edition
    already (`is_repeated`). Any other is its article, kind, name and sentence; `repetition` (0 for the first) tells
    apart those that agree in all of that. The number of the meeting within the article is left out, so that an edit
    elsewhere in the article does not rename it.
    """
    if meeting.series is not None and meeting.ordinal is not None and not is_repeated:
        return _digest("series", meeting.series.casefold(), str(meeting.ordinal))
    return occasion_key(meeting.article_id, meeting.kind, meeting.name, meeting.quote, repetition=repetition)


def occasion_key(article_id: str, kind: str, name: str, quote: str, *, repetition: int = 0) -> str:
    """The key of a meeting without series and number: 16 hexadecimal digits."""
    again = (str(repetition),) if repetition else ()
    return _digest("occasion", article_id, kind, name, quote, *again)


def commitment_key(commitment: Commitment, *, repetition: int = 0) -> str:
    """16 hexadecimal digits that name what the sentence states: its article, kind, actors and words.

    The number of the commitment within the article is left out, so that an edit elsewhere in the article does not
    rename it. `repetition` tells apart what an article states in the same words again: 0 for the first time.
    """
    actors = ",".join(sorted(set(commitment.actors)))
    again = (str(repetition),) if repetition else ()
    return _digest("commitment", commitment.article_id, commitment.kind, actors, commitment.quote, *again)


def _digest(*parts: str) -> str:
    return hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

"""The role of a party in its sentence, by the words right before it (`seeds/rules/words_before_parties.csv`)."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from articles.extraction.lexicon import last_words_before_parties, words_before_parties

Role: TypeAlias = Literal["open", "object", "oblique", "agent", "modifier"]
_ROLES: Final[dict[str, Role]] = {"open": "open", "object": "object", "agent": "agent"}
"""Roles that `words_before_parties.csv` gives; any other is an oblique one."""
_CLAUSE_MARK = re.compile(r"[,;:]")
_OPENING_MARKS = '"“(‘'
_LONGEST_PREPOSITION = 3
"""Words of what gives a party its role."""


def role_of(before: str) -> tuple[Role, str]:
    """Return the role that the words before a party give it, and the word that gives it."""
    stripped = before.rstrip()
    if not stripped:
        return "open", ""
    if not stripped[-1].isalnum():
        is_inside_a_name = stripped[-1] in "-–" and stripped[:-1].rstrip()[-1:].isalnum()
        return ("modifier" if is_inside_a_name else "open"), ""
    words = stripped.rsplit(None, _LONGEST_PREPOSITION)[-_LONGEST_PREPOSITION:]
    roles, longest = words_before_parties(), last_words_before_parties().get(words[-1].strip(_OPENING_MARKS), 0)
    for first in range(max(0, len(words) - longest), len(words)):
        preposition = " ".join(words[first:]).strip(_OPENING_MARKS)
        if preposition in roles:
            return _ROLES.get(roles[preposition], "oblique"), preposition
    has_digits = any(character.isdigit() for character in words[-1])
    return ("open" if has_digits else "modifier"), words[-1]


def opens_a_clause(before: str) -> bool:
    """Whether only a word or two that no list knows stand between the clause's beginning and a named person."""
    words = _CLAUSE_MARK.split(before)[-1].split()
    return len(words) <= _LONGEST_PREPOSITION and not any(word in words_before_parties() for word in words)

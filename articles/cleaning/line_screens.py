"""Whether a rule of the page's layout could match a line, asked of a whole column at once.

A screen is the rule's own pattern with its look-around taken out and its counts opened: it matches whatever the
rule matches, and little more, and Polars runs it as one automaton over all lines. Only lines that pass are shown to
the rule.
"""

from __future__ import annotations

import re
import string
from functools import cache
from typing import Final

import polars as pl

from articles.cleaning.headline import BETWEEN_SECTIONS
from articles.cleaning.layout import (
    BEGINNING_ROLES,
    CAPITALS,
    LONGEST_DATELINE,
    NAMED_OPENING,
    WHOLE_LINE_ROLES,
    rules_of,
)
from articles.cleaning.names import NAMES

NAME_ROLE: Final = "name"
"""Beside the roles of the rules: a line that is nothing but names."""
STAMP_ROLE: Final = "stamp"
"""Beside the roles of the rules: a line that is nothing but a time of publication."""

SIGNS: Final = frozenset(string.punctuation)
PATH_ROLE: Final = "path"
"""Beside the roles of the rules: departments of a newspaper, one below the other or side by side; or none but signs."""
_BETWEEN_STAMPS: Final = r"[\s,|•·:;\-–—/()\[\].]|T|at|vào"
_COUNT: Final = re.compile(r"\{(\d+)(?:,\d*)?\}\??")
_LOOK_AROUND: Final = re.compile(r"\(\?<?[=!]")
_NAMED_GROUP: Final = re.compile(r"\(\?P<\w+>")


def relaxed(pattern: str) -> str:
    """A pattern for Polars that matches at least what the one for `re` matches: no look-around, counts left open."""
    for group in re.finditer(r"\(\?P=(\w+)\)", pattern):
        start = pattern.index(f"(?P<{group[1]}>")
        pattern = pattern.replace(group[0], pattern[start : _end_of_group(pattern, start)])
    bare = _NAMED_GROUP.sub("(?:", _without_look_around(pattern))
    opened = _COUNT.sub(lambda count: "*" if count[1] == "0" else "+", bare)
    return opened.replace(r"\Z", r"\z").replace(CAPITALS, r"\p{Lu}")


def _without_look_around(pattern: str) -> str:
    kept: list[str] = []
    position = 0
    while position < len(pattern):
        if _LOOK_AROUND.match(pattern, position):
            position = _end_of_group(pattern, position)
            continue
        end = _end_of_atom(pattern, position)
        kept.append(pattern[position:end])
        position = end
    return "".join(kept)


def _end_of_group(pattern: str, start: int) -> int:
    depth, position = 0, start
    while True:
        sign = pattern[position]
        depth += (sign == "(") - (sign == ")")
        position = _end_of_atom(pattern, position)
        if depth == 0:
            return position


def _end_of_atom(pattern: str, start: int) -> int:
    """Behind one character, one escape or one set."""
    if pattern[start] == "\\":
        return start + 2
    if pattern[start] != "[":
        return start + 1
    position = start + 1
    position += pattern[position] == "^"
    position += pattern[position] == "]"
    while pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return position + 1


@cache
def screen(role: str) -> str:
    """The pattern for Polars that passes every line in which a rule of the role could find something."""
    if role == NAME_ROLE:
        return f"^(?:{relaxed(NAMES.pattern)})$"
    if role == STAMP_ROLE:
        parts = [relaxed(rule.pattern.pattern) for part in ("date", "time", "label") for rule in rules_of(part)]
        return "^(?:" + "|".join(f"(?:{part})" for part in (*parts, _BETWEEN_STAMPS)) + ")+$"
    if role == PATH_ROLE:
        sections = "|".join(f"(?:{relaxed(rule.pattern.pattern)})" for rule in rules_of("section"))
        return f"(?i)^(?:{BETWEEN_SECTIONS})*(?:(?:{sections})(?:{BETWEEN_SECTIONS}|$)|$)"
    patterns = [relaxed(rule.pattern.pattern) for rule in rules_of(role)]
    if role == "dateline":
        patterns.append(relaxed(NAMED_OPENING.pattern))
    either = "|".join(f"(?:{pattern})" for pattern in patterns)
    if role in WHOLE_LINE_ROLES:
        return f"(?i)^(?:{either})$"
    return f"(?i)^(?:{either})" if role in BEGINNING_ROLES else f"(?i)(?:{either})"


def may_match(role: str, lines: pl.Series) -> pl.Series:
    """For each line (NFC, one space at a time, none outside), False where no rule of the role can match it."""
    if role == "dateline":
        lines = lines.str.head(LONGEST_DATELINE)
    return lines.str.contains(screen(role))


def required_signs(pattern: str) -> frozenset[str]:
    """ASCII signs that stand in whatever the pattern matches: those outside groups and sets that are not optional."""
    bare = relaxed(pattern)
    found: set[str] = set()
    position = 0
    while position < len(bare):
        end = _end_of_group(bare, position) if bare[position] == "(" else _end_of_atom(bare, position)
        atom = bare[position:end]
        if atom == "|":
            return frozenset()
        sign = atom[1:] if atom[0] == "\\" else atom
        if sign in SIGNS and (atom[0] == "\\" or sign not in ".^$?*+{}") and bare[end : end + 1] not in {"?", "*", "{"}:
            found.add(sign)
        position = end
    return frozenset(found)


@cache
def signs_of(role: str) -> str | None:
    """A pattern for Polars that finds a sign without which no rule of the role matches; of rules that require one."""
    found = {min(signs) for rule in rules_of(role) if (signs := required_signs(rule.pattern.pattern))}
    return "[" + re.escape("".join(sorted(found))) + "]" if found else None


@cache
def words_of(role: str) -> str | None:
    """A pattern for Polars that finds an anchor of each rule of the role that requires no sign; those have anchors."""
    rules = [rule for rule in rules_of(role) if not required_signs(rule.pattern.pattern)]
    return "(?i)" + "|".join(re.escape(anchor) for rule in rules for anchor in rule.anchors) if rules else None


@cache
def hint_of(role: str) -> str:
    """A pattern for Polars that finds one of both."""
    return "|".join(pattern for pattern in (signs_of(role), words_of(role)) if pattern is not None)

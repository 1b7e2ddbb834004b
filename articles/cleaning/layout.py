"""What newspapers print around an article: the rules of `seeds/rules/layout_*.yml`, the names of publishers."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from articles.rule_yaml import parse_yaml
from schemas.errors import ReferenceDataError

RULE_FILES: Final = (
    "rules/layout_dates.yml",
    "rules/layout_lines.yml",
    "rules/layout_credits.yml",
    "rules/layout_html.yml",
)
PUBLISHERS_FILE: Final = "reference/publishers.csv"

WHOLE_LINE_ROLES: Final = frozenset({"chrome", "related", "end", "section", "masthead", "byline", "office"})
"""Their patterns match a line in full; letters of either case."""
BEGINNING_ROLES: Final = frozenset({"dateline", "photo_head"})
TAIL_ROLES: Final = frozenset({"byline_tail", "photo_tail"})
ELEMENT_ROLES: Final = ("html_caption", "html_furniture", "html_lead", "html_author", "html_time")
"""In the order in which they are asked, where the class of an element speaks of several."""
SEARCH_ROLES: Final = frozenset({"date", "time", "label", *TAIL_ROLES, *ELEMENT_ROLES})

CAPITALS: Final = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if unicodedata.category(letter) == "Lu")
"""What `<UPPER>` stands for in a pattern; `À-Ỹ` would take in small letters, which alternate with the capitals."""

PUBLISHER_SIGNS: Final = " .,:;|()[]-–—"
"""What may stand around the name of a publisher."""

LONGEST_DATELINE: Final = 60
"""Code points: place, agency and date before the dash."""
SHORTEST_SENTENCE: Final = 75
"""Code points above which a line that ends in one full stop is no furniture, unless it is an imprint."""
LONGEST_FURNITURE: Final = 300
"""Code points: no rule looks at a longer line, so that no line of an attacker is expensive."""


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """One shape of furniture: what it looks like, what it means, and lines that are and are not it."""

    rule_id: str
    role: str
    pattern: re.Pattern[str]
    meaning: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    anchors: tuple[str, ...]
    """For rules about the end of a text: it is only searched where one of these stands, in small letters."""

    def find(self, line: str) -> re.Match[str] | None:
        """The match in the way of the rule's role: the whole line, its beginning, or anywhere."""
        if self.role in WHOLE_LINE_ROLES:
            return self.pattern.fullmatch(line)
        return self.pattern.match(line) if self.role in BEGINNING_ROLES else self.pattern.search(line)


@cache
def layout_rules() -> tuple[LayoutRule, ...]:
    """All rules in the order of their files. Raises ReferenceDataError for one that is incomplete or not a pattern."""
    return tuple(_rule(file, entry) for file in RULE_FILES for entry in _entries(file))


def _entries(file: str) -> Iterator[dict[str, Any]]:
    entries = parse_yaml(files("seeds").joinpath(file).read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        raise ReferenceDataError(file, "not a list of rules")
    yield from entries


def _rule(file: str, entry: dict[str, Any]) -> LayoutRule:
    name = str(entry.get("rule_id"))
    missing = [key for key in ("rule_id", "role", "pattern", "meaning", "positive", "negative") if not entry.get(key)]
    if missing:
        raise ReferenceDataError(file, f"rule {name} lacks {', '.join(missing)}", value=name)
    role = str(entry["role"])
    if role not in WHOLE_LINE_ROLES | BEGINNING_ROLES | SEARCH_ROLES:
        raise ReferenceDataError(file, f"rule {name} has an unknown role", value=role)
    # The words of dates and labels are written in the cases that occur, so that body text is not taken for a stamp.
    flags = re.NOFLAG if role in {"date", "time", "label"} else re.IGNORECASE
    try:
        pattern = re.compile(entry["pattern"].replace("<UPPER>", CAPITALS), flags)
    except re.error as error:
        raise ReferenceDataError(file, f"rule {name} does not compile: {error}", value=entry["pattern"]) from error
    if role in TAIL_ROLES and not entry.get("anchors"):
        raise ReferenceDataError(file, f"rule {name} lacks anchors", value=name)
    texts = (tuple(entry.get(key) or ()) for key in ("positive", "negative", "anchors"))
    return LayoutRule(name, role, pattern, entry["meaning"], *texts)


@cache
def rules_of(role: str) -> tuple[LayoutRule, ...]:
    """The rules of one role, in the order of their files."""
    return tuple(rule for rule in layout_rules() if rule.role == role)


@cache
def _whole_line(role: str) -> re.Pattern[str]:
    patterns = (rule.pattern.pattern.replace("(?P<name>", "(?:") for rule in rules_of(role))
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def is_line(role: str, line: str) -> bool:
    """Whether a rule of this whole-line role matches the line."""
    if len(line) > LONGEST_FURNITURE:
        return False
    if (
        len(line) > SHORTEST_SENTENCE
        and role != "end"
        and line[-1] == "."
        and not (line[-2] == "." or line[-2].isdigit())
    ):
        return False
    return _is_line(role, line)


@lru_cache(maxsize=16_384)
def _is_line(role: str, line: str) -> bool:
    # The same lines are asked about by header and ending, and furniture is the same from page to page.
    return _whole_line(role).fullmatch(line) is not None


NAMED_OPENING: Final = re.compile(r"(?P<publisher>[^\W\d_][^–—|().,-]{1,28}[^\s–—|().,-])\s*[–—|-]\s+")


@lru_cache(maxsize=4096)
def dateline(head: str) -> tuple[str, int] | None:
    """Publisher (empty where it is a place) and length of the dateline with which a text begins; None without one."""
    for rule in rules_of("dateline"):
        match = rule.pattern.match(head)
        if match is not None:
            return (match.groupdict().get("publisher") or "").strip(), match.end()
    match = NAMED_OPENING.match(head)
    if match is not None and publishers().named(match["publisher"]):
        return match["publisher"], match.end()
    return None


def tail_match(role: str, text: str, reach: int) -> tuple[int, str | None] | None:
    """Where a rule of this role finds its end of a text, and the name in it; None where none does.

    Only the last `reach` code points are searched, and by each rule only where one of its anchors stands.
    """
    tail = text[-reach:]
    folded = tail.casefold()
    for rule in rules_of(role):
        for anchor in rule.anchors:
            if anchor in folded:
                match = rule.pattern.search(tail)
                if match is not None:
                    return len(text) - len(tail) + match.start(), match.groupdict().get("name")
                break
    return None


@lru_cache(maxsize=4096)
def element_role(class_name: str | None, identifier: str | None) -> str | None:
    """The role that the class and id of an HTML element tell of; None where they say nothing."""
    said = f"{class_name or ''} {identifier or ''}".strip()[:LONGEST_FURNITURE]
    if not said:
        return None
    return next((role for role in ELEMENT_ROLES if any(rule.find(said) for rule in rules_of(role))), None)


@dataclass(frozen=True, slots=True)
class Publishers:
    """Newspapers, agencies and ministries that publish: printed names (case-folded) and hosts, each to one name."""

    by_name: dict[str, str]
    by_host: dict[str, str]

    def named(self, text: str) -> str | None:
        """The text itself, stripped of signs around it, where it is the name of a publisher; else None."""
        stripped = text.strip(PUBLISHER_SIGNS)
        return stripped if stripped.casefold() in self.by_name else None


@cache
def publishers() -> Publishers:
    """The publishers of `seeds/reference/publishers.csv`. Raises ReferenceDataError for a row without a name."""
    lines = files("seeds").joinpath(PUBLISHERS_FILE).read_text(encoding="utf-8").splitlines()
    reader = csv.DictReader(lines)
    by_name: dict[str, str] = {}
    by_host: dict[str, str] = {}
    for row in reader:
        name = row["publisher"]
        if not name:
            raise ReferenceDataError(PUBLISHERS_FILE, "a row without a publisher", line=reader.line_num)
        for printed in (name, *filter(None, row["printed_as"].split("|"))):
            by_name[printed.casefold()] = name
        for host in filter(None, row["hosts"].split("|")):
            by_host[host] = name
            by_name.setdefault(host, name)
    return Publishers(by_name, by_host)

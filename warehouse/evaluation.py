"""The project's own scorer: how many of the facts that a careful reader finds the warehouse has, and what it made up.

How things match: a partner by its id or one of its names; a meeting by its sentence or its name, unless a known date
or ordinal contradicts; a commitment by its sentence (`found`), and its kind (`typed`), and exactly its actors (`full`).
Gold that is marked optional costs nothing, found or missed. Only articles with gold are scored; one that the warehouse
lacks has no recall. A quote that is not in the cleaned article matches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from schemas.facts import LONGEST_QUOTE
from warehouse.cleaned_articles import check_article
from warehouse.fact_matching import (
    AnyGold,
    Gold,
    Row,
    agrees,
    commitment_score,
    is_accepted,
    keys,
    match,
    meeting_score,
    nearest,
    number_agrees,
    partner_score,
    plain,
)
from warehouse.gold import GoldArticle, GoldCommitment, GoldMeeting, SetReadings, read_gold
from warehouse.scores import Fault, Judgement, Rates, Share

_HEADLINE = ("partners", "meetings", "commitments.full")
_VIEWS = ("articles", "partners", "meetings", "commitments")
_UNADDRESSED = frozenset({"agreement", "target"})
"""Kinds of commitment of which no counterparties are asked."""


@dataclass
class Evaluation:
    """What came out, article after article."""

    articles: int = 0
    rates: dict[str, Rates] = field(default_factory=lambda: defaultdict(Rates))
    """By subject: partners, meetings, commitments.found, .typed and .full, and the lists inside facts."""
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    """By attribute: of how many it was asked, and how often it was right."""
    faults: list[Fault] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    """One per fact of the warehouse in the articles scored, in their order."""

    @property
    def headline(self) -> float:
        """Mean F1 of partners, meetings and full commitments, to three digits."""
        return round(sum(self.rates[name].f1 for name in _HEADLINE) / len(_HEADLINE), 3)

    @property
    def false_alarms_per_article(self) -> dict[str, float]:
        """Facts that no gold answers, by subject, divided by the number of articles."""
        subjects = ("partners", "meetings", "commitments.found")
        return {name: self.rates[name].false_alarms / self.articles if self.articles else 0.0 for name in subjects}


def evaluate(connection: duckdb.DuckDBPyConnection, gold: Path, split: str | None = None) -> Evaluation:
    """Score a warehouse (working or published) against the gold files of a folder.

    With `split` (`dev`, `held_out`) only gold that states this split counts. Raises InputError where the folder has
    no such gold or a file is not gold, and duckdb.Error where the views are missing.
    """
    articles = read_gold(gold, split)
    views = {view: _by_source(connection, view) for view in _VIEWS}
    result = Evaluation(articles=len(articles))
    for article in articles:
        rows = {view: views[view].get(article.source_name, []) for view in _VIEWS}
        _Scorer(result, article).score(rows)
    return result


def _by_source(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, list[dict[str, object]]]:
    result = connection.execute(f"select * from reports.{view}")  # noqa: S608 (one of four constants)
    columns = [column[0] for column in result.description]
    grouped: dict[str, list[dict[str, object]]] = defaultdict(list)
    for values in result.fetchall():
        row = dict(zip(columns, values, strict=True))
        grouped[str(row["source_name"])].append(row)
    return grouped


class _Scorer:
    """Adds what one article gives to an evaluation."""

    def __init__(self, result: Evaluation, gold: GoldArticle) -> None:
        self._result = result
        self._gold = gold

    def score(self, rows: dict[str, list[dict[str, object]]]) -> None:
        """Score the rows of the article, by view; those that are not grounded lose quote and name."""
        found = rows["articles"][0] if rows["articles"] else None
        for check in check_article(self._gold.cleaned, found):
            self._share("article", check.name, "", is_right=check.is_right, wanted=check.wanted, found=check.found)
        text = "" if found is None else plain(" ".join(str(found[part] or "") for part in ("title", "lead", "body")))
        for subject in ("meetings", "commitments"):
            for row in rows[subject]:
                quote = str(row["quote"] or "")
                is_grounded = bool(quote) and len(quote) <= LONGEST_QUOTE and plain(quote) in text
                self._share(subject, "grounded", quote, is_right=is_grounded, wanted=None, found=quote)
                if not is_grounded:
                    row["quote"] = row["name"] = ""
        self._partners(rows["partners"])
        self._meetings(rows["meetings"])
        self._commitments(rows["commitments"])

    def _partners(self, rows: Sequence[Row]) -> None:
        pairs = match(self._gold.partners, rows, partner_score)
        self._count("partners", self._gold.partners, len(rows), pairs)
        self._judge("partners", rows, {p: _unless_optional(self._gold.partners[n]) for n, p in pairs})
        self._miss("partners", self._gold.partners, pairs, lambda partner: (partner.names[0], ""))
        self._false_alarms("partners", rows, pairs, lambda row: f"{row['partner_id']} ({row['name_vi']})")

    def _meetings(self, rows: Sequence[Row]) -> None:
        golds = self._gold.meetings
        pairs = match(golds, rows, meeting_score)
        self._count("meetings", golds, len(rows), pairs)
        self._judge("meetings", rows, {p: _unless_optional(golds[n]) for n, p in pairs})
        self._miss("meetings", golds, pairs, lambda meeting: (meeting.names[0], "".join(meeting.quotes[:1])))
        self._false_alarms("meetings", rows, pairs, lambda row: str(row["name"]))
        for number, position in pairs:
            if not golds[number].is_optional:
                self._meeting(golds[number], rows[position])

    def _meeting(self, gold: GoldMeeting, row: Row) -> None:
        for name, readings in gold.attributes.items():
            if name == "kind":
                is_right = row["kind"] in readings
            elif name == "ordinal":
                is_right = number_agrees(readings, row["ordinal"])
            else:
                is_right = agrees(readings, row[name])
            self._share("meetings", name, str(row["quote"]), is_right=is_right, wanted=readings, found=row[name])
        self._set("meetings", "parties", gold.parties, row)
        self._set("meetings", "people", gold.people, row)

    def _commitments(self, rows: Sequence[Row]) -> None:
        golds = self._gold.commitments
        pairs = match(golds, rows, commitment_score)
        typed = [(n, p) for n, p in pairs if golds[n].is_optional or _has_kind(golds[n], rows[p])]
        full = [(n, p) for n, p in typed if golds[n].is_optional or _has_actors(golds[n], rows[p])]
        for level, chosen in (("found", pairs), ("typed", typed), ("full", full)):
            self._count(f"commitments.{level}", golds, len(rows), chosen)
        self._judge("commitments", rows, {p: _unless_optional(golds[n], is_right=(n, p) in full) for n, p in pairs})
        self._miss("commitments", golds, pairs, lambda gold: (_described(gold), gold.quote))
        self._false_alarms(
            "commitments", rows, pairs, lambda row: f"{row['kind']} of {' + '.join(row['actors'] or ['nobody'])}"
        )
        for number, position in pairs:
            if not golds[number].is_optional:
                self._commitment(golds[number], rows[position])

    def _commitment(self, gold: GoldCommitment, row: Row) -> None:
        quote = str(row["quote"])
        if not _has_kind(gold, row):
            self._fault("commitments", "kind", quote, wanted=gold.attributes["kind"], found=row["kind"])
        if not _has_actors(gold, row):
            self._fault("commitments", "actors", quote, wanted=gold.actors, found=row["actors"])
        if not set(gold.attributes["kind"]) <= _UNADDRESSED:
            self._set("commitments", "counterparties", gold.counterparties, row)
        for name in ("deadline_year", "baseline_year", "value", "amount", "speaker", "instrument"):
            readings, value = gold.attributes[name], row[name]
            is_text = name in {"speaker", "instrument"}
            # A name or an instrument is asked for only where gold has one; a number also where the warehouse has one.
            if all(reading is None for reading in readings) and (is_text or value is None):
                continue
            is_right = agrees(readings, value) if is_text else number_agrees(readings, value)
            self._share("commitments", name, quote, is_right=is_right, wanted=readings, found=value)

    def _set(self, subject: str, name: str, accepted: SetReadings, row: Row) -> None:
        found = keys(row[name])
        wanted = nearest(accepted, found)
        self._result.rates[f"{subject}.{name}"].add(
            hits=len(wanted & found), false_alarms=len(found - wanted), misses=len(wanted - found)
        )
        if wanted != found:
            self._fault(subject, name, str(row["quote"]), wanted=accepted, found=row[name])

    def _count(self, subject: str, golds: Sequence[Gold], rows: int, pairs: Sequence[tuple[int, int]]) -> None:
        required = {number for number, gold in enumerate(golds) if not gold.is_optional}
        hits = len(required & {number for number, _ in pairs})
        self._result.rates[subject].add(hits=hits, false_alarms=rows - len(pairs), misses=len(required) - hits)

    def _judge(self, subject: str, rows: Sequence[Row], right: dict[int, bool | None]) -> None:
        """Note of each row whether it is right; one that nothing answers is wrong."""
        for position, row in enumerate(rows):
            judgement = Judgement(
                source_name=self._gold.source_name,
                subject=subject,
                kind=str(row.get("kind") or ""),
                rule_id=str(row.get("rule_id") or ""),
                confidence=float(row.get("confidence") or 0.0),
                is_right=right.get(position, False),
                quote=str(row.get("quote") or ""),
            )
            self._result.judgements.append(judgement)

    def _miss(
        self,
        subject: str,
        golds: Sequence[AnyGold],
        pairs: Sequence[tuple[int, int]],
        describe: Callable[[AnyGold], tuple[str, str]],
    ) -> None:
        matched = {number for number, _ in pairs}
        for number, gold in enumerate(golds):
            if number not in matched and not gold.is_optional:
                wanted, quote = describe(gold)
                self._fault(subject, "missed", quote, wanted=wanted, found=None)

    def _false_alarms(
        self, subject: str, rows: Sequence[Row], pairs: Sequence[tuple[int, int]], describe: Callable[[Row], str]
    ) -> None:
        matched = {position for _, position in pairs}
        for position, row in enumerate(rows):
            if position not in matched:
                self._fault(subject, "false alarm", str(row["quote"]), wanted=None, found=describe(row))

    def _share(self, subject: str, name: str, quote: str, *, is_right: bool, wanted: object, found: object) -> None:
        self._result.shares[f"{subject}.{name}"].add(is_right=is_right)
        if not is_right:
            self._fault(subject, name, quote, wanted=wanted, found=found)

    def _fault(self, subject: str, what: str, quote: str, *, wanted: object, found: object) -> None:
        self._result.faults.append(Fault(self._gold.source_name, subject, what, wanted, found, quote))


def _unless_optional(gold: Gold, *, is_right: bool = True) -> bool | None:
    return None if gold.is_optional else is_right


def _described(gold: GoldCommitment) -> str:
    kinds = " or ".join(map(str, gold.attributes["kind"]))
    return f"{kinds} of {' or '.join(' + '.join(actors) or 'nobody' for actors in gold.actors)}"


def _has_kind(gold: GoldCommitment, row: Row) -> bool:
    return row["kind"] in gold.attributes["kind"]


def _has_actors(gold: GoldCommitment, row: Row) -> bool:
    return is_accepted(gold.actors, keys(row["actors"]))

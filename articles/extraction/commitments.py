"""What parties promise, agree, aim for, ask and have given: one record per sentence, kind and set of actors.

Each clause with a cue is read by the cue's frame (see `seeds/rules/commitment_cues.yml`): the frame says where the
actors and the counterparties stand. What cannot be tied to a party is not a commitment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction import commitment_details as details
from articles.extraction.actors import Actor, is_country
from articles.extraction.clauses import (
    Clause,
    Subject,
    action_after,
    any_deed_after,
    chains_after,
    find_clauses,
    find_subject,
)
from articles.extraction.cues import Cue, find_cues
from articles.extraction.discourse import Discourse, opening
from articles.extraction.document import Document
from articles.extraction.lexicon import action_verbs, report_verbs
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM
from articles.language.sentences import Sentence
from articles.topics import find_topics
from schemas.facts import Commitment, Meeting
from schemas.vocabularies import CommitmentKind, Topic

_BASE_CONFIDENCE = {"explicit": 0.85, "modifier": 0.65, "ellipsis": 0.7, "noun": 0.5}
_PLURAL = re.compile(r"(?<!\w)(?:các|những|lãnh đạo|đại diện|\d+)\s")
_FOR_WHOM = frozenset({"cho", "dành cho", "với", "cùng", "cùng với", "đối với", "giữa", "đến", "tới"})


@dataclass(frozen=True, slots=True)
class _Finding:
    clause: Clause
    kind: CommitmentKind
    actors: tuple[str, ...]
    counterparties: tuple[str, ...]
    speaker: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence with all that the frames look at."""

    sentence: Sentence
    lowered: str
    actors: list[Actor]
    discourse: Discourse

    def ids(self, chain: Sequence[Actor]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(partner for actor in chain for partner in self._resolved(actor)))

    def _resolved(self, actor: Actor) -> tuple[str, ...]:
        if actor.points_to == "last":
            before = [a.partner_ids for a in self.actors if a.end <= actor.start and a.partner_ids and not a.is_place]
            if before:
                return before[-1]
        return self.discourse.resolve(actor)

    def has_other(self, ids: Sequence[str]) -> bool:
        """Whether the sentence names a party beside these."""
        return any(partner not in ids for actor in self.actors for partner in self.discourse.resolve(actor))


def find_commitments(
    document: Document, scenes: Sequence[Scene], meetings: Sequence[Meeting]
) -> tuple[Commitment, ...]:
    """Return the commitments of the article in order; `meetings` are its meetings, for where each was made."""
    discourse = opening(document, scenes)
    records: list[Commitment] = []
    for scene in scenes:
        reading = _Reading(scene.sentence, scene.lowered, scene.actors, discourse)
        discourse.look_at(reading.actors)
        for finding in _merged(_findings(reading)):
            records.append(_record(document, reading, finding, meetings, len(records) + 1))
        discourse.hear(reading.actors)
    return tuple(records)


def _findings(reading: _Reading) -> list[_Finding]:
    cues = [
        cue
        for cue in find_cues(reading.lowered)
        if _has_what_it_needs(reading, cue.rule.needs, cue.end) and not _is_inside_a_name(reading, cue)
    ]
    while True:
        found, empty = _read_clauses(reading, cues)
        if not empty:
            return found
        # What turned out to be no commitment must not hide one in its complement.
        cues = [cue for cue in cues if cue not in empty]


def _read_clauses(reading: _Reading, cues: Sequence[Cue]) -> tuple[list[_Finding], list[Cue]]:
    """Return what the clauses of these cues say, and the cues that say nothing."""
    found: list[_Finding] = []
    empty: list[Cue] = []
    for clause in find_clauses(reading.lowered, cues):
        subject = find_subject(reading.lowered, clause, reading.actors, reading.sentence.start)
        finding = _FRAMES[clause.cue.rule.frame](reading, clause, subject)
        if finding is None:
            empty.append(clause.cue)
        else:
            found.append(finding)
    return found, empty


def _is_inside_a_name(reading: _Reading, cue: Cue) -> bool:
    """Whether the words of the cue are part of a party's name ("Các Tiểu vương quốc Ả Rập Thống nhất")."""
    offset = reading.sentence.start
    return any(a.start - offset < cue.end and cue.start < a.end - offset for a in reading.actors if not a.points_to)


def _merged(findings: Sequence[_Finding]) -> list[_Finding]:
    """One entry per kind and set of actors; what a second one adds to the counterparties is kept."""
    kept: dict[tuple[CommitmentKind, frozenset[str]], _Finding] = {}
    for finding in findings:
        key = (finding.kind, frozenset(finding.actors))
        if key not in kept:
            kept[key] = finding
    return list(kept.values())


def _has_what_it_needs(reading: _Reading, needs: str | None, end: int) -> bool:
    rest = reading.lowered[end:]
    match needs:
        case "action":
            return action_after(reading.lowered, end) is not None
        case "deed":
            return action_after(reading.lowered, end) not in (None, *report_verbs()) and not details.is_no_deed(rest)
        case "joint_subject":
            return any(a.points_to in ("pair", "states", "all") and a.role == "open" for a in reading.actors)
        case "support":
            return details.speaks_of_support(rest)
        case "document":
            return details.names_a_document(rest[:120]) or details.names_a_document(reading.lowered[:end])
        case "any_deed":
            return any_deed_after(reading.lowered, end)
        case "announced_support":
            return details.announces_support(rest)
        case "horizon_and_quantity":
            return details.has_horizon_and_quantity(reading.lowered)
        case "document_next":
            return details.names_a_document(" ".join(rest.split()[:5]))
        case "horizon":
            return details.has_horizon(reading.lowered)
        case _:
            return True


def _ask(reading: _Reading, clause: Clause, subject: Subject) -> _Finding | None:
    askers = _subject_ids(reading, subject)
    after = chains_after(clause, reading.actors, reading.sentence.start)
    near = after[0] if after and after[0][0].start - reading.sentence.start - clause.cue.end <= 12 else None
    addressed = () if near is None else _without(reading.ids(near), askers)
    if near is not None and near[0].points_to in ("pair", "states"):
        addressed = reading.discourse.others_than(askers)
    if not addressed:
        for chain in after:
            addressed = _without(reading.ids(chain), askers)
            if addressed:
                break
    is_wish = clause.cue.rule.needs == "addressee_or_cooperation"
    if is_wish and near is None and action_after(reading.lowered, clause.cue.end) is None:
        return None
    if not addressed:
        addressed = reading.discourse.addressee_of(askers)
    if not askers and near is None:
        return None
    if askers and set(askers) == set(reading.discourse.pair) and len(askers) == 2:
        return None
    return _finding(reading, clause, subject, askers, addressed)


def _agree(reading: _Reading, clause: Clause, subject: Subject) -> _Finding | None:
    actors = _subject_ids(reading, subject)
    after = chains_after(clause, reading.actors, reading.sentence.start)
    with_whom = [
        c for c in after if c[0].before in ("với", "cùng", "cùng với", "giữa") or c[0].points_to in ("pair", "states")
    ]
    for chain in with_whom[:1]:
        distance = chain[0].start - reading.sentence.start - clause.cue.end
        if distance <= 140 and (len(set(actors)) < 2 or chain[0].before == "giữa" and len(chain) > 1):
            joined = reading.ids(chain)
            actors = (
                joined if chain[0].before == "giữa" and len(joined) > 1 else tuple(dict.fromkeys([*actors, *joined]))
            )
    if len(actors) == 1 and subject.how != "noun" and is_country(actors[0]):
        actors = (*actors, *reading.discourse.addressee_of(actors))
    if not actors and subject.how != "noun":
        return None
    if not actors and not _is_plural_subject(reading, clause):
        return None
    return _finding(reading, clause, subject, actors, ())


def _is_plural_subject(reading: _Reading, clause: Clause) -> bool:
    """Whether several parties act that the text does not name: "lãnh đạo 41 sứ quán cùng ký"."""
    return _PLURAL.search(reading.lowered[clause.start : clause.cue.start]) is not None


def _promise(reading: _Reading, clause: Clause, subject: Subject) -> _Finding | None:
    actors = _subject_ids(reading, subject)
    if not actors and subject.how == "noun":
        actors = _behind_a_passive(reading, clause)
        if actors:
            return _finding(reading, clause, subject, actors, reading.discourse.addressee_of(actors))
        if _is_plural_subject(reading, clause) and clause.cue.rule.needs is None:
            return _finding(reading, clause, subject, (), ())
    after = chains_after(clause, reading.actors, reading.sentence.start)
    if after and after[0][0].before == "giữa" and len(reading.ids(after[0])) > 1 and len(actors) < 2:
        return _finding(reading, clause, subject, reading.ids(after[0]), ())
    if not actors or not _is_cooperation(reading, clause, subject, actors):
        return None
    return _finding(reading, clause, subject, actors, _for_whom(reading, clause, actors))


def _behind_a_passive(reading: _Reading, clause: Clause) -> tuple[str, ...]:
    """Who stands behind "sẽ được triển khai từ nguồn hỗ trợ của ..."; empty where the clause is no passive."""
    if not reading.lowered[clause.cue.end :].lstrip().startswith("được"):
        return ()
    for chain in chains_after(clause, reading.actors, reading.sentence.start):
        if chain[0].before in ("của", "do", "từ"):
            return reading.ids(chain)
    return ()


def _give(reading: _Reading, clause: Clause, subject: Subject) -> _Finding | None:
    actors = _subject_ids(reading, subject)
    if not actors:
        return None
    verb = action_after(reading.lowered, clause.cue.end) or clause.cue.text
    whom = _for_whom(reading, clause, actors)
    is_support = action_verbs().get(verb, False)
    is_principal = bool(set(actors) & {*reading.discourse.pair, *reading.discourse.everyone} - {VIET_NAM})
    if not is_support and not is_principal and not _has_other_after(reading, clause, actors):
        return None
    if subject.how == "noun":
        return None
    if actors == (VIET_NAM,) and not _has_other_after(reading, clause, actors):
        return None
    return _finding(reading, clause, subject, actors, whom)


def _thank(reading: _Reading, clause: Clause, subject: Subject) -> _Finding | None:
    receivers = _subject_ids(reading, subject)
    for chain in chains_after(clause, reading.actors, reading.sentence.start):
        givers = _without(reading.ids(chain), receivers)
        if givers:
            whom = receivers or reading.discourse.others_than(givers)
            return _finding(reading, clause, subject, givers, whom)
    return None


def _aim(reading: _Reading, clause: Clause, subject: Subject) -> _Finding | None:
    actors = _subject_ids(reading, subject)
    if not actors and subject.how == "noun":
        inside = [a for a in reading.actors if a.end - reading.sentence.start <= clause.cue.start and a.partner_ids]
        actors = reading.ids(inside[-1:])
    if not actors:
        after = chains_after(clause, reading.actors, reading.sentence.start)
        actors = reading.ids(after[0]) if after and after[0][0].before in ("của", "mà") else reading.discourse.last
    if not actors:
        return None
    return _finding(reading, clause, subject, actors, ())


_FRAMES = {"ask": _ask, "agree": _agree, "promise": _promise, "give": _give, "thank": _thank, "aim": _aim}


def _subject_ids(reading: _Reading, subject: Subject) -> tuple[str, ...]:
    ids = reading.ids(subject.actors)
    if ids:
        return ids
    person = next((actor.person for actor in subject.actors if actor.person is not None), None)
    if person is not None:
        # A bare title whose bearer is not named is at home a Vietnamese office; a foreign name is the other side's.
        return (VIET_NAM,) if person.name is None else reading.discourse.addressee_of((VIET_NAM,))
    return reading.discourse.last if subject.how == "ellipsis" and not subject.actors else ()


def _for_whom(reading: _Reading, clause: Clause, actors: Sequence[str]) -> tuple[str, ...]:
    after = chains_after(clause, reading.actors, reading.sentence.start)
    ranked = sorted(after, key=lambda chain: _distance_from_recipient(chain[0]))
    for chain in ranked:
        if chain[0].points_to in ("pair", "states"):
            return reading.discourse.others_than(actors)
        whom = _without(reading.ids(chain), actors)
        if whom:
            return whom
    return reading.discourse.addressee_of(actors)


def _distance_from_recipient(actor: Actor) -> int:
    if actor.role == "object" or actor.before in _FOR_WHOM:
        return 0
    return 1 if actor.before == "của" or actor.role in ("open", "modifier") else 2


def _is_cooperation(reading: _Reading, clause: Clause, subject: Subject, actors: Sequence[str]) -> bool:
    """Whether a promise has another party in sight: named, spoken to, or agreed with at a meeting."""
    if subject.how == "noun":
        return False
    if reading.has_other(actors):
        return True
    is_own = set(actors) <= {VIET_NAM}
    return clause.is_reported or not is_own


def _has_other_after(reading: _Reading, clause: Clause, actors: Sequence[str]) -> bool:
    after = chains_after(clause, reading.actors, reading.sentence.start)
    return any(_without(reading.ids(chain), actors) for chain in after)


def _without(ids: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(partner for partner in ids if partner not in others)


def _finding(
    reading: _Reading, clause: Clause, subject: Subject, actors: Sequence[str], whom: Sequence[str]
) -> _Finding:
    person = next((actor.person for actor in subject.actors if actor.person is not None), None)
    if clause.cue.rule.frame == "agree":
        whom = ()
    return _Finding(
        clause=clause,
        kind=clause.cue.rule.kind,
        actors=tuple(actors),
        counterparties=tuple(whom),
        speaker=details.speaker(reading.lowered, clause, reading.actors, reading.sentence.start, person),
        confidence=_BASE_CONFIDENCE[subject.how],
    )


def _record(
    document: Document, reading: _Reading, finding: _Finding, meetings: Sequence[Meeting], number: int
) -> Commitment:
    quote, start, end = document.evidence(reading.sentence.start, reading.sentence.end)
    numbers = details.numbers(document, reading.sentence, finding.clause, finding.kind)
    meeting = details.meeting_of(meetings, reading.sentence)
    published = document.article.published_on
    return Commitment(
        article_id=document.article.article_id,
        quote=quote,
        char_start=start,
        char_end=end,
        rule_id=finding.clause.cue.rule.rule_id,
        confidence=finding.confidence,
        commitment_number=number,
        meeting_number=meeting.meeting_number if meeting is not None else None,
        kind=finding.kind,
        actors=finding.actors,
        counterparties=finding.counterparties,
        speaker=finding.speaker,
        instrument=details.instrument(reading.lowered),
        made_on=(meeting.starts if meeting is not None else None) or (published.isoformat() if published else None),
        deadline_year=numbers.deadline_year,
        baseline_year=numbers.baseline_year,
        value=numbers.value,
        unit=numbers.unit,
        amount=numbers.amount,
        currency=numbers.currency,
        topics=find_topics(quote) or (Topic.OTHER,),
    )

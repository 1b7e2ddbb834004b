"""What parties promise, agree, aim for, ask and have given: one record per sentence, kind and set of actors.

Each clause with a cue is read by the cue's frame (see `seeds/rules/commitment_cues.yml`): the frame says where the
actors and the counterparties stand. What cannot be tied to a party is not a commitment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from articles.extraction import commitment_details as details
from articles.extraction.actors import Actor
from articles.extraction.clauses import find_clauses, is_negated
from articles.extraction.commitment_frames import read_sides
from articles.extraction.commitment_needs import has_what_it_needs
from articles.extraction.commitment_reading import Reading
from articles.extraction.cues import Cue
from articles.extraction.discourse import Discourse, speakers_of_quotations
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM
from articles.topics import find_topics_under
from schemas.edtf import first_day
from schemas.facts import Commitment, Meeting
from schemas.vocabularies import CommitmentKind, MeetingKind, MeetingStatus, Salience, Topic

_CONFIDENCE: Final = {"explicit": 1.0, "ellipsis": 0.7, "modifier": 0.6, "noun": 0.6}
"""How sure a commitment can be at most, by how its subject was found; its rule has a limit too. See docs/quality.md."""
_HAS_MET: Final = frozenset({MeetingStatus.HELD, MeetingStatus.ONGOING})
_WHETHER = "liệu"
"""The word of a doubt; `clause.question` says when it asks."""
_TWO = 2
_WITH = "với"
"""The word before whom a sentence turns to at its head."""
_FRONT = 30
"""Code points at the front of a sentence in which a visit stands that it is set in."""
_A_VISIT = "chuyến thăm"
_MOST_CUES = 40
"""Cues of one sentence that are looked at: more stand only in texts made to keep a reader busy."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """A commitment, before the details of its sentence are added."""

    reading: Reading
    actors: tuple[str, ...]
    counterparties: tuple[str, ...]
    is_alone: bool = True
    """Whether the sentence has no other commitment, so that all its figures belong to this one."""

    @property
    def cue(self) -> Cue:
        return self.reading.clause.cue


def find_commitments(
    scenes: Sequence[Scene], meetings: Sequence[Meeting], discourse: Discourse
) -> tuple[Commitment, ...]:
    """Return the commitments of the article in order; `meetings` are its meetings, for where each was made.

    `discourse` is the state before the first sentence; it is led on to the last one that has a cue.
    """
    records: list[Commitment] = []
    discourse.convene(_parties_of_many(meetings))
    told = max((number for number, scene in enumerate(scenes, 1) if scene.cues), default=0)
    speakers = speakers_of_quotations(scenes)
    for number, scene in enumerate(scenes[:told]):
        for meeting in meetings:
            if meeting.char_start == scene.start and _seats_both(scene, meeting):
                discourse.sit_down(meeting.parties)
        is_of_ours = VIET_NAM in discourse.pair
        discourse.sit_down(_sides_of_talks(scene, discourse.last_state if is_of_ours else ()))
        discourse.sit_down(_sides_turned_to(scene) if is_of_ours else ())
        discourse.look_at(scene.actors, scene.lowered)
        discourse.quote(speakers.get(number))
        for finding in _merged(_findings(scene, discourse)) if scene.cues else ():
            records.append(_record(finding, meetings, len(records) + 1))
        discourse.hear(scene.actors, scene.lowered, scene.start)
    return tuple(records)


def _seats_both(scene: Scene, meeting: Meeting) -> bool:
    """Whether the parties of the meeting are those of what comes next: talks, or a visit on which "hai bên" act."""
    if meeting.kind is not MeetingKind.VISIT:
        return meeting.kind is MeetingKind.TALKS
    is_of_two = len(meeting.parties) == _TWO and any(actor.is_both for actor in scene.actors)
    return is_of_two and _A_VISIT in scene.lowered[:_FRONT] and meeting.status is MeetingStatus.HELD


def _sides_of_talks(scene: Scene, last_state: tuple[str, ...]) -> tuple[str, ...]:
    """Who talks with whom in this sentence, also where the talks were told of before; nobody where they are not two.

    A leader whose state is not named there is that of the foreign state told of last.
    """
    if not any(head.rule.kind is MeetingKind.TALKS and not head.is_plural for head in scene.heads):
        return ()
    hosts = next((actor.partner_ids for actor in scene.actors if actor.role == "open" and actor.partner_ids), ())
    with_words = phrase_words("parties.talked_with")
    met = [actor for actor in scene.actors if actor.before in with_words]
    # "Tại cuộc gặp Thủ tướng Lào, hai bên chứng kiến lễ ký giữa ...": those who sign sit at no table.
    met = [actor for actor in met if actor.chain == met[0].chain]
    guests = [
        partner for actor in met for partner in actor.partner_ids or (last_state if _is_a_stranger(actor) else ())
    ]
    if not hosts or hosts == tuple(guests):
        # "Đoàn gặp bà ...", "Làm việc với ông ..., Thứ trưởng": who is not named sits at the table for Viet Nam.
        hosts = (VIET_NAM,)
    sides = tuple(dict.fromkeys((*hosts, *guests)))
    return sides if guests and (len(sides) == _TWO or hosts == (VIET_NAM,)) else ()


def _sides_turned_to(scene: Scene) -> tuple[str, ...]:
    """Viet Nam and whom a sentence turns to that goes on about both: "Với Lào, hai bên nhất trí ..."; else nobody."""
    first = scene.actors[0] if scene.actors else None
    if first is None or first.before != _WITH or not scene.lowered.startswith(f"{_WITH} "):
        return ()
    is_of_both = any(actor.is_both and actor.role == "open" for actor in scene.actors[1:])
    return (VIET_NAM, *first.partner_ids) if is_of_both and VIET_NAM not in first.partner_ids else ()


def _is_a_stranger(actor: Actor) -> bool:
    """Whether the party is a head of state or of government by name, with no word of whose."""
    person = actor.person
    return person is not None and person.name is not None and not phrase_words("person.heads").isdisjoint(person.titles)


def _parties_of_many(meetings: Sequence[Meeting]) -> tuple[str, ...]:
    """Who takes part in the first meeting of more than two that the article is about; nobody where there is none."""
    mains = (meeting.parties for meeting in meetings if meeting.salience is Salience.MAIN)
    return next((parties for parties in mains if len(parties) > _TWO), ())


def _findings(scene: Scene, discourse: Discourse) -> list[_Finding]:
    cues = [cue for first in scene.cues if (cue := _usable(scene, first.readings())) is not None][:_MOST_CUES]
    if not cues or _is_asked(scene.lowered):
        return []
    while True:
        found, empty = _read_clauses(scene, discourse, cues)
        if not empty:
            return found
        # What turned out to be no commitment must not hide one in its complement; another rule may read it.
        again = [_usable(scene, islice(cue.readings(), 1, None)) if cue in empty else cue for cue in cues]
        cues = [cue for cue in again if cue is not None]


def _is_asked(lowered: str) -> bool:
    """Whether the sentence is a question, or tells of one."""
    may_be = "?" in lowered or _WHETHER in lowered
    return may_be and phrase("clause.question").search(lowered) is not None


def _usable(scene: Scene, readings: Iterable[Cue]) -> Cue | None:
    """The first reading of a cue whose rule has what it needs in the sentence; None if there is none."""
    return next((cue for cue in readings if has_what_it_needs(scene, cue)), None)


def _read_clauses(scene: Scene, discourse: Discourse, cues: Sequence[Cue]) -> tuple[list[_Finding], list[Cue]]:
    """Return what the clauses of these cues say, and the cues that say nothing."""
    found: list[_Finding] = []
    empty: list[Cue] = []
    for clause in find_clauses(scene, cues):
        if is_negated(scene, clause.cue):
            # It stays a principal, so that what it governs is not told either.
            continue
        reading = Reading.of(scene, discourse, clause)
        sides = read_sides(reading)
        if sides is None:
            empty.append(clause.cue)
        else:
            found.append(_Finding(reading, *sides))
    return found, empty


def _merged(findings: Sequence[_Finding]) -> Iterable[_Finding]:
    """The first finding of each kind and set of actors."""
    kept: dict[tuple[CommitmentKind, frozenset[str]], _Finding] = {}
    for finding in findings:
        kept.setdefault((finding.cue.rule.kind, frozenset(finding.actors)), finding)
    if len(kept) < _TWO:
        return list(kept.values())
    return [replace(finding, is_alone=False) for finding in kept.values()]


def _record(finding: _Finding, meetings: Sequence[Meeting], number: int) -> Commitment:
    scene, rule = finding.reading.scene, finding.cue.rule
    document = scene.document
    quote, start, end = document.evidence(scene.start, scene.sentence.end)
    clause = finding.reading.clause
    has_all_figures = finding.is_alone and not clause.is_contrasted
    numbers = details.numbers(scene, rule.kind, None if has_all_figures else clause, finding.reading.begins)
    meeting = details.meeting_of(meetings, scene.start)
    published = document.article.published_on
    return Commitment(
        article_id=document.article.article_id,
        quote=quote,
        char_start=start,
        char_end=end,
        rule_id=rule.rule_id,
        confidence=_confidence(finding),
        commitment_number=number,
        meeting_number=meeting.meeting_number if meeting is not None else None,
        kind=rule.kind,
        actors=finding.actors,
        counterparties=finding.counterparties,
        speaker=details.speaker(finding.reading),
        instrument=details.instrument(scene.key_words),
        made_on=_made_on(meeting, published),
        deadline_year=numbers.deadline_year,
        baseline_year=numbers.baseline_year,
        value=numbers.value,
        unit=numbers.unit,
        amount=numbers.amount,
        currency=numbers.currency,
        topics=find_topics_under(document.article.title, quote) or (Topic.OTHER,),
    )


def _made_on(meeting: Meeting | None, published: date | None) -> str | None:
    """The day of the meeting as EDTF, else that of publication: what is said of a meeting to come is said before it."""
    if meeting is not None and meeting.starts is not None and meeting.status in _HAS_MET:
        begins = first_day(meeting.starts)
        if begins is None or published is None or begins <= published:
            return meeting.starts
    return published.isoformat() if published is not None else None


def _confidence(finding: _Finding) -> float:
    return min(_CONFIDENCE[finding.reading.subject.how], finding.cue.rule.confidence)

"""What a reader keeps in mind from sentence to sentence: who talks with whom, who acted last, who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from articles.extraction.actors import Actor, chains, is_country, partner_ids_of
from articles.extraction.document import Document
from articles.extraction.lexicon import phrase, phrase_openings
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM
from schemas.vocabularies import PartnerKind

_TITLE_WEIGHT, _LEAD_WEIGHT = 5, 2
_OPENING_SENTENCES = 6
_FEWEST_MENTIONS = 3
_TWO = 2
_BETWEEN = "giữa"
"""The word before both sides of a relation."""
_OPENING, _CLOSING, _STRAIGHT = "“", "”", '"'
_MARKS = (_OPENING, _STRAIGHT)
_QUOTE_MARK = re.compile(f"[{_OPENING}{_CLOSING}{_STRAIGHT}]")
_HEAD_OF_A_TEXT = 600
"""Code points after the title in which the city stands that a text is about."""
_HEAD_OF_A_SENTENCE = 2
"""Code points before the mark of a quotation that a sentence begins with."""
_SHARE_OF_TWO = 0.7
"""Share of a text's mentions of partners that two parties have where the text is about them alone."""


_Sides: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""A pair and the two states told of with it."""


@dataclass
class Discourse:
    """The state while reading; `look_at` and `hear` change it, each once a sentence."""

    pair: tuple[str, ...] = ()
    """The two parties of the talks that the text is about; empty where there are none."""
    states: tuple[str, ...] = ()
    """The two states that "hai nước" means; the pair where both are states."""
    is_bilateral: bool = False
    """Whether the text is about the pair alone, so that what one side says is meant for the other."""
    everyone: tuple[str, ...] = ()
    """All parties of the meeting that the text is about."""
    last: tuple[str, ...] = ()
    """Who acted in the last sentence that had an actor."""
    last_foreign: tuple[str, ...] = ()
    """The same of those who are not Viet Nam."""
    last_state: tuple[str, ...] = ()
    """The foreign state told of last, whose embassy "Đại sứ quán" is."""
    guests: tuple[str, ...] = ()
    """The parties with whom Viet Nam sits at one table, where they are several."""
    is_of_a_city_at_home: bool = False
    """Whether the title names a Vietnamese city or province, so that "thành phố" is that one."""
    speaker_partners: tuple[str, ...] = ()
    """For whom the person speaks who spoke last."""
    affiliations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Full name of a person told of without an office -> the party whose acts this person announced first."""
    speaker: str | None = None
    """The full name of the person who spoke last."""
    is_quoting: bool = False
    """Whether the sentence being read stands in a quotation, so that who spoke last says it."""
    is_open: bool = False
    """Whether a quotation was opened that has not been closed yet."""
    place_partners: tuple[str, ...] = ()
    """The state of the foreign city that was named last."""
    own_pair: _Sides | None = None
    """The two that the text is about, while a sentence tells of two others in passing."""

    def resolve(self, actor: Actor) -> tuple[str, ...]:
        """Return the partner ids that the actor stands for here; empty where nobody knows."""
        if actor.points_to is None:
            return actor.partner_ids
        return {
            "pair": self.pair,
            "states": self.states or self.pair,
            "all": self._all_at_the_table(),
            "many": self.everyone,
            "last": self.last,
            "speaker": self.speaker_partners or self.last,
            "other": self.others_than((VIET_NAM,)),
            "home": (VIET_NAM,),
            "government": self.speaker_partners if self.is_quoting and self.speaker_partners else self._government(),
            "place": (VIET_NAM,) if self.is_of_a_city_at_home else self.place_partners,
            "embassy": self.last_state,
            "abroad": self.last_foreign if self.last == (VIET_NAM,) and self.last_foreign else self.last,
        }[actor.points_to]

    def _all_at_the_table(self) -> tuple[str, ...]:
        """Who "các bên" are: those of a meeting of many, or Viet Nam and all with whom it sits down."""
        if self.everyone:
            return self.everyone
        return (VIET_NAM, *self.guests) if self.guests else (self.pair if self.is_bilateral else ())

    def _government(self) -> tuple[str, ...]:
        """Whose "Chính phủ" is, without a name: in a text in which Viet Nam is hardly told of, another state's."""
        is_at_home = VIET_NAM in (*self.pair, *self.states, *self.last) or not self.last_state
        return (VIET_NAM,) if is_at_home else self.last_state

    def others_than(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return the other side of the pair; empty where `ids` do not belong to it or fill it."""
        pair = next((pair for pair in (self.pair, self.states) if set(ids) & set(pair)), ())
        return tuple(partner for partner in pair if partner not in ids)

    def addressee_of(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return for whom an act is meant that names nobody: the other side of a text about two; else nobody."""
        if self.guests and set(ids) <= set(self.guests):
            return (VIET_NAM,)
        return self.others_than(ids) if self.is_bilateral else ()

    def convene(self, parties: Sequence[str]) -> None:
        """Take in who is said to take part in the main meeting; who was seen so far may have been a part of them."""
        if len(self.everyone) > 1 and set(self.everyone) < set(parties):
            self.everyone = tuple(parties)

    @property
    def third(self) -> tuple[str, ...]:
        """The foreign state that acted last, where it is none of the two sides: a leader named next is likely its."""
        is_known = VIET_NAM in self.last or bool({*self.last} & {*self.pair, *self.states, *self.guests})
        return () if is_known or not self.last or not is_country(self.last[0]) else self.last

    def sit_down(self, parties: Sequence[str]) -> None:
        """Take in talks that the next sentences tell of: with two parties, what one says is meant for the other."""
        self.own_pair = None if parties else self.own_pair
        if len(parties) > 2 and parties[0] == VIET_NAM:
            self.guests = tuple(parties[1:])
        if len(parties) == 2:
            self.guests = ()
            self.pair = (parties[0], parties[1])
            self.is_bilateral = True
            if all(is_country(partner) for partner in parties):
                self.states = self.pair

    def look_at(self, actors: Sequence[Actor], words: str = "") -> None:
        """Take in, before the sentence is read, what it points back to: a city, a speaker, a quotation."""
        self.is_quoting = self.is_open or words.lstrip("- ").startswith(_MARKS)
        for actor in actors:
            if actor.is_place and actor.partner_ids != (VIET_NAM,):
                self.place_partners = actor.partner_ids
            if actor.person is not None and _speaks(actor):
                self.speaker_partners = actor.person.partner_ids or self.speaker_partners

    def quote(self, speaker: Actor | None) -> None:
        """Take in that the sentence to be read is this party's own words; nothing where there is none."""
        if speaker is not None:
            self.speaker = speaker.person.name if speaker.person is not None else None
            known = self.affiliations.get(self.speaker or "", ())
            self.speaker_partners = speaker.partner_ids or known or self.speaker_partners

    def hear(self, actors: Sequence[Actor], words: str = "", start: int = 0) -> None:
        """Take in a sentence: what it says of pairs, of who acts and of who speaks, and whether a quotation goes on.

        `start` is where its words begin in the text.
        """
        self.is_open = _is_left_open(words, was_open=self.is_open)
        if not actors:
            return
        if self.own_pair is not None and not any(actor.is_both for actor in actors):
            self.pair, self.states = self.own_pair
            self.own_pair = None
        self._take_in_pairs(actors)
        self._present_sides(actors, words, start)
        for actor, following in pairwise(actors):
            if actor.person is not None and not actor.partner_ids and following.role == "open" and _speaks(actor):
                self._tell_of(actor.person.name, following)
        for actor in actors:
            if actor.acts and actor.partner_ids:
                self.last = actor.partner_ids
            if actor.partner_ids and VIET_NAM not in actor.partner_ids and _is_told_of(actor):
                self.last_foreign = actor.partner_ids
                self.last_state = actor.partner_ids if is_country(actor.partner_ids[0]) else self.last_state
            if actor.person is not None and _speaks(actor):
                self.speaker_partners = actor.person.partner_ids
                self.speaker = actor.person.name

    def _take_in_pairs(self, actors: Sequence[Actor]) -> None:
        """Take in the two who are told of together, or the many."""
        for chain in chains(actors):
            if len(chain) == 1 and len(chain[0].partner_ids) <= _TWO:
                continue
            ids = tuple(dict.fromkeys(partner for actor in chain for partner in self._of_a_side(actor)))
            if len(ids) == 2 and len(chain) == 2 and (chain[0].role == "open" or chain[0].before == _BETWEEN):
                if VIET_NAM in self.pair and VIET_NAM not in ids and self.is_bilateral:
                    # "Mỹ và Trung Quốc đã họp tại Huế.": the next sentence may be about those, not the one after it.
                    self.own_pair = self.pair, self.states
                self.pair = ids
                if all(is_country(partner) for partner in ids):
                    self.states = ids
            elif len(ids) > 2 and chain[0].role == "open" and not self.everyone:
                self.everyone = ids

    def _of_a_side(self, actor: Actor) -> tuple[str, ...]:
        """Whom one of two joined parties stands for: an authority at home may be told by its noun alone."""
        return self.resolve(actor) if actor.points_to in ("home", "place") else actor.partner_ids

    def _present_sides(self, actors: Sequence[Actor], words: str, start: int) -> None:
        """Take in for whom people are listed: "Về phía Na Uy có ông Hansen và ông Berg"."""
        side: tuple[str, ...] = ()
        nouns = phrase_openings("parties.side")
        for actor in actors:
            if words.startswith(nouns, actor.start - start, actor.end - start):
                side = actor.partner_ids
            elif side and actor.person is not None and actor.person.name is not None and not actor.partner_ids:
                self.affiliations.setdefault(actor.person.name, side)

    def _tell_of(self, name: str | None, party: Actor) -> None:
        """Take in for whom a person without an office speaks: "ông Hansen nói Na Uy sẽ ..."."""
        if name is not None and party.person is None and party.partner_ids and VIET_NAM not in party.partner_ids:
            self.affiliations.setdefault(name, party.partner_ids)


def _is_left_open(words: str, *, was_open: bool) -> bool:
    """Whether a quotation is open after these words."""
    for mark in _QUOTE_MARK.findall(words):
        was_open = mark == _OPENING or (mark == _STRAIGHT and not was_open)
    return was_open


def speakers_of_quotations(scenes: Sequence[Scene]) -> dict[int, Actor]:
    """Number of each scene in a quotation -> the party that the words behind it name: "“..., ...”, bà Hansen nói"."""
    found: dict[int, Actor] = {}
    is_open, quoted = False, list[int]()
    for number, scene in enumerate(scenes):
        marks = list(_QUOTE_MARK.finditer(scene.lowered))
        if not marks and not is_open:
            continue
        was_open, is_open = is_open, _is_left_open(scene.lowered, was_open=is_open)
        is_at_the_head = bool(marks) and marks[0].start() <= _HEAD_OF_A_SENTENCE
        if was_open or is_at_the_head:
            quoted.append(number)
        if is_open or not quoted:
            continue
        behind = scene.start + (marks[-1].end() if marks else 0)
        after = [actor for actor in scene.actors if actor.start >= behind]
        names = [actor for actor in after if _speaks(actor) or speaks_after(scene, actor)]
        found.update((inside, names[0]) for inside in quoted if names)
        quoted = []
    return found


def speaks_after(scene: Scene, actor: Actor) -> bool:
    """Whether the party closes a statement: "..., ông Rutte nói"."""
    is_subject = actor.role == "open" and (actor.person is not None or bool(actor.partner_ids))
    return is_subject and phrase("commitment.speaks_after").match(scene.lowered, actor.end - scene.start) is not None


def _is_told_of(actor: Actor) -> bool:
    """Whether the sentence is about the party, or about somebody who meets or belongs to it: no place or country."""
    return actor.acts or actor.person is not None or (actor.role in ("object", "oblique") and not actor.is_place)


def _speaks(actor: Actor) -> bool:
    return actor.person is not None and actor.person.name is not None and actor.role == "open"


def opening(document: Document, scenes: Sequence[Scene]) -> Discourse:
    """Return the state before the first sentence: the two parties that title and text speak of most."""
    counts = _weighted_mentions(document)
    ranked = [partner for partner, _ in counts.most_common()]
    countries = [partner for partner in ranked if document.partners[partner].kind is PartnerKind.COUNTRY]
    pair = _pair(ranked, countries)
    foreign = [partner for partner in countries[:2] if partner != VIET_NAM]
    is_at_home = VIET_NAM in countries[:2] or VIET_NAM in ranked[:3]
    states = () if len(countries) < 2 else (VIET_NAM, foreign[0]) if is_at_home else (countries[0], countries[1])
    is_bilateral = _is_about_two(counts, pair, states)
    return Discourse(
        pair=pair,
        states=states,
        is_bilateral=is_bilateral,
        everyone=_everyone(document, scenes, counts),
        last=_first_to_act(counts, is_bilateral=is_bilateral),
        is_of_a_city_at_home=_is_of_a_city_at_home(document),
    )


def _first_to_act(counts: Counter[str], *, is_bilateral: bool) -> tuple[str, ...]:
    """Whose deed it is before anybody has acted: the partner named most; nobody's where two are named as often."""
    ranked = counts.most_common(2)
    is_open = not is_bilateral and len(ranked) == 2 and ranked[0][1] == ranked[1][1] and counts[VIET_NAM] < ranked[0][1]
    return () if is_open else tuple(partner for partner, _ in ranked[:1])


def _is_about_two(counts: Counter[str], pair: Sequence[str], states: Sequence[str]) -> bool:
    """Whether nearly all that is named are the two sides, the foreign one more than in passing."""
    sides = {*pair, *states} if VIET_NAM in states else {*pair}
    foreign = max((counts[partner] for partner in sides if partner != VIET_NAM), default=0)
    share = sum(counts[partner] for partner in sides) / max(1, counts.total())
    return share >= _SHARE_OF_TWO and foreign >= min(_FEWEST_MENTIONS, 0.3 * counts.total())


def _is_of_a_city_at_home(document: Document) -> bool:
    """Whether the first city or province named in the title is one at home; without one, in the lead or first words."""
    title_end = len(document.article.title or "")
    places = [name for name in document.names if name.kind == "place"]
    in_title = [name.id for name in places if name.end <= title_end]
    if in_title:
        return in_title[0] == VIET_NAM
    first = next((name.id for name in places if name.end <= title_end + _HEAD_OF_A_TEXT), None)
    return first == VIET_NAM


def _weighted_mentions(document: Document) -> Counter[str]:
    """How often each partner is spoken of; its names in title and lead count for more."""
    counts: Counter[str] = Counter()
    title_end = len(document.article.title or "")
    lead_end = title_end + len(document.article.lead or "")
    for name in document.names:
        if name.kind in ("partner", "office") and name.id in document.partners:
            weight = _TITLE_WEIGHT if name.end <= title_end else _LEAD_WEIGHT if name.end <= lead_end else 1
            counts[name.id] += weight
    for person in document.people:
        counts.update(person.partner_ids)
    return counts


def _pair(ranked: Sequence[str], countries: Sequence[str]) -> tuple[str, ...]:
    """Viet Nam and the state, else the body, named most beside it; where Viet Nam is hardly named, the first two."""
    if len(ranked) < 2:
        return ()
    if VIET_NAM not in ranked[:3]:
        return ranked[0], ranked[1]
    foreign = next((p for p in (*countries, *ranked) if p != VIET_NAM), None)
    return (VIET_NAM, foreign) if foreign is not None else ()


def _is_body(document: Document, partner: str) -> bool:
    return document.partners[partner].kind is PartnerKind.INTERNATIONAL_ORGANIZATION


def _everyone(document: Document, scenes: Sequence[Scene], counts: Counter[str]) -> tuple[str, ...]:
    """The parties of a meeting of many: a list of three or more at the text's beginning, else the convening body."""
    title_end = len(document.article.title or "")
    in_title = [n.id for n in document.names if n.end <= title_end and n.kind == "partner"]
    convening = next((p for p in in_title if _is_body(document, p)), None)
    if convening is not None:
        return (convening,)
    for scene in scenes[:_OPENING_SENTENCES]:
        for chain in chains(scene.actors):
            ids = partner_ids_of(chain)
            if len(ids) > 2:
                return ids
    bodies = (partner for partner, _ in counts.most_common() if _is_body(document, partner))
    body = next(bodies, None)
    return (body,) if body is not None and counts[body] >= _FEWEST_MENTIONS else ()

"""What a reader keeps in mind from sentence to sentence: who talks with whom, who acted last, who speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extraction.actors import Actor, is_country
from articles.extraction.document import Document
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM
from schemas.vocabularies import PartnerKind

_TITLE_WEIGHT, _LEAD_WEIGHT = 5, 2
_OPENING_SENTENCES = 6
_FEWEST_MENTIONS = 3
_SHARE_OF_TWO = 0.7
"""Share of a text's mentions of partners that two parties have where the text is about them alone."""


@dataclass
class Discourse:
    """The state while reading. It is changed by `hear` alone, once a sentence."""

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
    speaker: str | None = None
    """Full name of who spoke last."""
    speaker_partners: tuple[str, ...] = ()
    place_partners: tuple[str, ...] = ()
    """The state of the foreign city that was named last."""
    _heard: list[tuple[str, ...]] = field(default_factory=list)

    def resolve(self, actor: Actor) -> tuple[str, ...]:
        """Return the partner ids that the actor stands for here; empty where nobody knows."""
        match actor.points_to:
            case None:
                return actor.partner_ids
            case "pair":
                return self.pair
            case "states":
                return self.states or self.pair
            case "all":
                return self.everyone or self.pair
            case "last":
                return self.last
            case "speaker":
                return self.speaker_partners or self.last
            case "other":
                return self.others_than((VIET_NAM,))
            case "home":
                return (VIET_NAM,)
            case _:
                return self.place_partners

    def others_than(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return the other side of the pair; empty where `ids` do not belong to it or fill it."""
        for pair in (self.pair, self.states):
            if set(ids) & set(pair):
                return tuple(partner for partner in pair if partner not in ids)
        return ()

    def addressee_of(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return for whom an act is meant that names nobody: the other side of a text about two; else nobody."""
        return self.others_than(ids) if self.is_bilateral else ()

    def look_at(self, actors: Sequence[Actor]) -> None:
        """Take in, before the sentence is read, what its own words point back to: a city and a speaker."""
        for actor in actors:
            if actor.is_place and actor.partner_ids != (VIET_NAM,):
                self.place_partners = actor.partner_ids
            if actor.person is not None and actor.person.name is not None and actor.role == "open":
                self.speaker_partners = actor.person.partner_ids or self.speaker_partners

    def hear(self, actors: Sequence[Actor]) -> None:
        """Take in a sentence: what it says of pairs, of who acts and of who speaks."""
        for chain in _chains(actors):
            ids = tuple(dict.fromkeys(partner for actor in chain for partner in actor.partner_ids))
            is_acting = chain[0].role in ("open", "agent") or chain[0].before == "giữa"
            if len(ids) == 2 and len(chain) == 2 and is_acting:
                self.pair = ids
                if all(is_country(partner) for partner in ids):
                    self.states = ids
            elif len(ids) > 2 and chain[0].role in ("open", "agent") and not self.everyone:
                self.everyone = ids
        for actor in actors:
            if actor.role in ("open", "agent") and actor.partner_ids:
                self.last = actor.partner_ids
            if actor.person is not None and actor.person.name is not None and actor.role == "open":
                self.speaker = actor.person.name
                self.speaker_partners = actor.person.partner_ids


def opening(document: Document, scenes: Sequence[Scene]) -> Discourse:
    """Return the state before the first sentence: the two parties that title and text speak of most."""
    counts: Counter[str] = Counter()
    title_end = len(document.article.title or "")
    lead_end = title_end + len(document.article.lead or "")
    for name in document.names:
        if name.kind not in ("partner", "office") or name.id not in document.partners:
            continue
        counts[name.id] += _TITLE_WEIGHT if name.end <= title_end else _LEAD_WEIGHT if name.end <= lead_end else 1
    for person in document.people:
        counts.update(person.partner_ids)
    countries = (
        [p for p, _ in counts.most_common() if document.partners[p].kind is PartnerKind.COUNTRY] if counts else []
    )
    ranked = [p for p, _ in counts.most_common()]
    if VIET_NAM in ranked[:3] and len(ranked) > 1:
        foreign = [p for p in countries if p != VIET_NAM] or [p for p in ranked if p != VIET_NAM]
        pair: tuple[str, ...] = (VIET_NAM, foreign[0])
    else:
        pair = tuple(ranked[:2]) if len(ranked) > 1 else ()
    states = (VIET_NAM, countries[0] if countries[0] != VIET_NAM else countries[1]) if len(countries) > 1 else ()
    return Discourse(
        pair=pair,
        states=states,
        is_bilateral=sum(counts[p] for p in {*pair, *states}) >= _SHARE_OF_TWO * counts.total(),
        everyone=_everyone(document, scenes, counts),
        last=tuple(ranked[:1]),
    )


def _everyone(document: Document, scenes: Sequence[Scene], counts: Counter[str]) -> tuple[str, ...]:
    """The parties of a meeting of many: a list of three or more at the text's beginning, else the body that convenes."""
    for scene in scenes[:_OPENING_SENTENCES]:
        for chain in _chains(scene.actors):
            ids = tuple(dict.fromkeys(partner for actor in chain for partner in actor.partner_ids))
            if len(ids) > 2:
                return ids
    bodies = (p for p, _ in counts.most_common() if document.partners[p].kind is PartnerKind.INTERNATIONAL_ORGANIZATION)
    body = next(bodies, None)
    return (body,) if body is not None and counts[body] >= _FEWEST_MENTIONS else ()


def _chains(actors: Sequence[Actor]) -> list[list[Actor]]:
    chains: dict[int, list[Actor]] = {}
    for actor in actors:
        chains.setdefault(actor.chain, []).append(actor)
    return list(chains.values())

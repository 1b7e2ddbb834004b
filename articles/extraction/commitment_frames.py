"""The frames of `commitment_cues.yml`: where the actors and the counterparties stand around each kind of cue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from articles.extraction.actors import Actor, is_country
from articles.extraction.clauses import Clause, Subject, action_after, chains_after, find_subject
from articles.extraction.discourse import Discourse
from articles.extraction.lexicon import action_verbs, phrase, phrase_words
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM
from schemas.vocabularies import CommitmentKind

Partners: TypeAlias = tuple[str, ...]
Sides: TypeAlias = tuple[Partners, Partners]
"""Actors and counterparties, as partner ids; either may be empty."""

_BETWEEN, _OF, _PASSIVE, _FOR = "giữa", "của", "được", "cho"
"""Words of grammar: what stands before both parties, the owner, the verb of a passive, the one that gets something."""
_RIGHT_AFTER = 12
"""Code points between a verb of asking and the party that is asked."""
_REACH_OF_AN_OWNER = 45
"""Code points between a noun of help and the party whose help it is: "khoản vay ưu đãi 3 triệu USD của ..."."""
_REACH_OF_A_PARTNER = 140
"""Code points between a verb of agreeing and the party that is agreed with."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One clause of a sentence with all that its frame looks at."""

    scene: Scene
    discourse: Discourse
    clause: Clause
    subject: Subject
    after: list[list[Actor]]
    """The chains of parties between the cue and the end of the clause."""

    @classmethod
    def of(cls, scene: Scene, discourse: Discourse, clause: Clause) -> Reading:
        """Return the reading of a clause, its subject and the parties after its cue found."""
        return cls(scene, discourse, clause, find_subject(scene, clause), chains_after(scene, clause))

    @property
    def rest(self) -> str:
        """The words of the sentence after the cue."""
        return self.scene.lowered[self.clause.cue.end :]

    def ids(self, actors: Sequence[Actor]) -> Partners:
        """Return the partners that the actors stand for here, each once."""
        return tuple(dict.fromkeys(partner for actor in actors for partner in self._resolved(actor)))

    def _resolved(self, actor: Actor) -> Partners:
        if actor.points_to == "last":
            for earlier in reversed(self.scene.actors):
                if earlier.end <= actor.start and earlier.partner_ids and not earlier.is_place:
                    return earlier.partner_ids
        return self.discourse.resolve(actor)

    def subject_ids(self) -> Partners:
        """Return whom the subject stands for; of one left out, who acted last; empty where nobody can tell."""
        ids = self.ids(self.subject.actors)
        if ids:
            return ids
        person = next((actor.person for actor in self.subject.actors if actor.person is not None), None)
        if person is None and self.subject.actors:
            return self._owner_of_the_subject()
        if person is None:
            return self.discourse.last if self.subject.how == "ellipsis" else ()
        # A bare title whose bearer is not named is at home a Vietnamese office; a foreign name is the other side's.
        if person.name is None:
            return (VIET_NAM,)
        earlier = [a for a in self.scene.actors if a.end <= self.subject.actors[0].start and a.partner_ids]
        before = [a.partner_ids for a in earlier if a.before not in phrase_words("parties.place_of_an_office")]
        return self.discourse.addressee_of((VIET_NAM,)) or (before[-1] if before else ())

    def _owner_of_the_subject(self) -> Partners:
        """Whose group acts that stands for nobody known: ASEAN's in "Các Bộ trưởng môi trường ASEAN thông qua ..."."""
        begin, end = self.subject.actors[-1].end, self.scene.start + self.clause.cue.start
        between = [a for a in self.scene.actors if begin <= a.start < end and a.role == "modifier"]
        return self.ids(between[:1])

    @property
    def subject_is_pronoun(self) -> bool:
        """Whether a pronoun or a bare title stands for the subject, so that its bearer may have been mistaken."""
        return bool(self.subject.actors) and not any(
            actor.person is not None and actor.person.is_named_here for actor in self.subject.actors
        )

    @property
    def subject_names_the_state(self) -> bool:
        """Whether the state itself acts, by its name or its capital's: no office, no person."""
        return any(_is_a_state(actor) for actor in self.subject.actors)

    @property
    def addresses_nobody_named(self) -> bool:
        """Whether the act is meant for a group without a name: "kêu gọi các nước phát triển"."""
        return phrase("parties.unnamed").match(self.rest.lstrip()) is not None

    def others_after(self, ids: Partners) -> Partners:
        """Return the first parties after the cue that are not among these; empty where there are none."""
        return next((others for chain in self.after if (others := _without(self.ids(chain), ids))), ())

    def distance(self, chain: Sequence[Actor]) -> int:
        """Code points between the cue and the chain."""
        return chain[0].start - self.scene.start - self.clause.cue.end

    @property
    def has_plural_subject(self) -> bool:
        """Whether several parties act that the text does not name: "lãnh đạo 41 sứ quán cùng ký"."""
        words = self.scene.lowered[self.clause.start : self.clause.cue.start]
        return phrase("commitment.plural_subject").search(words) is not None


def _is_a_state(actor: Actor) -> bool:
    return actor.acts and actor.person is None and not (actor.points_to or actor.is_office)


def read_sides(reading: Reading) -> Sides | None:
    """Return who commits and towards whom, by the frame of the clause's cue; None where it is no commitment."""
    return _FRAMES[reading.clause.cue.rule.frame](reading)


def _ask(reading: Reading) -> Sides | None:
    askers = reading.subject_ids()
    near = reading.after[0] if reading.after and reading.distance(reading.after[0]) <= _RIGHT_AFTER else None
    if near is None:
        is_wish = reading.clause.cue.rule.needs == "addressee_or_cooperation"
        if not askers or (is_wish and action_after(reading.scene.lowered, reading.clause.cue.end) is None):
            return None
    if len(askers) == 2 and set(askers) == set(reading.discourse.pair):
        return None
    addressed: Partners = ()
    if near is None and reading.addresses_nobody_named:
        return askers, ()
    if near is not None and askers and set(reading.ids(near)) == set(askers) and reading.subject_is_pronoun:
        # "Ông đề nghị Phần Lan ...": whom he asks is not who he is.
        askers = reading.discourse.others_than(askers)
    if near is not None:
        if near[0].is_everybody:
            # "kêu gọi các nước ...": whom that means, nobody can tell.
            return (askers, ()) if askers else None
        addressed = reading.discourse.others_than(askers) if near[0].is_both else _without(reading.ids(near), askers)
    addressed = addressed or reading.others_after(askers) or reading.discourse.addressee_of(askers)
    if not askers and addressed in ((), (VIET_NAM,)) and reading.subject.how == "noun":
        # Voters ask a ministry: an affair at home.
        return None
    if not addressed and askers == (VIET_NAM,) and not reading.subject_names_the_state:
        # A ministry asks a province: nobody else is in sight.
        return None
    return askers, addressed


def _agree(reading: Reading) -> Sides | None:
    actors = _with_the_counterpart(reading, reading.subject_ids())
    is_stated = reading.subject.how != "noun"
    if len(actors) == 1 and is_stated and is_country(actors[0]):
        actors = (*actors, *reading.discourse.addressee_of(actors))
    if not actors and (is_stated or not reading.has_plural_subject):
        return None
    return actors, ()


def _body(reading: Reading) -> Sides | None:
    actors = _with_the_counterpart(reading, reading.subject_ids())
    return None if len(actors) < 2 and all(map(is_country, actors)) else (actors, ())


def _with_the_counterpart(reading: Reading, actors: Partners) -> Partners:
    """The actors and whom they agree with, which stands after the verb: "nhất trí với ...", "ký kết giữa ..."."""
    for chain in reading.after:
        if not chain[0].is_both and chain[0].before not in phrase_words("parties.counterpart"):
            continue
        names_both = chain[0].before == _BETWEEN
        if reading.distance(chain) > _REACH_OF_A_PARTNER or not (len(actors) < 2 or (names_both and len(chain) > 1)):
            return actors
        joined = reading.ids(chain)
        return joined if names_both and len(joined) > 1 else tuple(dict.fromkeys((*actors, *joined)))
    return actors


def _promise(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    is_noun = reading.subject.how == "noun"
    if not actors and is_noun:
        behind = _behind_a_passive(reading)
        if behind:
            return behind, reading.discourse.addressee_of(behind)
        if reading.has_plural_subject and reading.clause.cue.rule.needs is None:
            return (), ()
    if reading.after and reading.after[0][0].before == _BETWEEN and not actors and not is_noun:
        both = reading.ids(reading.after[0])
        if len(both) > 1:
            return both, ()
    if not actors or is_noun or _is_wished(reading, actors) or not _has_another_in_sight(reading, actors):
        return None
    if _is_joint(reading):
        return actors, ()
    return actors, _for_whom(reading, actors)


def _is_wished(reading: Reading, actors: Partners) -> bool:
    """Whether somebody else only trusts or wishes that the actors will: "tin tưởng nhân dân Lào sẽ thành công"."""
    words = reading.scene.lowered[: reading.clause.cue.start]
    if phrase("commitment.wish").search(words) is None:
        return False
    who = next((actor for actor in reading.scene.actors if actor.acts), None)
    return who is not None and not set(reading.ids([who])) & set(actors)


def _is_joint(reading: Reading) -> bool:
    """Whether both sides act, so that nobody is left to whom it is done: "hai bên sẽ phối hợp ..."."""
    return any(actor.is_both or actor.is_everybody for actor in reading.subject.actors)


def _behind_a_passive(reading: Reading) -> Partners:
    """Who stands behind "sẽ được triển khai từ nguồn hỗ trợ của ..."; empty where the clause is no passive."""
    rest = reading.rest.lstrip()
    if not (rest.startswith(_PASSIVE) or reading.clause.cue.text.endswith(_PASSIVE)):
        return ()
    behind = (chain for chain in reading.after if chain[0].before in phrase_words("parties.behind_a_passive"))
    return reading.ids(next(behind, ()))


def _has_another_in_sight(reading: Reading, actors: Partners) -> bool:
    """Whether a promise has another party in sight: named, spoken to, or agreed with at a meeting."""
    named = (partner for actor in reading.scene.actors for partner in reading.discourse.resolve(actor))
    if any(partner not in actors for partner in named) or reading.clause.is_reported or actors != (VIET_NAM,):
        return True
    # "Thứ trưởng cam kết Việt Nam sẽ ...": to whom a state binds itself in so many words needs no name.
    is_binding = reading.clause.cue.rule.needs is None
    return is_binding and any(_is_a_state(actor) and not actor.is_place for actor in reading.scene.actors)


def _give(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    if not actors or reading.subject.how == "noun":
        return None
    if not reading.others_after(actors):
        verb = action_after(reading.scene.lowered, reading.clause.cue.end) or reading.clause.cue.text
        principals = {*reading.discourse.pair, *reading.discourse.everyone} - {VIET_NAM}
        is_support = action_verbs().get(verb, False)
        if actors == (VIET_NAM,) or not (is_support or principals.intersection(actors)):
            return None
    return actors, _for_whom(reading, actors)


def _grant(reading: Reading) -> Sides | None:
    """As a promise; where several parties decide, they agree, which is for another rule."""
    is_alone = len(reading.subject_ids()) == 1 and not _is_joint(reading)
    return _promise(reading) if is_alone else None


def _gift(reading: Reading) -> Sides | None:
    """As giving, but somebody else must be in sight: a party may spend a sum at home."""
    actors = reading.subject_ids()
    is_two_sided = bool(reading.discourse.addressee_of(actors)) and actors != (VIET_NAM,)
    return _give(reading) if reading.others_after(actors) or is_two_sided else None


def _handed(reading: Reading) -> Sides | None:
    actors = _with_the_counterpart(reading, reading.subject_ids())
    return (actors, ()) if len(actors) > 1 else _gift(reading)


def _lend(reading: Reading) -> Sides | None:
    cue_start = reading.scene.start + reading.clause.cue.start
    borrower = next((actor for actor in reversed(reading.scene.actors) if actor.end <= cue_start), None)
    if borrower is None or borrower.before != _FOR:
        return None
    lenders, borrowers = reading.subject_ids(), reading.ids([borrower])
    is_next = not reading.scene.words(borrower.end, cue_start).strip()
    return (lenders, _without(borrowers, lenders)) if is_next and lenders and borrowers else None


def _receive(reading: Reading) -> Sides | None:
    givers = reading.ids(next((chain for chain in reading.after if _is_given_by(reading, chain[0])), ()))
    receivers = _without(reading.subject_ids(), givers)
    if not givers or givers == (VIET_NAM,):
        return None
    return givers, receivers or reading.discourse.others_than(givers)


def _is_given_by(reading: Reading, actor: Actor) -> bool:
    """Whether the party is the one from whom something was received; what is only its own may have been bought."""
    if actor.before != _OF:
        return actor.before in phrase_words("parties.given_by")
    return phrase("needs.given_support").search(reading.rest, 0, reading.distance([actor])) is not None


def _ought(reading: Reading) -> Sides | None:
    """Whoever says that another ought to do something asks it of that other."""
    reports = reading.scene.reports_in(0, reading.clause.cue.start)
    if not reports or reading.subject.how != "explicit":
        return None
    said_at = reading.scene.start + reports[-1].start
    speakers = [actor for actor in reading.scene.actors if actor.acts and actor.end <= said_at]
    askers = reading.ids(speakers[-1:])
    addressed = _without(reading.subject_ids(), askers)
    return (askers, addressed) if askers and addressed else None


def _joined(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    return (actors, ()) if len(actors) > 1 and reading.subject.how in ("explicit", "modifier") else None


def _thank(reading: Reading) -> Sides | None:
    receivers = reading.subject_ids()
    givers = reading.others_after(receivers)
    return (givers, receivers or reading.discourse.others_than(givers)) if givers else None


def _asked(reading: Reading) -> Sides | None:
    askers = (
        reading.ids(reading.after[0]) if reading.after and reading.distance(reading.after[0]) <= _RIGHT_AFTER else ()
    )
    addressed = _without(reading.subject_ids(), askers)
    return (askers, addressed or reading.discourse.addressee_of(askers)) if askers else None


def _owned(reading: Reading) -> Sides | None:
    owner = next((chain for chain in reading.after if _is_near_owner(reading, chain)), None)
    givers = reading.ids(owner or ())
    if owner is None and not reading.subject.actors:
        givers = reading.discourse.last
    if not givers or givers == (VIET_NAM,):
        return None
    return givers, _for_whom(reading, givers)


def _is_near_owner(reading: Reading, chain: Sequence[Actor]) -> bool:
    return chain[0].before in phrase_words("parties.owner") and reading.distance(chain) <= _REACH_OF_AN_OWNER


def _worth(reading: Reading) -> Sides | None:
    if any(_is_near_owner(reading, chain) for chain in reading.after):
        return _owned(reading)
    givers = _cited(reading) or reading.discourse.last
    is_left_open = reading.subject.how == "ellipsis" and not reading.subject.actors
    return (givers, _for_whom(reading, givers)) if is_left_open and givers and givers != (VIET_NAM,) else None


def _helped(reading: Reading) -> Sides | None:
    sides = _owned(reading)
    if sides is None:
        return None
    helped = (actor for actor in reading.scene.actors if actor.role == "open" and not actor.points_to)
    receivers = (ids for actor in helped if (ids := _without(reading.ids([actor]), sides[0])))
    return sides[0], next(receivers, sides[1])


def _plan(reading: Reading) -> Sides | None:
    """What a party means to do: for another party a promise, by itself a goal; elsewhere a forecast."""
    if reading.subject.how != "explicit":
        return None
    actors = reading.subject_ids()
    if reading.clause.cue.rule.kind is CommitmentKind.TARGET:
        return None if reading.others_after(actors) or not actors else (actors, ())
    sides = _promise(reading)
    return sides if sides is not None and sides[1] else None


def _cited(reading: Reading) -> Partners:
    """Whose words the sentence tells: "Theo Đại sứ quán Đức, ..."."""
    cited = (actor for actor in reading.scene.actors if actor.before in phrase_words("parties.cited"))
    return reading.ids([actor for actor in cited if actor.partner_ids][:1])


def _aim(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    if not actors and reading.subject.how == "noun":
        cue_start = reading.scene.start + reading.clause.cue.start
        before = [actor for actor in reading.scene.actors if actor.end <= cue_start and actor.partner_ids]
        actors = reading.ids(before[-1:])
    if not actors:
        is_owned = bool(reading.after) and reading.after[0][0].before in phrase_words("parties.aims")
        actors = reading.ids(reading.after[0]) if is_owned else reading.discourse.last
    return (actors, ()) if actors else None


def _for_whom(reading: Reading, actors: Partners) -> Partners:
    """Whom something is done for or with: the party most likely by its place, else the other side of the talks."""
    near = (chain for chain in reading.after if chain[0].before not in phrase_words("commitment.not_for_whom"))
    for chain in sorted(near, key=lambda chain: _distance_from_recipient(chain[0])):
        if chain[0].is_both:
            return reading.discourse.others_than(actors)
        if chain[0].is_everybody and reading.discourse.everyone[1:]:
            continue
        whom = _without(reading.ids(chain), actors)
        if whom:
            return whom
    return reading.discourse.addressee_of(actors)


def _distance_from_recipient(actor: Actor) -> int:
    if actor.role == "object" or actor.before in phrase_words("commitment.for_whom"):
        return 0
    return 1 if actor.before == _OF or actor.role in ("open", "modifier") else 2


def _without(ids: Partners, others: Partners) -> Partners:
    return tuple(partner for partner in ids if partner not in others)


_FRAMES: Final[Mapping[str, Callable[[Reading], Sides | None]]] = {
    "agree": _agree,
    "aim": _aim,
    "ask": _ask,
    "asked": _asked,
    "body": _body,
    "gift": _gift,
    "give": _give,
    "helped": _helped,
    "grant": _grant,
    "handed": _handed,
    "joined": _joined,
    "lend": _lend,
    "ought": _ought,
    "owned": _owned,
    "plan": _plan,
    "promise": _promise,
    "receive": _receive,
    "thank": _thank,
    "worth": _worth,
}

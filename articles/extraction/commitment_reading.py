"""One clause of a sentence with what the frames of `commitment_cues.yml` look at: its subject and its parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.clauses import Clause, Subject, chains_after, find_subject, is_light
from articles.extraction.discourse import Discourse, speaks_after
from articles.extraction.lexicon import phrase, phrase_words
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM, PersonMention

Partners: TypeAlias = tuple[str, ...]
Sides: TypeAlias = tuple[Partners, Partners]
"""Actors and counterparties, as partner ids; either may be empty."""

BETWEEN: Final = "giữa"
"""The word before both parties of a relation."""
OF: Final = "của"
"""The word before an owner."""
_RIGHT_AFTER = 12
"""Code points between a verb of agreeing and the party right after it, with "với"."""
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
        if actor.points_to in ("last", "abroad"):
            return self._named_before(actor) or self._told_before(actor)
        if actor.points_to == "government" and (speaking := self._who_says_before(actor)):
            return speaking
        if actor.is_both and (stated := self._stated_in_apposition(actor)):
            return stated
        return self.discourse.resolve(actor)

    def _told_before(self, actor: Actor) -> Partners:
        """Whom such a word means that an earlier sentence named; no state is a fund, no fund is a state."""
        noun = self.scene.words(actor.start, actor.end)
        told = self.discourse.resolve(actor)
        is_of_states = bool(told) and is_country(told[0])
        if phrase("reference.to_a_body").match(noun) is not None:
            return () if is_of_states else told
        is_state = phrase("reference.to_a_state").search(noun) is not None
        return self.discourse.last_state if is_state and told and not is_of_states else told

    def _named_before(self, actor: Actor) -> Partners:
        """Whom a word such as "nước này" or "tổ chức này" means in its own sentence; empty where it names nobody."""
        noun = self.scene.words(actor.start, actor.end)
        is_state = phrase("reference.to_a_state").search(noun) is not None
        is_body = phrase("reference.to_a_body").match(noun) is not None
        second: Partners = ()
        for earlier in reversed(self.scene.actors):
            if earlier.end > actor.start or not earlier.partner_ids:
                continue
            is_country_ = is_country(earlier.partner_ids[0])
            if (is_state and not is_country_) or (is_body and is_country_):
                continue
            if actor.points_to == "abroad" and earlier.partner_ids == (VIET_NAM,):
                continue
            if not earlier.is_place and earlier.before not in phrase_words("parties.place_of_an_office"):
                return earlier.partner_ids
            second = second or (earlier.partner_ids if is_state and earlier.acts is False else ())
        return second

    def _who_says_before(self, actor: Actor) -> Partners:
        """Who says it in the same sentence: "Đại sứ Na Uy cho biết Chính phủ sẽ ..." means the Norwegian one."""
        reports = self.scene.reports_in(0, actor.start - self.scene.start)
        said_at = self.scene.start + reports[-1].start if reports else self.scene.start
        speaking = [other for other in self.scene.actors if other.acts and other.end <= said_at and other.partner_ids]
        return speaking[-1].partner_ids if speaking else ()

    def _stated_in_apposition(self, actor: Actor) -> Partners:
        """The two parties right before a word for both: "Lào và Na Uy, hai nước đồng chủ trì, ..."."""
        before = [other for other in self.scene.actors if other.end <= actor.start]
        if not before or self.scene.words(before[-1].end, actor.start).strip() != ",":
            return ()
        both = tuple(dict.fromkeys(p for other in chain_of(before[-1], before) for p in other.partner_ids))
        return both if len(both) == 2 and before[-1].role == "open" else ()

    def subject_ids(self) -> Partners:
        """Return whom the subject stands for; of one left out, who acted last; empty where nobody can tell."""
        ids = self.ids(self.subject.actors)
        if ids:
            return ids
        person = next((actor.person for actor in self.subject.actors if actor.person is not None), None)
        if person is None and self.subject.actors:
            return self._owner_of_the_subject()
        if person is None:
            return self._left_out() if self.subject.how == "ellipsis" else ()
        # A bare title whose bearer is not named is at home a Vietnamese office; a foreign name is the other side's.
        if person.name is None:
            return self._of_a_bare_title(person)
        if person.name in self.discourse.affiliations:
            return self.discourse.affiliations[person.name]
        earlier = [a for a in self.scene.actors if a.end <= self.subject.actors[0].start and a.partner_ids]
        before = [a.partner_ids for a in earlier if a.before not in phrase_words("parties.place_of_an_office")]
        third = self.discourse.third if not before else ()
        return third or self.discourse.addressee_of((VIET_NAM,)) or (before[-1] if before else ())

    def _of_a_bare_title(self, person: PersonMention) -> Partners:
        """Whose official without a name acts: an envoy's state is the one told of last, another's is Viet Nam."""
        is_envoy = not phrase_words("person.envoys").isdisjoint(person.titles)
        return (is_envoy and self.discourse.last_state) or (VIET_NAM,)

    def _left_out(self) -> Partners:
        """Who acts without being named: in a quotation who speaks ("“Sẵn sàng giúp ...”, ông Hansen nói")."""
        speaking = self.discourse.speaker_partners if self.discourse.is_quoting else ()
        return speaking or self.discourse.last

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
        return any(is_a_state(actor) for actor in self.subject.actors)

    @property
    def addresses_nobody_named(self) -> bool:
        """Whether the act is meant for a group without a name: "kêu gọi các nước phát triển"."""
        return phrase("parties.unnamed").match(self.rest.lstrip()) is not None

    @property
    def has_unnamed_askers(self) -> bool:
        """Whether organisations or countries without a name act: "nhóm các quốc đảo nhỏ kêu gọi ..."."""
        words = self.scene.lowered[self.clause.start : self.clause.cue.start].rsplit(",", 1)[-1].lstrip()
        return self.subject.how == "noun" and phrase("commitment.unnamed_askers").match(words) is not None

    def others_after(self, ids: Partners) -> Partners:
        """Return the first parties after the cue that are not among these; empty where there are none."""
        return next((others for chain in self.after if (others := without(self.ids(chain), ids))), ())

    def others_asked(self, ids: Partners) -> Partners:
        """Return the first other parties after the cue that can be asked: no place, frame or source of it."""
        apart = phrase_words("commitment.place_of_a_request")
        asked = (chain for chain in self.after if chain[0].before not in apart and not self._is_aside(chain[0]))
        return next((others for chain in asked if (others := without(self.ids(chain), ids))), ())

    def distance(self, chain: Sequence[Actor]) -> int:
        """Code points between the cue and the chain."""
        return chain[0].start - self.scene.start - self.clause.cue.end

    @property
    def has_plural_subject(self) -> bool:
        """Whether several parties act that the text does not name: "lãnh đạo 41 sứ quán cùng ký"."""
        words = self.scene.lowered[self.clause.start : self.clause.cue.start]
        return phrase("commitment.plural_subject").search(words) is not None

    @property
    def has_plural_subject_next(self) -> bool:
        """The same of the words since the last comma alone."""
        words = self.scene.lowered[self.clause.start : self.clause.cue.start].rstrip(", ").rsplit(",", 1)[-1]
        return phrase("commitment.plural_subject").search(words) is not None

    def with_the_counterpart(self, actors: Partners) -> Partners:
        """The actors and whom they agree with, which stands after the verb: "nhất trí với ...", "ký kết giữa ...".

        It may also stand before it: "Với Lào, Việt Nam ký ...", "Việt Nam đã cùng Lào ký ...".
        """
        if actors and not self.is_joint and (others := without(self._counterpart_before(), actors)):
            return (*actors, *others)
        for chain in self.after:
            if not chain[0].is_both and chain[0].before not in phrase_words("parties.counterpart"):
                continue
            names_both = chain[0].before == BETWEEN
            if self.is_joint and len(actors) > 1 and not set(actors) <= set(self.ids(chain)):
                # "hai nước nhất trí thực hiện hiệp định giữa Việt Nam và EU": the treaty is between those.
                return actors
            if not names_both and not self.is_joint and self.distance(chain) <= _RIGHT_AFTER and actors:
                # "A và B ký với C": the three sign.
                return tuple(dict.fromkeys((*actors, *self.ids(chain))))
            if self.distance(chain) > _REACH_OF_A_PARTNER or not (len(actors) < 2 or (names_both and len(chain) > 1)):
                return actors
            joined = self.ids(chain)
            return joined if names_both and len(joined) > 1 else tuple(dict.fromkeys((*actors, *joined)))
        return actors

    def _counterpart_before(self) -> Partners:
        """Whom the subject acts with by words at the head of the sentence, or between subject and verb."""
        cue_start = self.scene.start + self.clause.cue.start
        subject_end = max((actor.end for actor in self.subject.actors), default=self.scene.start)
        for actor in self.scene.actors:
            if actor.end > cue_start or actor.before not in phrase_words("parties.stands_beside"):
                continue
            words = self.scene.words(self.scene.start, actor.start).strip()
            between = self.scene.words(min(subject_end, actor.start), actor.start).strip().removesuffix(actor.before)
            if words == actor.before or (subject_end <= actor.start and self.subject.actors and is_light(between)):
                return self.ids(chain_of(actor, self.scene.actors))
        return ()

    def for_whom(self, actors: Partners) -> Partners:
        """Whom something is done for or with: the party most likely by its place, else the other side of the talks."""
        near = (chain for chain in self.after if not self._is_aside(chain[0]))
        addressee = self.discourse.addressee_of(actors)
        for chain in sorted(near, key=lambda chain: _distance_from_recipient(chain[0])):
            if chain[0].is_both:
                return self.discourse.others_than(actors)
            if chain[0].is_everybody and self.discourse.everyone[1:]:
                continue
            whom = without(self.ids(chain), actors)
            is_by_the_way = _distance_from_recipient(chain[0]) > 0 and not any(map(is_country, whom))
            if whom and not (is_by_the_way and addressee):
                return whom
        return () if phrase("commitment.for_a_programme").search(self.rest) is not None else addressee

    def _is_aside(self, actor: Actor) -> bool:
        """Whether the party is a means or a source, part of a name ("Kế hoạch Lima"), or acts itself after a comma."""
        if actor.before in phrase_words("commitment.not_for_whom") or actor.role == "agent":
            return True
        if actor.role == "open" and ";" in self.scene.lowered[self.clause.cue.end : actor.start - self.scene.start]:
            # "Singapore hứa góp vốn; Brunei cử chuyên gia": who acts behind the mark is another.
            return True
        before, after = self.scene.words(0, actor.start), self.scene.words(actor.end, self.scene.sentence.end)
        if actor.is_place and phrase("parties.in_a_document").search(before) is not None:
            return True
        is_after_a_comma = actor.role == "open" and before.rstrip().endswith(",")
        return is_after_a_comma and phrase("parties.goes_on_itself").match(after) is not None

    @property
    def cited(self) -> Partners:
        """Whose words the sentence tells: "Theo Đại sứ quán Đức, ..."; a minister of no state named is one at home."""
        cited = next((actor for actor in self.scene.actors if actor.before in phrase_words("parties.cited")), None)
        if cited is None:
            return ()
        is_at_home = cited.person is not None and cited.person.name is None
        return self.ids([cited]) or ((VIET_NAM,) if is_at_home else ())

    @property
    def begins(self) -> int:
        """Where in the sentence that begins which the clause tells of its own subject: at the subject, or after ";"."""
        low, cue_start = self.clause.start, self.clause.cue.start
        if self.subject.how == "explicit" and self.subject.actors:
            return max(low, min(self.subject.actors[0].start - self.scene.start, cue_start))
        return max(low, self.scene.lowered.rfind(";", low, cue_start))

    @property
    def is_said(self) -> bool:
        """Whether somebody is told to say it: before the cue, behind it, or in a quotation that goes on."""
        if self.clause.is_reported or self.discourse.is_quoting:
            return True
        cue_end = self.scene.start + self.clause.cue.end
        return any(actor.start >= cue_end and speaks_after(self.scene, actor) for actor in self.scene.actors)

    @property
    def is_joint(self) -> bool:
        """Whether both sides act, so that nobody is left to whom it is done: "hai bên sẽ phối hợp ..."."""
        return any(actor.is_both or actor.is_everybody for actor in self.subject.actors)


def is_a_state(actor: Actor) -> bool:
    """Whether the party is a state or a body by its own name, acting: no person, no office, no word for a group."""
    return actor.acts and actor.person is None and not (actor.points_to or actor.is_office)


def without(ids: Partners, others: Partners) -> Partners:
    """Return the partners that are not among the others, in order."""
    return tuple(partner for partner in ids if partner not in others)


def _distance_from_recipient(actor: Actor) -> int:
    if actor.role == "object" or actor.before in phrase_words("commitment.for_whom"):
        return 0
    return 1 if actor.before == OF or actor.role in ("open", "modifier") else 2

"""Frames of giving: who has given what to whom, told by the verb, by the help itself, or by the one who got it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.clauses import action_after
from articles.extraction.commitment_reading import OF, Partners, Reading, Sides, without
from articles.extraction.lexicon import action_verbs, phrase, phrase_words
from articles.language.people import VIET_NAM

_FOR = "cho"
"""The word before the one that gets something."""
_RIGHT_AFTER = 1
"""Code points between a verb and its object."""
_HEAD = 30
"""Code points at the beginning of a sentence in which its first word stands, after "Nhân dịp này, "."""
_REACH_OF_AN_OWNER = 45
"""Code points between a noun of help and the party whose help it is: "khoản vay ưu đãi 3 triệu USD của ..."."""


def _give(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    if not actors or reading.subject.how == "noun" or _is_helped(reading) or _is_its_object(reading, actors):
        return None
    if not reading.others_after(actors):
        verb = action_after(reading.scene.lowered, reading.clause.cue.end)
        principals = {*reading.discourse.pair, *reading.discourse.states, *reading.discourse.everyone} - {VIET_NAM}
        is_support = any(action_verbs().get(word or "", False) for word in (verb, reading.clause.cue.text))
        # "JICA đã lắp đặt 4 thiết bị": what a body builds where Viet Nam is a side, it builds for Viet Nam.
        is_work = verb in phrase_words("commitment.works") and VIET_NAM in reading.discourse.pair
        is_support = is_support or (is_work and not is_country(actors[0]))
        if actors == (VIET_NAM,) or not (is_support or principals.intersection(actors)):
            return None
    return actors, reading.for_whom(actors)


def _is_helped(reading: Reading) -> bool:
    """Whether the sentence begins with the help that its subject got: "Được Na Uy tài trợ, Lào đã xây ..."."""
    opening = phrase("clause.helped_first").match(reading.scene.lowered)
    return opening is not None and opening.end() <= reading.clause.cue.start


def _is_its_object(reading: Reading, actors: Partners) -> bool:
    """Whether who is helped right after the verb was taken for who is left out before it: "Giúp Lào trồng rừng"."""
    if reading.subject.actors or not reading.after or reading.distance(reading.after[0]) > _RIGHT_AFTER:
        return False
    return {*actors}.issubset(reading.ids(reading.after[0]))


def _gift(reading: Reading) -> Sides | None:
    """As giving, but somebody else must be in sight: a party may spend a sum at home."""
    actors = reading.subject_ids()
    is_for_many = phrase("needs.gift_for_many").search(reading.rest) is not None
    is_its_own = reading.discourse.is_quoting and actors == reading.discourse.speaker_partners
    is_for_this = not any(map(is_country, actors)) and phrase("needs.gift_for_this").search(reading.rest) is not None
    is_two_sided = bool(reading.discourse.addressee_of(actors)) or is_for_many or is_its_own or is_for_this
    return _give(reading) if reading.others_after(actors) or (is_two_sided and actors != (VIET_NAM,)) else None


def _share(reading: Reading) -> Sides | None:
    """What a party puts into a joint work: as a gift, but of the party at home too."""
    actors = reading.subject_ids()
    others = reading.others_after(actors) or reading.discourse.others_than(actors)
    return (actors, others) if actors and others and reading.subject.how == "explicit" else None


def _thanks_to(reading: Reading) -> Sides | None:
    givers = reading.ids(reading.after[0]) if reading.after else ()
    if not givers or VIET_NAM in givers:
        return None
    helped = (actor for actor in reading.scene.actors if actor.role == "open" and not actor.points_to)
    receivers = (ids for actor in helped if (ids := without(reading.ids([actor]), givers)))
    return givers, next(receivers, reading.for_whom(givers))


def _handed(reading: Reading) -> Sides | None:
    if reading.clause.cue.text in phrase_words("commitment.receiving_ceremony"):
        receivers = reading.subject_ids()
        givers = reading.others_after(receivers)
        return (givers, receivers) if givers and receivers and givers != (VIET_NAM,) else None
    actors = reading.with_the_counterpart(reading.subject_ids())
    return (actors, ()) if len(actors) > 1 else _gift(reading)


def _lend(reading: Reading) -> Sides | None:
    cue_start = reading.scene.start + reading.clause.cue.start
    borrower = next((actor for actor in reversed(reading.scene.actors) if actor.end <= cue_start), None)
    if borrower is None:
        return None
    if borrower.role == "open" and reading.subject.how == "explicit":
        # "AFD cho Tổng công ty Sông Đà vay 2 triệu euro": the borrower is none of the known parties.
        lenders, words = reading.subject_ids(), reading.scene.words(borrower.end, cue_start).strip()
        is_lent = words.startswith(f"{_FOR} ") and phrase("needs.worth").search(reading.rest, 0, _REACH_OF_AN_OWNER)
        return (lenders, reading.discourse.addressee_of(lenders)) if is_lent and lenders != (VIET_NAM,) else None
    if borrower.before != _FOR:
        return None
    lenders, borrowers = reading.subject_ids(), reading.ids(chain_of(borrower, reading.scene.actors))
    is_next = not reading.scene.words(borrower.end, cue_start).strip()
    return (lenders, without(borrowers, lenders)) if is_next and lenders and borrowers else None


def _receive(reading: Reading) -> Sides | None:
    givers = reading.ids(next((chain for chain in reading.after if _is_given_by(reading, chain[0])), ()))
    receivers = without(reading.subject_ids(), givers)
    if not givers or givers == (VIET_NAM,):
        return None
    return givers, receivers or reading.discourse.others_than(givers)


def _is_given_by(reading: Reading, actor: Actor) -> bool:
    """Whether the party is the one from whom something was received; what is only its own may have been bought."""
    if actor.before != OF:
        return actor.before in phrase_words("parties.given_by")
    return phrase("needs.given_of_somebody").search(reading.rest, 0, reading.distance([actor])) is not None


def _thank(reading: Reading) -> Sides | None:
    receivers = _who_thanks_at_the_head(reading) or reading.subject_ids()
    if reading.subject.actors and reading.subject.actors[0].points_to == "speaker" and reading.after:
        # "Chúng tôi cảm ơn Na Uy và Lào ...": who speaks is none of those, whoever was told of last.
        receivers = without(receivers, reading.ids(reading.after[0]))
    givers = reading.others_after(receivers)
    if not givers and reading.is_joint and reading.after and reading.distance(reading.after[0]) <= _RIGHT_AFTER:
        # "hai bên ghi nhận Na Uy đã giúp ...": one of the two has given.
        givers = reading.ids(reading.after[0])
        return (givers, others) if (others := without(receivers, givers)) else None
    return (givers, receivers or reading.discourse.others_than(givers)) if givers else None


def _who_thanks_at_the_head(reading: Reading) -> Partners:
    """Who acts after the comma: "Cảm ơn Na Uy đã giúp, Bộ trưởng đề nghị ..."; empty where somebody thanks before."""
    scene, cue = reading.scene, reading.clause.cue
    comma = scene.lowered.find(",", cue.end)
    if cue.start > _HEAD or comma < 0 or reading.subject.actors:
        return ()
    acting = (actor for actor in scene.actors if actor.role == "open" and actor.start - scene.start > comma)
    first = next(acting, None)
    return reading.ids([first]) if first is not None else ()


def _owned(reading: Reading) -> Sides | None:
    owner = next((chain for chain in reading.after if _is_near_owner(reading, chain)), None)
    givers = reading.ids(owner or ())
    if owner is None and not reading.subject.actors:
        givers = reading.discourse.last
    if not givers or givers == (VIET_NAM,):
        return None
    return givers, reading.for_whom(givers)


def _is_near_owner(reading: Reading, chain: Sequence[Actor]) -> bool:
    return chain[0].before in phrase_words("parties.owner") and reading.distance(chain) <= _REACH_OF_AN_OWNER


def _worth(reading: Reading) -> Sides | None:
    if any(_is_near_owner(reading, chain) for chain in reading.after):
        return _owned(reading)
    givers = reading.cited or reading.discourse.last
    is_left_open = reading.subject.how == "ellipsis" and not reading.subject.actors
    return (givers, reading.for_whom(givers)) if is_left_open and givers and givers != (VIET_NAM,) else None


def _helped(reading: Reading) -> Sides | None:
    sides = _owned(reading) if any(_is_near_owner(reading, chain) for chain in reading.after) else None
    if sides is None:
        return None
    helped = (actor for actor in reading.scene.actors if actor.role == "open" and not actor.points_to)
    receivers = (ids for actor in helped if (ids := without(reading.ids([actor]), sides[0])))
    return sides[0], next(receivers, sides[1])


FRAMES: Final[Mapping[str, Callable[[Reading], Sides | None]]] = {
    "gift": _gift,
    "give": _give,
    "handed": _handed,
    "helped": _helped,
    "lend": _lend,
    "owned": _owned,
    "receive": _receive,
    "share": _share,
    "thanks_to": _thanks_to,
    "thank": _thank,
    "worth": _worth,
}
"""Name of a frame -> what tells its sides; None where the clause tells of no gift."""

"""The frames of `commitment_cues.yml`: where the actors and the counterparties stand around each kind of cue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from articles.extraction import commitment_giving
from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.clauses import action_after
from articles.extraction.commitment_reading import BETWEEN, Partners, Reading, Sides, is_a_state, without
from articles.extraction.lexicon import phrase, phrase_words
from articles.language.people import VIET_NAM
from schemas.vocabularies import CommitmentKind

_WITNESSES = "chứng kiến"
"""The word at the beginning of cues whose subject only looks on."""
_NOT_ONESELF = ("all", "many", "other")
"""What a word for those asked points to that is never who asks."""
_PASSIVE = "được"
"""The word before the verb of a passive."""
_RIGHT_AFTER = 12
"""Code points between a verb of asking and the party that is asked."""


def read_sides(reading: Reading) -> Sides | None:
    """Return who commits and towards whom, by the frame of the clause's cue; None where it is no commitment."""
    return _FRAMES[reading.clause.cue.rule.frame](reading)


def _ask(reading: Reading) -> Sides | None:
    askers = reading.subject_ids()
    near = _asked_next(reading)
    if reading.subject.actors and _is_held_to_raise(reading):
        return None
    if (near is None and _asks_nobody(reading, askers)) or _asks_offices_at_home(reading, askers):
        return None
    if len(askers) == 2 and set(askers) == set(reading.discourse.pair) and not _names_a_third(reading, near, askers):
        return None
    if near is None and (reading.addresses_nobody_named or _speaks_to_nobody_named(reading)):
        return askers, ()
    return _ask_somebody(reading, askers, near)


def _asked_next(reading: Reading) -> Sequence[Actor] | None:
    """The parties right after the verb, or after words that only say when or in what office they are to act."""
    first = reading.after[0] if reading.after else None
    if first is None or reading.distance(first) <= _RIGHT_AFTER:
        return first
    between = reading.rest[: reading.distance(first)]
    is_next = first[0].role == "open" and phrase("commitment.before_the_asked").fullmatch(between) is not None
    return first if is_next or phrase("commitment.companies_of").fullmatch(between) is not None else None


def _ask_somebody(reading: Reading, askers: Partners, near: Sequence[Actor] | None) -> Sides | None:
    """Who asks and whom; `near` are the parties right after the verb."""
    addressed: Partners = ()
    if near is not None and _is_a_guest(reading, near[0]) and (others := reading.discourse.others_than(askers)):
        return askers, others
    is_one_of_us = near is not None and bool(askers) and set(reading.ids(near)) == set(askers)
    if is_one_of_us and phrase("commitment.companies_of").match(reading.rest) is not None:
        # "Đại sứ mong các nhà thầu Na Uy được ...": what is to be done for one's own is asked of the other side.
        return (askers, others) if (others := reading.discourse.others_than(askers)) else None
    if is_one_of_us and any(actor.is_everybody for actor in reading.subject.actors):
        # "Các đại biểu đề nghị các thành viên MRC ...": all of them ask it of themselves.
        return askers, ()
    if is_one_of_us and reading.subject_is_pronoun and near is not None and near[0].points_to not in _NOT_ONESELF:
        # "Ông đề nghị Phần Lan ...": whom he asks is not who he is; "tôi đề nghị Bộ trưởng ..." asks the other side.
        if reading.subject.actors[0].points_to == "speaker":
            return (askers, others) if (others := reading.discourse.others_than(askers)) else None
        askers = reading.discourse.others_than(askers)
    if is_one_of_us and not reading.subject.actors and near is not None and not near[0].points_to:
        # A headline such as "Đề nghị Na Uy giúp Huế": whoever is asked there is not who asks.
        askers = reading.discourse.others_than(askers)
    if near is not None:
        if near[0].is_everybody:
            # "kêu gọi các nước ...": whom that means, nobody can tell.
            return (askers, ()) if askers or reading.has_unnamed_askers else None
        is_the_other = near[0].is_both or near[0].points_to == "other"
        addressed = reading.discourse.others_than(askers) if is_the_other else without(reading.ids(near), askers)
    addressed = addressed or reading.others_asked(askers) or reading.discourse.addressee_of(askers)
    are_delegates = any(actor.points_to == "all" for actor in reading.subject.actors)
    is_vague = not askers and near is None and reading.subject.how != "noun" and bool(addressed or are_delegates)
    return None if is_vague or _is_affair_at_home(reading, askers, addressed) else (askers, addressed)


def _is_held_to_raise(reading: Reading) -> bool:
    """Whether the verb only says what an event is held for: "hội nghị kêu gọi nguồn lực tái thiết đã lùi ngày"."""
    is_event = reading.subject.actors[-1].points_to == "all"
    return is_event and phrase("commitment.raises").match(reading.rest.lstrip()) is not None


def _is_a_guest(reading: Reading, actor: Actor) -> bool:
    """Whether a bare title is spoken of as a guest's: "ngài Chủ nhiệm" is never one's own side."""
    is_bare = actor.person is not None and not actor.person.is_named_here
    words = reading.scene.words(actor.start, actor.end)
    return is_bare and words.split(" ", 1)[0] in phrase_words("person.title_of_a_guest")


def _names_a_third(reading: Reading, near: Sequence[Actor] | None, askers: Partners) -> bool:
    return near is not None and bool(without(reading.ids(near), askers))


def _speaks_to_nobody_named(reading: Reading) -> bool:
    """Whether the group without a name stands before: "Với các nhà tài trợ, chúng tôi đề nghị ..."."""
    return phrase("parties.spoken_to").search(reading.scene.lowered, 0, reading.clause.cue.start) is not None


def _asks_nobody(reading: Reading, askers: Partners) -> bool:
    """Whether nobody stands right after the verb, and it says too little without: a wish for good weather."""
    is_wish = reading.clause.cue.rule.needs == "addressee_or_cooperation"
    is_stated = bool(askers) or any(actor.is_everybody for actor in reading.subject.actors)
    if not is_stated and not is_wish and reading.addresses_nobody_named:
        # "Nhóm các quốc đảo nhỏ kêu gọi các nước giàu ...": neither side has a name.
        return not reading.has_unnamed_askers
    if is_wish and reading.rest.lstrip().startswith(_PASSIVE) and reading.discourse.addressee_of(askers):
        # "mong được chính quyền địa phương giúp": the other side is to help.
        return False
    if is_wish and askers and reading.addresses_nobody_named:
        # "Việt Nam kỳ vọng các đối tác cung cấp vốn": the group is meant, though nobody can tell who it is.
        return False
    if phrase("commitment.wished_soon").match(reading.rest) is not None:
        return not askers
    return not is_stated or (is_wish and action_after(reading.scene.lowered, reading.clause.cue.end) is None)


def _asks_offices_at_home(reading: Reading, askers: Partners) -> bool:
    """Whether an authority at home orders those under it; a city at home may be mistaken for one abroad."""
    is_office = phrase("parties.at_home").match(reading.rest.lstrip()) is not None
    is_at_home = set(askers) <= {VIET_NAM} or any(a.points_to in ("home", "place") for a in reading.subject.actors)
    if is_office:
        return is_at_home
    is_order = reading.clause.cue.text in phrase_words("commitment.orders")
    near = reading.after[0] if reading.after and reading.distance(reading.after[0]) <= _RIGHT_AFTER else ()
    asks_its_own = bool(near) and reading.ids(near) == (VIET_NAM,)
    return is_order and is_at_home and (asks_its_own or not reading.others_asked(askers))


def _is_affair_at_home(reading: Reading, askers: Partners, addressed: Partners) -> bool:
    """Whether voters ask a ministry, a ministry asks a province, or nobody known wishes: no other party is in sight."""
    if not askers and reading.subject.how == "noun":
        return addressed in ((), (VIET_NAM,))
    if not askers and not addressed and reading.clause.cue.rule.needs is not None:
        return True
    return not addressed and askers == (VIET_NAM,) and not reading.subject_names_the_state


def _asked(reading: Reading) -> Sides | None:
    askers = (
        reading.ids(reading.after[0]) if reading.after and reading.distance(reading.after[0]) <= _RIGHT_AFTER else ()
    )
    addressed = without(reading.subject_ids(), askers)
    return (askers, addressed or reading.discourse.addressee_of(askers)) if askers else None


def _ought(reading: Reading) -> Sides | None:
    """Whoever says that another ought to do something asks it of that other."""
    if reading.subject.how != "explicit":
        return None
    reports = reading.scene.reports_in(0, reading.clause.cue.start)
    said_at = reading.scene.start + (reports[-1].start if reports else 0)
    speakers = [actor for actor in reading.scene.actors if actor.acts and actor.end <= said_at]
    askers = reading.ids(speakers[-1:]) or reading.cited
    addressed = without(reading.subject_ids(), askers)
    return (askers, addressed) if askers and addressed else None


def _agree(reading: Reading) -> Sides | None:
    if reading.clause.cue.text.startswith(_WITNESSES) and (signers := _signers_witnessed(reading)):
        return signers, ()
    if len(reading.subject.actors) == 1 and phrase("commitment.assents_only").match(reading.rest.lstrip()) is not None:
        # "Bà ... tán thành và cho biết FMI sẽ ...": what she will do is told next.
        return None
    actors = reading.with_the_counterpart(reading.subject_ids())
    is_stated = reading.subject.how != "noun"
    is_with_many = phrase("parties.with_a_number").search(reading.rest) is not None
    if len(actors) == 1 and is_stated and is_country(actors[0]) and not is_with_many:
        actors = (*actors, *reading.discourse.addressee_of(actors))
    are_many = reading.has_plural_subject if not is_stated else any(a.is_everybody for a in reading.subject.actors)
    if not actors and not is_stated and _is_signed_itself(reading):
        # Whose document it is, only a text about two tells.
        return (reading.discourse.pair, ()) if reading.discourse.is_bilateral and reading.discourse.pair else None
    if not actors and not are_many:
        return None
    # "những việc A và B đã làm cùng nhau, gần nhất là ký ...": both are named there.
    there = (actor for actor in reading.scene.actors if actor.before not in phrase_words("parties.place_of_an_office"))
    named = {partner for actor in there for partner in actor.partner_ids}
    return actors or (reading.discourse.pair if named.issuperset(reading.discourse.pair) else ()), ()


def _signers_witnessed(reading: Reading) -> Partners:
    """Who signs where somebody only looks on: those named after it, two at least; empty where they are not told."""
    there = phrase_words("parties.place_of_an_office")
    named = (actor for chain in reading.after for actor in chain if not actor.points_to and actor.before not in there)
    signers = reading.ids(list(named))
    return signers if len(signers) > 1 else ()


def _is_signed_itself(reading: Reading) -> bool:
    """Whether a document is the subject of a passive that names no signer: "Biên bản được ký tại phiên bế mạc"."""
    words = reading.scene.lowered[: reading.clause.cue.start]
    return phrase("subject.signed_document").match(words) is not None


def _body(reading: Reading) -> Sides | None:
    actors = reading.with_the_counterpart(reading.subject_ids())
    return None if len(actors) < 2 and all(map(is_country, actors)) else (actors, ())


def _joined(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    return (actors, ()) if len(actors) > 1 and reading.subject.how in ("explicit", "modifier") else None


def _with(reading: Reading) -> Sides | None:
    """Both parties, the second of which stands right after the cue."""
    first = reading.subject_ids()
    second = without(reading.ids(reading.after[0]), first) if reading.after else ()
    is_stated = reading.subject.how in ("explicit", "ellipsis") and bool(reading.subject.actors)
    return ((*first, *second), ()) if is_stated and first and second else None


def _promise(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    if reading.subject.how == "noun":
        return None if actors else _promised_of_a_thing(reading)
    if reading.after and reading.after[0][0].before == BETWEEN and not actors:
        both = reading.ids(reading.after[0])
        if len(both) > 1:
            return both, ()
    if not actors or _is_wished(reading, actors) or not _has_another_in_sight(reading, actors):
        return None
    if reading.is_joint:
        return actors, ()
    return actors, reading.for_whom(actors)


def _promised_of_a_thing(reading: Reading) -> Sides | None:
    """Who is bound where a thing or people without a name are the subject: "Số hàng này sẽ về Huế."."""
    if phrase("commitment.will_be_signed").match(reading.rest) is not None:
        return (reading.discourse.pair, ()) if reading.discourse.is_bilateral and reading.discourse.pair else None
    behind = _behind_a_passive(reading) or _before_an_undertaking(reading) or _whose_aid_is_told_of(reading)
    if behind:
        return behind, reading.discourse.addressee_of(behind)
    are_many = reading.has_plural_subject_next and not _are_people(reading)
    return ((), ()) if are_many and reading.clause.cue.rule.needs is None else None


def _are_people(reading: Reading) -> bool:
    words = reading.scene.lowered[reading.clause.start : reading.clause.cue.start].rstrip(", ").rsplit(",", 1)[-1]
    return phrase("commitment.people_at_home").match(words.lstrip()) is not None


def _grant(reading: Reading) -> Sides | None:
    """As a promise; where several parties decide, they agree, which is for another rule."""
    is_alone = len(reading.subject_ids()) == 1 and not reading.is_joint
    return _promise(reading) if is_alone else None


def _plan(reading: Reading) -> Sides | None:
    """What a party means to do: for another party a promise, by itself a goal; elsewhere a forecast."""
    is_said_of_itself = (
        reading.subject.how == "ellipsis" and bool(reading.subject.actors) and reading.clause.is_reported
    )
    if reading.subject.how != "explicit" and not is_said_of_itself:
        return None
    actors = reading.subject_ids()
    if reading.clause.cue.rule.kind is CommitmentKind.TARGET:
        return None if reading.others_after(actors) or not actors else (actors, ())
    sides = _promise(reading)
    return sides if sides is not None and sides[1] else None


def _is_wished(reading: Reading, actors: Partners) -> bool:
    """Whether somebody else only trusts or wishes that the actors will: "tin tưởng nhân dân Lào sẽ thành công"."""
    words = reading.scene.lowered[: reading.clause.cue.start]
    if phrase("commitment.wish").search(words) is None:
        return False
    who = next((actor for actor in reading.scene.actors if actor.acts), None)
    return who is not None and not set(reading.ids([who])) & set(actors)


def _behind_a_passive(reading: Reading) -> Partners:
    """Who stands behind "sẽ được triển khai từ nguồn hỗ trợ của ..."; empty where the clause is no passive."""
    rest = reading.rest.lstrip()
    if reading.after and reading.after[0][0].role == "agent" and reading.distance(reading.after[0]) <= _RIGHT_AFTER:
        # "Hội nghị sẽ do Lào đăng cai": who does it stands behind "do".
        return reading.ids(reading.after[0])
    if not (rest.startswith(_PASSIVE) or reading.clause.cue.text.endswith(_PASSIVE)):
        return ()
    behind = (chain for chain in reading.after if chain[0].before in phrase_words("parties.behind_a_passive"))
    return reading.ids(next(behind, ()))


def _whose_aid_is_told_of(reading: Reading) -> Partners:
    """Who gave last, where the sentence goes on about the aid: "Số hàng này sẽ về Huế."."""
    words = reading.scene.lowered[: reading.clause.cue.start]
    givers = reading.discourse.last
    return givers if givers != (VIET_NAM,) and phrase("subject.this_aid").match(words) is not None else ()


def _before_an_undertaking(reading: Reading) -> Partners:
    """Who stands at the head for what an undertaking will do: "Do Na Uy tài trợ, dự án sẽ giúp ..."."""
    first = reading.scene.actors[0] if reading.scene.actors else None
    if first is None or first.role != "agent" or not reading.scene.lowered.startswith(f"{first.before} "):
        return ()
    words = reading.scene.lowered[: reading.clause.cue.start]
    return reading.ids(chain_of(first, reading.scene.actors)) if phrase("subject.undertaking").search(words) else ()


def _has_another_in_sight(reading: Reading, actors: Partners) -> bool:
    """Whether a promise has another party in sight: named, spoken to, or agreed with at a meeting."""
    named = (partner for actor in reading.scene.actors for partner in reading.discourse.resolve(actor))
    if any(partner not in actors for partner in named) or reading.clause.is_reported or actors != (VIET_NAM,):
        return True
    if reading.subject.how == "explicit" and phrase("commitment.in_return").match(reading.scene.lowered) is not None:
        return True
    is_heard = bool(reading.discourse.addressee_of(actors) or reading.discourse.guests)
    if is_heard and reading.is_said:
        return True
    # "Thứ trưởng cam kết Việt Nam sẽ ...": to whom a state binds itself in so many words needs no name.
    is_binding = reading.clause.cue.rule.needs is None and reading.subject.how == "explicit"
    if is_binding and (reading.discourse.addressee_of(actors) or len(reading.discourse.everyone) > 1):
        return True
    return is_binding and any(is_a_state(actor) and not actor.is_place for actor in reading.scene.actors)


def _aim(reading: Reading) -> Sides | None:
    actors = reading.subject_ids()
    if not actors and reading.subject.how == "noun":
        cue_start = reading.scene.start + reading.clause.cue.start
        before = [actor for actor in reading.scene.actors if actor.end <= cue_start and actor.partner_ids]
        # "công bố tại Baku mục tiêu giảm phát thải của Anh": where it is told is nobody's goal.
        able = [actor for actor in before if actor.before not in phrase_words("parties.place_of_an_office")]
        actors = reading.ids(able[-1:])
    if not actors:
        is_owned = bool(reading.after) and reading.after[0][0].before in phrase_words("parties.aims")
        actors = reading.ids(reading.after[0]) if is_owned else reading.discourse.last
        if not is_owned and not reading.discourse.is_bilateral and _is_of_a_document(reading):
            # "Khung mới gồm bốn mục tiêu": of all who adopted it, not of whoever was told of before.
            actors = reading.discourse.everyone
    return (actors, ()) if actors else None


def _is_of_a_document(reading: Reading) -> bool:
    words = reading.scene.lowered[reading.clause.start : reading.clause.cue.end]
    return phrase("commitment.goals_of_a_document").search(words) is not None


_FRAMES: Final[Mapping[str, Callable[[Reading], Sides | None]]] = {
    "agree": _agree,
    "aim": _aim,
    "ask": _ask,
    "asked": _asked,
    "body": _body,
    "grant": _grant,
    "joined": _joined,
    "ought": _ought,
    "plan": _plan,
    "promise": _promise,
    "with": _with,
    **commitment_giving.FRAMES,
}

"""What a cue asks to stand in its sentence as well: the conditions that `commitment_cues.yml` names under `needs`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from articles.extraction.actors import Actor, chain_of
from articles.extraction.clauses import action_after, any_deed_after, is_light
from articles.extraction.cues import Cue
from articles.extraction.lexicon import action_verbs, adoptable_documents, phrase, phrase_words, report_verbs
from articles.extraction.scenes import Scene
from articles.language.people import VIET_NAM
from schemas.vocabularies import CommitmentKind

_REACH_OF_A_DOCUMENT = 120
"""Code points after a verb of signing or adopting in which its document stands."""
_REACH_OF_A_SUM = 80
"""Code points after a noun of help in which its sum stands."""
_REACH_OF_GOODS = 60
"""Code points after the receiver of a gift in which the gift stands."""
_HEAD_OF_A_SENTENCE = 2
"""Code points before a word that opens the sentence."""
_BETWEEN_VERB_AND_PARTY = 5
"""Code points between a verb and the party that is its object: a blank, "cho" or "vào"."""


def has_what_it_needs(scene: Scene, cue: Cue) -> bool:
    """Whether the sentence has what the rule of the cue asks for; a rule that asks for nothing always has it."""
    condition = CONDITIONS.get(cue.rule.needs or "")
    return condition is None or condition(scene, cue)


def _action(scene: Scene, cue: Cue) -> bool:
    return action_after(scene.lowered, cue.end) is not None


def _deed(scene: Scene, cue: Cue) -> bool:
    verb = action_after(scene.lowered, cue.end)
    rest = scene.lowered[cue.end :].lstrip()
    if verb is None or verb in report_verbs():
        return False
    return phrase("needs.no_deed").match(rest) is None and phrase("needs.courtesy").match(rest) is None


def _any_deed(scene: Scene, cue: Cue) -> bool:
    return any_deed_after(scene.lowered, cue.end)


def _joint_deed(scene: Scene, cue: Cue) -> bool:
    deed = phrase("needs.joint_deed").search(scene.lowered, cue.end, cue.end + _REACH_OF_A_DOCUMENT)
    if deed is None or phrase("needs.event").match(scene.lowered) is not None:
        return False
    return phrase("needs.event_held").match(scene.lowered, deed.start()) is None


def _joint_deed_to_come(scene: Scene, cue: Cue) -> bool:
    """Whether "sẽ" before an earlier verb tells of the joint deed as well: "sẽ tới Huế, phối hợp với ... trồng"."""
    is_to_come = phrase("needs.still_to_come").search(scene.lowered[: cue.start]) is not None
    return is_to_come and _joint_deed(scene, cue)


def _joint_subject(scene: Scene, _: Cue) -> bool:
    return any((actor.is_both or actor.is_everybody) and actor.role == "open" for actor in scene.actors)


def _support(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.support").search(scene.lowered, cue.end, _start_of_a_request(scene, cue)) is not None


def _start_of_a_request(scene: Scene, cue: Cue) -> int:
    """Where something is asked for after the cue: what is asked next was not given; else the sentence's end."""
    asked = [other.start for other in scene.cues if other.start > cue.end and _asks(other)]
    return min(asked, default=len(scene.lowered))


def _given_support(scene: Scene, cue: Cue) -> bool:
    """Whether help stands after the cue; where a party stands right after it, working together is help too."""
    speaks_to_a_party = any(0 <= actor.start - scene.start - cue.end <= 1 for actor in scene.actors)
    words = "needs.support" if speaks_to_a_party else "needs.given_support"
    # "đánh giá cao nỗ lực của hai bên, Tổng thống cho rằng ...": what is said next is another matter.
    said = [report.start for report in scene.reports_in(cue.end, len(scene.lowered))]
    end = min([_start_of_a_request(scene, cue), *said])
    return phrase(words).search(scene.lowered, cue.end, end) is not None


def _asks(cue: Cue) -> bool:
    return cue.rule.kind is CommitmentKind.REQUEST and cue.rule.needs is None


def _announced_support(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.announced_support").match(scene.lowered[cue.end :].lstrip()) is not None


def _affirmed(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.affirmed").search(scene.lowered, 0, cue.start) is not None


def _exchanged(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.exchanged").match(scene.lowered[cue.end :].lstrip()) is not None


def _support_action(scene: Scene, cue: Cue) -> bool:
    return bool(scene.actors) and action_verbs().get(action_after(scene.lowered, cue.end) or "", False)


def _own_support(scene: Scene, cue: Cue) -> bool:
    """Whether a verb of helping follows directly or after adverbs: "mong muốn tiếp tục giúp Việt Nam"."""
    return bool(scene.actors) and phrase("needs.own_support").match(scene.lowered[cue.end :].lstrip()) is not None


def _granted(scene: Scene, cue: Cue) -> bool:
    if _party_right_before(scene, cue) is None:
        return False
    return phrase("needs.granted").match(scene.lowered[cue.end :].lstrip()) is not None


def _gift(scene: Scene, cue: Cue) -> bool:
    if _party_right_before(scene, cue) is None:
        return False
    receiver = _party_right_after(scene, cue)
    if receiver is None:
        return phrase("needs.gift").match(scene.lowered[cue.end :].lstrip()) is not None
    if receiver.person is not None and receiver.person.name is not None:
        # What a guest brings to a president is a present, not aid.
        return False
    begin = receiver.end - scene.start
    return phrase("needs.goods_ahead").search(scene.lowered, begin, begin + _REACH_OF_GOODS) is not None


def _gift_to_come(scene: Scene, cue: Cue) -> bool:
    """Whether it is given in a time to come, or announced: "năm nay EU dành thêm 5 triệu euro", "thông báo EU cấp"."""
    if not _gift(scene, cue):
        return False
    party = _party_right_before(scene, cue)
    said_before = scene.words(scene.start, party.start) if party is not None else ""
    is_announced = phrase("needs.announced_right_before").search(said_before) is not None
    return is_announced or _tells_of_a_time_to_come(scene)


def _tells_of_a_time_to_come(scene: Scene) -> bool:
    published = scene.document.article.published_on
    times = [match["until"] for match in phrase("needs.time_to_come").finditer(scene.lowered)]
    return any(until is None or (published is not None and int(until) >= published.year) for until in times)


def _granted_so_far(scene: Scene, cue: Cue) -> bool:
    return _granted(scene, cue) and phrase("needs.so_far").search(scene.lowered, 0, cue.start) is not None


def _thanks_to(scene: Scene, cue: Cue) -> bool:
    if cue.start > _HEAD_OF_A_SENTENCE or _party_right_after(scene, cue) is None:
        return False
    comma = scene.lowered.find(",", cue.end)
    return comma >= 0 and phrase("needs.help_done").search(scene.lowered, comma) is not None


def _counterpart_funds(scene: Scene, cue: Cue) -> bool:
    if _party_right_before(scene, cue) is None:
        return False
    return phrase("needs.counterpart_funds").match(scene.lowered[cue.end :].lstrip()) is not None


def _with_a_party(scene: Scene, cue: Cue) -> bool:
    """Whether a party stands right after the cue, and then what both do, which is no event."""
    other = _party_right_after(scene, cue)
    if other is None:
        return False
    members = chain_of(other, scene.actors)
    rest = scene.lowered[members[-1].end - scene.start :].lstrip()
    return phrase("needs.deed_of_both").match(rest) is not None and phrase("needs.event_held").match(rest) is None


def _asked_party(scene: Scene, cue: Cue) -> bool:
    if _party_right_after(scene, cue) is None:
        return False
    if _party_right_before(scene, cue) is not None:
        return True
    # "..., đồng thời lưu ý phía Lào ...": who acts stands farther off.
    is_joined = phrase("clause.joined").search(scene.lowered, 0, cue.start) is not None
    return is_joined and any(actor.acts and actor.end - scene.start <= cue.start for actor in scene.actors)


def _worth(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.worth").search(scene.lowered, cue.end, cue.end + _REACH_OF_A_SUM) is not None


def _sum_before(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.sum_before").search(scene.lowered[: cue.start]) is not None


def _run_by(scene: Scene, cue: Cue) -> bool:
    """Whether an undertaking is carried out by a party from abroad: "dự án do WWF thực hiện"."""
    start = scene.start + cue.start
    by = next((actor for actor in reversed(scene.actors) if actor.end <= start), None)
    if by is None or by.role != "agent":
        return False
    between = scene.words(by.end, start)
    if not is_light(between) and phrase("needs.with_unnamed_others").fullmatch(between) is None:
        return False
    doers = chain_of(by, scene.actors)
    is_from_abroad = any(partner != VIET_NAM for actor in doers for partner in actor.partner_ids)
    before = scene.words(scene.start, doers[0].start)
    return is_from_abroad and phrase("needs.undertaking_before").search(before) is not None


def _sum_given(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.sum_given").match(scene.lowered, cue.end) is not None


def _amounts(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.amounts").match(scene.lowered[cue.end :].lstrip()) is not None


def _given_by(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.given_by").search(scene.lowered, cue.end, cue.end + _REACH_OF_A_DOCUMENT) is not None


def _help_done(scene: Scene, cue: Cue) -> bool:
    if phrase("needs.event").search(scene.lowered) is not None:
        return False
    # "Với sự tài trợ của Lào, WWF mở lớp ...": at the head of a sentence the present tense says it, too.
    is_head = cue.start == 0 and phrase("needs.done_with_it").match(scene.lowered[cue.end :]) is not None
    return is_head or phrase("needs.help_done").search(scene.lowered) is not None


def _holds_it(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.holds_it").search(scene.lowered[: cue.start]) is not None


def _joint_deed_next(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.joint_deed_next").match(scene.lowered[cue.end :].lstrip()) is not None


def _aimed_by_a_year(scene: Scene, cue: Cue) -> bool:
    is_aim = phrase("needs.aimed").match(scene.lowered[cue.end :].lstrip()) is not None
    return is_aim and _has_a_year_to_come(scene)


def _party_right_before(scene: Scene, cue: Cue) -> Actor | None:
    """The last party before the cue, if it can act and only light words part the two."""
    start = scene.start + cue.start
    before = next((actor for actor in reversed(scene.actors) if actor.end <= start), None)
    if before is None or before.role not in ("open", "agent", "modifier"):
        return None
    return before if is_light(scene.words(before.end, start)) else None


def _party_right_after(scene: Scene, cue: Cue) -> Actor | None:
    """The party that is the object of the cue; None if something else is."""
    after = next((actor for actor in scene.actors if actor.start - scene.start >= cue.end), None)
    if after is None or after.start - scene.start - cue.end > _BETWEEN_VERB_AND_PARTY:
        return None
    if not (after.partner_ids or after.points_to):
        return None
    return after if scene.words(scene.start + cue.end, after.start).strip() in ("", "cho", "vào") else None


def _arrival(scene: Scene, cue: Cue) -> bool:
    return phrase("needs.arrival").search(scene.lowered, cue.end, cue.end + _REACH_OF_A_DOCUMENT) is not None


def _document(scene: Scene, cue: Cue) -> bool:
    if phrase("needs.cited_document").search(scene.lowered[: cue.start].rstrip()) is not None:
        # "theo bản ghi nhớ hai bên ký năm 2021, Việt Nam sẽ ...": by which something is done.
        return False
    near = scene.lowered[: cue.start], scene.lowered[cue.end : cue.end + _REACH_OF_A_DOCUMENT]
    return any(_names_a_document(words) for words in near)


def _document_next(scene: Scene, cue: Cue) -> bool:
    if cue.start == 0:
        # "Thông qua chương trình này, ...": at the head of a sentence it means "by way of".
        return False
    if cue.text in phrase_words("commitment.means_by") and _party_right_after(scene, cue) is not None:
        # "tài trợ 3 triệu USD thông qua Chương trình Phát triển ...": a party is no document.
        return False
    if phrase("commitment.by_so_many").match(scene.lowered[cue.end :].lstrip()) is not None:
        return cue.text not in phrase_words("commitment.means_by")
    if cue.text in phrase_words("commitment.means_by") and _is_done_to_a_document(scene, cue):
        return True
    if cue.rule.frame == "body" and scene.lowered.startswith(" việc ", cue.end):
        # "chuẩn y việc công nhận": what a body approves may be told by a clause; "thông qua việc" means "by".
        return cue.text not in phrase_words("commitment.means_by")
    return _names_a_document(" ".join(scene.lowered[cue.end : cue.end + _REACH_OF_A_DOCUMENT].split()[:5]))


def _is_done_to_a_document(scene: Scene, cue: Cue) -> bool:
    """Whether a document is the subject of a passive, its adopters right before the verb: "Chiến lược được Lào ..."."""
    by = next((actor for actor in reversed(scene.actors) if actor.end <= scene.start + cue.start), None)
    if by is None or not is_light(scene.words(by.end, scene.start + cue.start)):
        return False
    before = scene.words(scene.start, chain_of(by, scene.actors)[0].start)
    return phrase("needs.document_undergoes").match(before) is not None


def _horizon(scene: Scene, _: Cue) -> bool:
    return any(phrase(name).search(scene.lowered) for name in ("needs.horizon", "needs.quantity"))


def _horizon_and_quantity(scene: Scene, _: Cue) -> bool:
    return phrase("needs.figure").search(scene.lowered) is not None and _has_a_year_to_come(scene)


def _has_a_year_to_come(scene: Scene) -> bool:
    """Whether the sentence names a year up to which something is to be reached, not one that has passed."""
    published = scene.document.article.published_on
    years = [match["year"] for match in phrase("needs.year_to_come").finditer(scene.lowered)]
    return any(year is None or published is None or int(year) >= published.year for year in years)


def _names_a_document(words: str) -> bool:
    """Whether the words name something that can be signed or adopted."""
    return any(term in words for term in adoptable_documents())


CONDITIONS: Final[Mapping[str, Callable[[Scene, Cue], bool]]] = {
    "amounts": _amounts,
    "action": _action,
    "affirmed": _affirmed,
    "aimed_by_a_year": _aimed_by_a_year,
    "announced_support": _announced_support,
    "any_deed": _any_deed,
    "arrival": _arrival,
    "asked_party": _asked_party,
    "counterpart_funds": _counterpart_funds,
    "deed": _deed,
    "document": _document,
    "document_next": _document_next,
    "exchanged": _exchanged,
    "gift": _gift,
    "gift_to_come": _gift_to_come,
    "given_by": _given_by,
    "given_support": _given_support,
    "granted": _granted,
    "granted_so_far": _granted_so_far,
    "help_done": _help_done,
    "holds_it": _holds_it,
    "horizon": _horizon,
    "horizon_and_quantity": _horizon_and_quantity,
    "joint_deed": _joint_deed,
    "joint_deed_next": _joint_deed_next,
    "joint_deed_to_come": _joint_deed_to_come,
    "joint_subject": _joint_subject,
    "own_support": _own_support,
    "run_by": _run_by,
    "sum_before": _sum_before,
    "sum_given": _sum_given,
    "support": _support,
    "support_action": _support_action,
    "thanks_to": _thanks_to,
    "with_a_party": _with_a_party,
    "worth": _worth,
}
"""All needs but `addressee_or_cooperation`, which only the frame of its cue can judge."""

"""Who does what in a sentence: the principal cues, and for each its subject and the parties after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from articles.extraction.actors import Actor, chain_of, chains
from articles.extraction.cues import Cue
from articles.extraction.lexicon import action_verbs, not_deeds, phrase, phrase_words
from articles.extraction.scenes import Scene
from articles.language.lexicon import alternatives
from articles.language.needles import ScreenedPattern
from schemas.vocabularies import CommitmentKind

_AUXILIARIES = frozenset({"pledge.will", "pledge.continue", "delivery.give", "delivery.recent"})
"""Rules whose cue can be an auxiliary of the next one: "đã" before "đề nghị", "sẽ" before "ký kết"."""
_CONTINUED = frozenset({"pledge.continue", "pledge.support", "pledge.works_with"})
"""Rules whose cue, after another one, only goes on with what that one says: "nhất trí ...; tiếp tục duy trì ..."."""
_JOINABLE = frozenset({"ask", "agree", "thank", "grant"})
"""Frames whose cue, joined to the one before by "và" or a comma, has its subject and says something of its own."""
_ACTS = frozenset({"give", "promise", "agree", "grant", "gift", "lend", "handed"})
_ACTS_DONE = frozenset({"give", "agree", "aim", "thank", "gift", "lend", "handed", "grant"})
"""After one of these, a comma lets another act follow."""
_SAID_BY_DOCUMENTS = frozenset({"ask", "agree", "promise"})
"""Frames of what the adopters of a document say in it; its goals may be one state's."""
_REACH_OF_AN_ACTION = 80
"""Code points after a cue in which its verb of action stands."""
_REACH_OF_A_DEED = 40
_REACH_OF_A_NEGATOR = 14
"""Code points before a cue in which a word that denies it stands."""
_DENIED_BY = {
    "clause.speculation": ("promise", "give", "plan"),
    "clause.to_come": ("give",),
    "clause.hindered": ("agree",),
    "clause.undecided": ("promise", "give"),
    "clause.praise": ("give",),
    "clause.good_wishes": ("promise", "plan", "give"),
    "clause.relative": ("ask", "promise"),
    "clause.purpose": ("agree",),
    "clause.agenda": ("promise", "plan"),
}
"""Phrases anywhere before a cue that make it say nothing -> the frames for which they do."""
_MAY_FAIL = frozenset({CommitmentKind.PLEDGE, CommitmentKind.TARGET})
"""Kinds that come to nothing where the sentence says that they were not kept."""
_TOLD_APART = frozenset({"promise", "plan", "agree"})
"""Frames of what is to come, in which something may be mentioned that was given."""
_MARKS_OF_A_QUOTE = '“" -–'
_DONE_OR_AIMED = frozenset({"give", "aim", "thank", "gift", "lend", "handed", "receive"})
"""Frames of what is done or aimed at; a promise after it is none of its parts."""
_PROMISES = frozenset({"pledge.will", "pledge.commit"})
"""Rules whose cue, joined to something done or aimed at, promises more: "đã giúp 5 tỉnh và sẽ mở rộng ra ..."."""
_BINDING = "pledge.commit"
"""The rule whose cue, after a request and "đồng thời", binds the asker: "đề nghị ..., đồng thời cam kết ..."."""
_DONE = "delivery.give"
"""The rule of what somebody has done, told by a word of tense."""
_INVITES = "request.invite"
"""The rule of inviting, which is no part of what somebody binds himself to in so many words."""
_RUNS = "delivery.run_by"
"""The rule of who carries out an undertaking, which a promise or an agreement about it only mentions."""
_SHORTEST_REQUEST = 12
"""Code points of what is asked for, before a comma after which another party acts by itself."""


class Clause(NamedTuple):
    """A principal cue with its reach: `start`..`end` in the sentence, from where its subject may stand to its end."""

    cue: Cue
    start: int
    end: int
    is_reported: bool
    """Whether a verb of saying stands before the cue in the sentence."""
    is_contrasted: bool = False
    """Whether another party does something else in the same sentence ("A cấp vốn, trong khi B ..."), cue or not."""


class Subject(NamedTuple):
    """Who stands before a cue, and how surely."""

    actors: tuple[Actor, ...]
    how: Literal["explicit", "modifier", "ellipsis", "noun"]
    """`modifier`: owner of the noun before the cue; `ellipsis`: the subject of the clause before; `noun`: a common
    noun is the subject, then `actors` is empty."""


@lru_cache(maxsize=1)
def _action_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(action_verbs()))


def action_after(lowered: str, end: int) -> str | None:
    """Return the verb of action that follows the offset directly or after adverbs; None if another word does."""
    rest = lowered[end : end + _REACH_OF_AN_ACTION].lstrip()
    starts = [0]
    while (adverb := phrase("clause.light_word_before_action").match(rest, starts[-1])) is not None:
        starts.append(adverb.end() + 1)
    if phrase("clause.lends").match(rest, starts[-1]) is not None:
        return "cho vay"
    # An adverb may be a verb of action itself ("hợp sức"), so that the last ones count where nothing follows them.
    found = (_action_pattern().match(rest, start) for start in reversed(starts))
    return next((match.group() for match in found if match is not None), None)


def any_deed_after(lowered: str, end: int) -> bool:
    """Whether a verb of doing follows the offset: any word but those with which nobody does anything."""
    words = lowered[end : end + _REACH_OF_A_DEED].split()[:3]
    openings = {" ".join(words[:count]).strip(",.;:") for count in (1, 2, 3)}
    action = action_after(lowered, end)
    if action is not None:
        # "sẽ giảm khoảng 0,3 m": a longer phrase may say that nobody does it, or that somebody does: "kéo dài dự án".
        return not any(len(opening) > len(action) and opening in not_deeds() for opening in openings)
    return bool(words) and words[0][0].isalpha() and not openings & not_deeds()


def is_light(words: str) -> bool:
    """Whether the stretch has only words that add no party and no act, such as a date; also if it has none."""
    left = phrase("clause.date").sub(" ", words).replace(",", " ").split()
    return phrase_words("clause.light_word").issuperset(left)


def find_clauses(scene: Scene, cues: Sequence[Cue]) -> list[Clause]:
    """Return the clauses that may make a commitment: what lies in the complement of one cue is not a second one.

    A further cue counts after a semicolon, when it is joined to the first by "và" or a comma, or when a new verb of
    saying opens another statement.
    """
    turns = _turns(scene)
    principals: list[Cue] = []
    for cue in cues:
        if not principals or _is_independent(scene, principals[-1], cue, turns):
            principals.append(cue)
        elif _is_auxiliary_of(scene, principals[-1], cue):
            principals[-1] = cue
    starts = [0, *(cue.end for cue in principals[:-1])]
    ends = [*(cue.start for cue in principals[1:]), len(scene.lowered)]
    return [
        Clause(
            cue,
            max([start, *(turn for turn in turns if turn <= cue.start)]),
            min([end, *(turn for turn in turns if turn >= cue.end)]),
            is_reported=bool(scene.reports_in(0, cue.start)),
            is_contrasted=bool(turns),
        )
        for cue, start, end in zip(principals, starts, ends, strict=False)
    ]


def _is_auxiliary_of(scene: Scene, first: Cue, second: Cue) -> bool:
    """Whether the first cue only says when the second's act is done; giving is what an auxiliary tells of itself."""
    is_auxiliary = first.rule.rule_id in _AUXILIARIES and second.rule.frame != "gift"
    if (first.rule.kind, second.rule.kind) == (CommitmentKind.PLEDGE, CommitmentKind.DELIVERY):
        # "sẽ tích cực hỗ trợ": what is given in a time to come is promised.
        return False
    if (first.rule.rule_id, second.rule.rule_id) == ("pledge.will", "request.invite"):
        # "sẽ mời 15 cán bộ sang học": who will invite, promises.
        return False
    return is_auxiliary and is_light(scene.lowered[first.end : second.start])


def _turns(scene: Scene) -> list[int]:
    """Where in the sentence another party comes to act: the ends of the words of contrast before it."""
    openings = [actor.start - scene.start for actor in scene.actors if actor.role == "open"]
    return [match.end() for match in phrase("clause.contrast").finditer(scene.lowered) if match.end() in openings]


def is_negated(scene: Scene, cue: Cue) -> bool:
    """Whether the cue is denied, doubted, asked about or a condition: "chưa cam kết", "nên giúp", "nếu ... hỗ trợ"."""
    before = scene.lowered[: cue.start].rstrip()
    if phrase("clause.negator").search(before, max(0, len(before) - _REACH_OF_A_NEGATOR)) is not None:
        return True
    if any(denial.search(before) for denial in _denials_of(cue.rule.frame)):
        return True
    if cue.rule.kind in _MAY_FAIL and phrase("commitment.unreached").search(scene.lowered, cue.end) is not None:
        return True
    if cue.rule.frame == "promise" and phrase("commitment.asks_how").search(scene.lowered, cue.end) is not None:
        return True
    condition = phrase("clause.condition").search(before)
    return condition is not None and "," not in before[condition.end() :]


@lru_cache(maxsize=64)
def _denials_of(frame: str) -> tuple[ScreenedPattern, ...]:
    """What denies a cue of the frame, anywhere before it."""
    return tuple(phrase(name) for name, frames in _DENIED_BY.items() if frame in frames)


def _is_independent(scene: Scene, first: Cue, second: Cue, turns: Sequence[int]) -> bool:
    """Whether the second cue is no part of what the first one governs."""
    between = scene.lowered[first.end : second.start]
    is_turn = any(first.end <= turn <= second.start for turn in turns)
    is_mentioned = first.rule.frame in _TOLD_APART and _has_an_agent(scene, first, second)
    if is_turn or is_mentioned or _opens_a_statement(scene, first, second):
        return True
    if second.rule.rule_id in _CONTINUED:
        return False
    if ";" in between or ". " in between or _binds_oneself_next(first, second, between):
        return True
    before, frame = first.rule.frame, second.rule.frame
    # "sẽ tiếp nhận cán bộ, đồng thời vận động các công ty": a part of what is promised.
    is_part = before == "promise" and second.text in phrase_words("clause.done_to_others")
    # "cam kết góp vốn và mời Huế dự hội chợ": said by itself.
    is_part = is_part and not (first.rule.rule_id == _BINDING and second.rule.rule_id == _INVITES)
    if frame in _JOINABLE and not is_part and phrase("clause.joined").search(between):
        return (before, frame) != ("ask", "agree")
    if before == "ask":
        return frame in ("promise", "give") and _has_a_party_of_its_own(scene, first, second)
    is_next_act = frame in _ACTS and before in _ACTS_DONE
    if before == "agree" and second.rule.rule_id in ("delivery.bare", "pledge.will"):
        # "nhất trí ..., tiếp tục hỗ trợ ...": what was agreed, unless another party gives it.
        is_next_act = _has_a_party_before(scene, first, second)
    if before == "thank" and (second.rule.rule_id == _DONE or not is_light(between.rpartition(",")[2])):
        # "cảm ơn Na Uy, trong vai trò chủ tịch, đã thúc đẩy ...": what somebody is thanked for.
        is_next_act = is_next_act and _has_a_party_before(scene, first, second)
    is_parted = "," in between or phrase("clause.at_the_same_time").search(between) is not None
    return is_parted and not is_part and (frame == "ask" or is_next_act)


def _binds_oneself_next(first: Cue, second: Cue, between: str) -> bool:
    """Whether who did, aimed at or asked something goes on with a promise: "đã giúp 5 tỉnh và sẽ giúp thêm 6"."""
    if second.rule.rule_id not in _PROMISES:
        return False
    if first.rule.frame == "ask":
        return second.rule.rule_id == _BINDING and phrase("clause.on_ones_own_part").search(between) is not None
    return first.rule.frame in _DONE_OR_AIMED and phrase("clause.joined").search(between) is not None


def _has_an_agent(scene: Scene, first: Cue, second: Cue) -> bool:
    """Whether a giver with "do" stands right before a verb of giving: "sẽ khảo sát trạm do Na Uy tài trợ"."""
    if second.rule.frame not in ("give", "gift") or second.rule.rule_id == _RUNS:
        return False
    agents = [a for a in scene.actors if a.before == "do" and first.end <= a.start - scene.start < second.start]
    return bool(agents) and not scene.lowered[agents[-1].end - scene.start : second.start].strip()


def _opens_a_statement(scene: Scene, first: Cue, second: Cue) -> bool:
    """Whether a verb of saying, joined to what comes before, stands between the cues."""
    reports = scene.reports_in(first.end, second.start)
    return bool(reports) and phrase("clause.joined").search(scene.lowered[first.end : reports[-1].start]) is not None


def _has_a_party_before(scene: Scene, first: Cue, second: Cue) -> bool:
    """Whether a party that acts stands right before the second cue."""
    acting = [a for a in scene.actors if a.role == "open" and first.end <= a.start - scene.start < second.start]
    return bool(acting) and is_light(scene.lowered[acting[-1].end - scene.start : second.start])


def _has_a_party_of_its_own(scene: Scene, first: Cue, second: Cue) -> bool:
    """Whether another party acts after a comma: "A đề nghị B hỗ trợ kỹ thuật, C cam kết góp vốn"."""
    comma = scene.lowered.rfind(",", first.end + _SHORTEST_REQUEST, second.start)
    if comma < 0:
        return False
    acting = [a for a in scene.actors if a.role == "open" and comma <= a.start - scene.start < second.start]
    is_addressed = any(first.end <= a.start - scene.start < comma for a in scene.actors)
    return is_addressed and bool(acting) and is_light(scene.lowered[acting[-1].end - scene.start : second.start])


def find_subject(scene: Scene, clause: Clause) -> Subject:
    """Return who stands before the clause's cue."""
    cue_start = clause.cue.start
    before = [actor for actor in scene.actors if actor.end - scene.start <= cue_start]
    region_start = _region_start(scene, cue_start, before)
    inside = [actor for actor in before if actor.start - scene.start >= region_start]
    words = scene.lowered[region_start:cue_start]
    explained = _explained_by_a_noun(scene, region_start, words, before)
    if inside and explained is None and _is_seen_to_do(scene, inside[-1], clause.cue):
        explained = inside[-1]
    acting = [explained] if explained is not None else [actor for actor in inside if actor.acts]
    if acting and not (clause.cue.rule.frame == "ask" and _is_inside_a_noun(acting[-1], words)):
        return Subject(tuple(chain_of(acting[-1], before)), "explicit")
    if region_start == 0 and clause.cue.rule.frame in _SAID_BY_DOCUMENTS and _is_a_document(scene):
        return _everybody(scene)
    may_be_an_occasion = clause.cue.rule.frame in ("promise", "give")
    is_of_an_occasion = may_be_an_occasion and phrase("clause.occasion_acts").match(words.lstrip()) is not None
    if is_of_an_occasion or _is_said_by_anybody(scene, region_start, before):
        return Subject((), "noun")
    owners = [a for a in inside if a.role == "modifier" or a.before in phrase_words("parties.whose")]
    if owners:
        return Subject(tuple(chain_of(owners[-1], before)), "modifier")
    is_own_office = phrase("clause.own_office").match(words.strip()) is not None
    goes_on = is_own_office or phrase("clause.joined").search(words) is not None
    if scene.reports_in(0, region_start) and phrase("clause.own_delegation").match(words.strip()) is not None:
        goes_on = True
    if not goes_on and not is_light(words.lstrip(_MARKS_OF_A_QUOTE)) and not scene.reports_in(region_start, cue_start):
        return Subject((), "noun")
    return _left_out(scene, before)


def _is_inside_a_noun(actor: Actor, words: str) -> bool:
    """Whether the party acts in what is told of, after which somebody else goes on: "hoan nghênh việc Lào ... và"."""
    return actor.before in phrase_words("clause.inside_a_noun") and phrase("clause.joined").search(words) is not None


def _is_seen_to_do(scene: Scene, actor: Actor, cue: Cue) -> bool:
    """Whether somebody else only takes note of what the party does: "hai bên ghi nhận Na Uy đã giúp ..."."""
    if cue.rule.frame not in _ACTS or actor.role != "object" or actor.before not in phrase_words("clause.takes_note"):
        return False
    return bool(actor.partner_ids) and is_light(scene.lowered[actor.end - scene.start : cue.start])


def _left_out(scene: Scene, before: Sequence[Actor]) -> Subject:
    """The subject that the clause leaves out: who acts before; the adopters of a document that speaks; or nobody."""
    acting = [actor for actor in before if actor.acts]
    if not acting and _is_a_document(scene):
        return _everybody(scene)
    # "đánh giá cao việc Lào trồng rừng và đề nghị ...", "nghe ý kiến mà Lào nêu, đồng thời cam kết ...": who acts in
    # what is told of is not who goes on.
    acting = [actor for actor in acting if actor.before not in phrase_words("clause.inside_a_noun")]
    if acting and acting[-1].role == "agent":
        # "Dự án được Na Uy tài trợ và sẽ ...": the project goes on, unless somebody acts before.
        acting = [actor for actor in acting if actor.role == "open"]
        if not acting:
            return Subject((), "noun")
    if not acting:
        is_a_thing = phrase("subject.things").match(scene.lowered.lstrip(_MARKS_OF_A_QUOTE)) is not None
        return Subject((), "noun" if is_a_thing else "ellipsis")
    return Subject(tuple(chain_of(_told_by_an_apposition(scene, acting), before)), "ellipsis")


def _explained_by_a_noun(scene: Scene, region_start: int, words: str, before: Sequence[Actor]) -> Actor | None:
    """The party right before a comma that a noun after it explains: "cảm ơn JICA, cơ quan đã ..."; None elsewhere."""
    if not before or phrase("clause.noun_in_apposition").fullmatch(words.strip()) is None:
        return None
    is_next = scene.words(before[-1].end, scene.start + region_start).strip() == ","
    return before[-1] if is_next and before[-1].partner_ids else None


def _is_a_document(scene: Scene) -> bool:
    """Whether the sentence begins with a document, which says what its adopters say."""
    return phrase("subject.document").match(scene.lowered.lstrip(_MARKS_OF_A_QUOTE)) is not None


def _everybody(scene: Scene) -> Subject:
    everybody = Actor(scene.start, scene.start, (), role="open", before="", chain=0, points_to="many")
    return Subject((everybody,), "ellipsis")


def _is_said_by_anybody(scene: Scene, region_start: int, before: Sequence[Actor]) -> bool:
    """Whether people without a name say it: "nhiều người nói sẵn sàng ..." is nobody's promise."""
    said = scene.lowered[:region_start]
    return not any(actor.acts for actor in before) and phrase("subject.anybody").search(said) is not None


def _told_by_an_apposition(scene: Scene, acting: Sequence[Actor]) -> Actor:
    """Who acts, given the parties that may: what a party between two commas only explains stands before it."""
    last = acting[-1]
    first_of_last = chain_of(last, acting)[0]
    earlier = [actor for actor in acting if actor.end <= first_of_last.start]
    is_closed = scene.lowered[last.end - scene.start :].lstrip().startswith(",")
    if not earlier or not is_closed:
        return last
    between = scene.words(earlier[-1].end, first_of_last.start)
    return earlier[-1] if phrase("clause.apposition").fullmatch(between) is not None else last


def _region_start(scene: Scene, cue_start: int, before: Sequence[Actor]) -> int:
    """Where the stretch begins that holds the subject: after the last break or verb of saying outside the parties."""
    spans = [(chain[0].start - scene.start, chain[-1].end - scene.start) for chain in chains(before)]
    breaks = reversed(list(phrase("clause.break").finditer(scene.lowered, 0, cue_start)))
    outside = (match.end() for match in breaks if not any(begin <= match.start() < end for begin, end in spans))
    start = next(outside, 0)
    for report in scene.reports_in(start, cue_start):
        if not any(begin <= report.start < end for begin, end in spans):
            start = report.end
    return start


def chains_after(scene: Scene, clause: Clause) -> list[list[Actor]]:
    """Return the chains of parties between the cue and the clause's end, in order."""
    after = [actor for actor in scene.actors if clause.cue.end <= actor.start - scene.start < clause.end]
    return chains(after)

"""The places in a text where an occasion is told of, each with what its own words say about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction.actors import Actor, chain_of, is_country
from articles.extraction.cues import ends_with_any
from articles.extraction.gatherings import CONVENTIONS
from articles.extraction.lexicon import phrase, phrase_endings, phrase_words
from articles.extraction.meeting_editions import EditionMention, parties_of_series
from articles.extraction.meeting_heads import Head, as_noun, ordinal_in, phrase_end
from articles.extraction.occasion_records import Occasion
from articles.extraction.occasions_listed import editions_listed
from articles.extraction.occasions_of_verbs import (
    are_met_apart,
    are_received_in_turn,
    occasions_of_verb,
    one_for_each,
    subject_before,
)
from articles.extraction.scenes import Scene
from articles.language.names import NameMention
from articles.reference import load_reference
from schemas.vocabularies import MeetingKind

_SHORTEST_GAP = 5
"""Code points between a plenary and the occasion whose it is: "phiên toàn thể của Hội nghị ..."."""
_SERIES_OF_A_CONVENTION = "COP"
"""The series of the climate convention, whose acronym other conventions use for theirs."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
"""At the end of a name: "Diễn đàn Kinh tế Thế giới 2025" is held, "Diễn đàn Kinh tế Thế giới" is a body."""
_ANNIVERSARY = re.compile(r"[A-Z][a-z]{2,12}\+\d{2}")
_OF_LEADERS = frozenset({MeetingKind.TALKS, MeetingKind.SUMMIT})
"""Kinds of which the plural followed by names tells of one with each."""
_FEWEST_SIDES_EACH = 2
"""Sides of "các cuộc gặp với ..." from which on each was met by itself, where the text does not name who was met."""
_REACH_OF_A_SIDE = 48
_CONVENES = frozenset({"họp", "đã họp", "vừa họp", "sẽ họp", "dự kiến họp", "nhóm họp", "đã nhóm họp"})
"""All that stands between a body and the session that it convenes: "Hội đồng GEF đã họp phiên thứ 54"."""
_NUMBER_OF_AN_ACRONYM = re.compile(r"(?<!\w)[A-Z]{3,8}(?: |-| - )(?P<number>[1-9]\d?)\)?$")
"""At the end of a name: "Kỳ họp GEF 6"."""
_PLACE_AND_BRACKET = re.compile(r"(?: (?:tại|ở) [^,;.()]{2,30}(?:, [^,;.()]{2,25})?)? \(")
_BETWEEN = " giữa "
_FIELDS = re.compile(r"(?:(?:,| và|, và) [A-ZĐÂÊÔƠƯĂ][^\W\d_]*(?: [^\W\d_]+){0,4})+ ?")
"""Fields of an office between a comma and the state whose it is."""
_RIGHT_AFTER = 24
"""Code points between "các cuộc gặp" and the first of those who were met."""


def find_occasions(scene: Scene) -> list[Occasion]:
    """Return the occasions that a sentence tells of, in order; also those that it only points back to."""
    found: list[Occasion] = []
    if listed := editions_listed(scene):
        return listed
    if not (scene.heads or scene.editions or any(name.kind == "series" for name in scene.names)):
        return found
    reached = scene.start
    convener: Actor | None = None
    for index, head in enumerate(scene.heads):
        if scene.start + head.start < reached or _opens_the_next(scene.lowered, scene.heads, index):
            continue
        if _convenes_the_next(scene.heads, index):
            convener = subject_before(scene, head)
            continue
        if head.rule.form == "verb" and (met := occasions_of_verb(scene, head)):
            found.extend(met)
        elif head.rule.form == "verb":
            found.extend(_of_noun_in_verb(scene, head))
        elif told := _of_noun(scene, head):
            if convener is not None and scene.words(convener.end, told[0].start).strip() in _CONVENES:
                told[0].add(convener)
            found.extend(told)
            reached = told[0].end
        convener = None
    for occasion in found:
        _take_edition_behind(scene, occasion)
    found.extend(_editions_elsewhere(scene, found))
    return sorted(found, key=lambda occasion: occasion.start)


def _take_edition_behind(scene: Scene, occasion: Occasion) -> None:
    """Let the occasion be the edition in brackets behind its place: "hội nghị về khí hậu ở Paris (COP21)"."""
    if not occasion.is_noun or occasion.kind not in CONVENTIONS or occasion.ordinal or occasion.series:
        return
    behind = next((edition for edition in scene.editions if edition.start >= occasion.end), None)
    if behind is None or _PLACE_AND_BRACKET.fullmatch(scene.words(occasion.end, behind.start)) is None:
        return
    occasion.series, occasion.ordinal, occasion.part = behind.series, behind.ordinal, behind.part
    occasion.is_named = True
    occasion.end = behind.end


def _of_noun_in_verb(scene: Scene, head: Head) -> list[Occasion]:
    """ "Sau hội đàm với Thủ tướng Lào, ...": what can be a verb is a noun where nobody is its subject."""
    noun = as_noun(head)
    return _of_noun(scene, noun) if noun is not None else []


def _opens_the_next(lowered: str, heads: Sequence[Head], index: int) -> bool:
    if index + 1 == len(heads) or phrase("occasion.plenary").fullmatch(heads[index].text) is None:
        return False
    between = lowered[heads[index].end : heads[index + 1].start]
    return len(between) <= _SHORTEST_GAP or phrase("occasion.plenary_leads_on").fullmatch(between) is not None


def _convenes_the_next(heads: Sequence[Head], index: int) -> bool:
    """Whether the verb stands right before the session that it convenes: "sẽ họp phiên đầu tiên"."""
    if heads[index].rule.object != "none" or index + 1 == len(heads):
        return False
    return heads[index + 1].rule.form == "noun" and heads[index + 1].start - heads[index].end <= 1


def _of_noun(scene: Scene, head: Head) -> list[Occasion]:
    # "Hội nghị công nhận thêm ...": the conference acts, the words after are no name.
    acts = phrase("occasion.acts_itself").match(scene.lowered, head.end) is not None
    # "Sự kiện bên lề COP28": what follows is the occasion that it is on the margins of.
    acts = acts or ends_with_any(head.text, phrase_endings("occasion.margin"))
    start, end = scene.start + head.start, scene.start + (head.end if acts else phrase_end(scene.lowered, head))
    end = _end_of_the_second_side(scene, start, end)
    inside = [name for name in scene.names if start <= name.start < end]
    edition = next((e for e in scene.editions if start <= e.start and e.end <= end), None)
    if edition is not None and _is_quoted(scene.words(start, edition.start)):
        edition = None
    if edition is not None and phrase("occasion.not_its_edition").search(scene.words(start, edition.start)):
        # "phiên họp về việc thực hiện cam kết tại COP26"
        end, edition = edition.start, None
    may_be_first = head.rule.kind is not MeetingKind.TALKS
    ordinal = ordinal_in(_without_quotation(scene.words(start, end)), may_be_first=may_be_first)
    ordinal = ordinal or (edition.ordinal if edition is not None else None) or _number_behind(scene, start, end, inside)
    if not ordinal and _is_a_body(scene, head, inside) and _YEAR.search(scene.words(start, end)) is None:
        # "Diễn đàn Hợp tác Kinh tế châu Á - Thái Bình Dương" is the body itself, its 26th meeting is none.
        return []
    series = _series(scene, edition, inside)
    is_of_a_treaty = series == _SERIES_OF_A_CONVENTION and _is_of_another_treaty(scene, start, end)
    if is_of_a_treaty:
        series = _series_of_the_treaty(inside)
    if head.is_plural and not (ordinal or series):
        return _of_plural(scene, head)
    if head.rule.kind is MeetingKind.TALKS and (each := _talks_with_each(scene, head)):
        return each
    occasion = Occasion.at(scene, head, end)
    occasion.series, occasion.ordinal = series, ordinal
    occasion.part = edition.part if edition is not None else None
    convening = _convening(scene, start, inside, series, is_of_all=is_of_a_treaty)
    is_of_a_building = head.text in phrase_words("occasion.of_a_building")
    occasion.add_parties(partner for partner in convening if is_country(partner) or not is_of_a_building)
    says_which = ordinal or series or convening or any(name.kind == "place" for name in inside)
    occasion.is_named = bool(says_which) and scene.words(start, end) != head.text
    occasion.is_side = _is_side(scene, head)
    if occasion.kind is MeetingKind.VISIT:
        _set_destination(scene, occasion, inside)
    elif (spot := next((name for name in inside if _names_its_seat(scene, name, end)), None)) is not None:
        occasion.country, occasion.place = spot.id, scene.document.text[spot.start : spot.end]
    return [occasion]


def _end_of_the_second_side(scene: Scene, start: int, end: int) -> int:
    """Where the second of two sides ends whose office has a comma in its name: "giữa Bộ A và Bộ Nước, Rừng Na Uy"."""
    if _BETWEEN not in scene.words(start, end):
        return end
    side = next((actor for actor in scene.actors if actor.start >= end), None)
    goes_on = side is not None and _FIELDS.fullmatch(scene.document.text, end, side.start) is not None
    return side.end if side is not None and side.partner_ids and goes_on else end


def _is_quoted(before: str) -> bool:
    """Whether what follows the words stands in a title in quotation marks, behind its first word."""
    opened = max(before.rfind("“"), before.rfind('"') if before.count('"') % 2 else -1)
    return opened > before.rfind("”") and before[opened + 1 :].strip() != ""


def _without_quotation(words: str) -> str:
    """The words up to the last quotation in them and those behind it: a title's numbers are of what it is about."""
    opened = words.find("“")
    closed = words.rfind("”")
    return words[:opened] + words[closed + 1 :] if 0 <= opened < closed else words


def _number_behind(scene: Scene, start: int, end: int, inside: Sequence[NameMention]) -> int | None:
    """The number of an edition right behind the acronym of the body that meets; None where the name ends otherwise."""
    found = _NUMBER_OF_AN_ACRONYM.search(scene.document.text, start, end)
    is_of_a_body = found is not None and any(name.start == found.start() and name.kind == "partner" for name in inside)
    return int(found["number"]) if found is not None and is_of_a_body else None


def _names_its_seat(scene: Scene, name: NameMention, end: int) -> bool:
    """Whether a place stands with a year at the end of the name: "Diễn đàn Kinh tế Thế giới Thiên Tân 2025"."""
    is_spot = name.kind == "place" and name.sense != "region"
    return is_spot and _YEAR.fullmatch(scene.words(name.end, end).strip()) is not None


def _is_a_body(scene: Scene, head: Head, inside: Sequence[NameMention]) -> bool:
    """Whether the words name a body that is called a forum, and none of its meetings: "Diễn đàn ARF"."""
    start, end = scene.start + head.start, scene.start + head.end
    partners = [name for name in inside if name.kind == "partner" and not is_country(name.id)]
    if any(name.start == start and name.end > end for name in partners):
        return True
    return head.text in phrase_words("occasion.body") and any(name.start == end + 1 for name in partners)


def _is_subject(scene: Scene, start: int, name: NameMention) -> bool:
    """Whether the words before make it what the occasion is about: "hội thảo về thực thi Công ước CITES"."""
    return phrase("occasion.about_a_treaty").search(scene.words(start, name.start)) is not None


def _is_of_another_treaty(scene: Scene, start: int, end: int) -> bool:
    """Whether "COP15" in the name is of another convention: "Hội nghị các bên tham gia Công ước Ramsar (COP15)"."""
    return phrase("occasion.of_another_treaty").search(scene.words(start, end)) is not None


def _series_of_the_treaty(inside: Sequence[NameMention]) -> str | None:
    """The meetings of the treaty that is named inside; None where no list has them."""
    listed = {series.series_id for series in load_reference().series}
    named = (name.id if name.kind == "series" else f"{name.id}-{_SERIES_OF_A_CONVENTION}" for name in inside)
    return next((series for series in named if series in listed and series != _SERIES_OF_A_CONVENTION), None)


def _convening(
    scene: Scene, start: int, inside: Sequence[NameMention], series: str | None, *, is_of_all: bool
) -> list[str]:
    """The partners whose names stand in an occasion's, but the convention or initiative that it only is named after."""
    named = [name.id for name in inside if name.kind in ("partner", "office") and not _is_subject(scene, start, name)]
    if is_of_all:
        # "Hội nghị các bên tham gia Hiệp định ASEAN về khói mù": the treaty does not convene, whose it is may.
        treaty = {
            name.id for name in inside if phrase("occasion.of_another_treaty").match(scene.words(name.start, name.end))
        }
        return [partner for partner in named if partner not in treaty]
    is_of_all = series is not None and not parties_of_series(series)
    return [partner for partner in named if is_country(partner)] if is_of_all else named


def _series(scene: Scene, edition: EditionMention | None, inside: Sequence[NameMention]) -> str | None:
    if edition is not None:
        return edition.series
    return next((name.id for name in inside if name.kind == "series" and not _goes_on_with_a_state(scene, name)), None)


def _goes_on_with_a_state(scene: Scene, name: NameMention) -> bool:
    """Whether a state is joined to the end of the name: "Diễn đàn Doanh nghiệp Việt Nam - Na Uy" is another one."""
    joined = next((other for other in scene.names if other.start >= name.end), None)
    is_state = joined is not None and joined.kind == "partner" and is_country(joined.id)
    return is_state and joined is not None and scene.words(name.end, joined.start).strip() in ("-", "–")


def _is_side(scene: Scene, head: Head) -> bool:
    begin = max(0, head.start - _REACH_OF_A_SIDE)
    return phrase("occasion.side").search(scene.lowered[begin : head.start]) is not None


def _set_destination(scene: Scene, occasion: Occasion, inside: Sequence[NameMention]) -> None:
    for name in inside:
        if name.kind not in ("partner", "place") or not is_country(name.id):
            continue
        left = scene.words(scene.start, name.start).rstrip()
        if phrase("occasion.not_the_destination").search(left) is None:
            occasion.country = name.id
            occasion.place = scene.document.text[name.start : name.end]
            return


def _of_plural(scene: Scene, head: Head) -> list[Occasion]:
    """Talks in the plural with several people named: "các cuộc hội kiến với A, B và C" are three."""
    head_end = scene.start + head.end
    after = [
        a for a in scene.actors if a.start >= head_end and (a.person is not None or a.partner_ids) and not a.is_place
    ]
    if head.rule.kind not in _OF_LEADERS or not after or after[0].start - head_end > _RIGHT_AFTER:
        return []
    if "," in scene.words(head_end, after[0].start):
        # "Qua các cuộc gặp, bà Hansen ...": who acts there, not with whom.
        return []
    met = [a for a in after if a.chain == after[0].chain or (a.before in ("với", "") and a.person is not None)]
    if any(a.person is None or not a.person.name for a in met):
        # "các cuộc tiếp xúc với Bộ trưởng Lào, ADB và Đại sứ Đức": each side once, whoever speaks for it.
        met = list({a.partner_ids: a for a in reversed(met) if a.partner_ids}.values())[::-1]
        if len(met) < _FEWEST_SIDES_EACH:
            return []
    return one_for_each(scene, head, subject_before(scene, head), met)


def _talks_with_each(scene: Scene, head: Head) -> list[Occasion]:
    """Talks with several leaders of one side, told of in the singular: "có cuộc hội đàm với A, B và C"."""
    with_whom = next((a for a in scene.actors if a.start >= scene.start + head.end), None)
    if with_whom is None or with_whom.start - scene.start - head.end > _RIGHT_AFTER or with_whom.before != "với":
        return []
    met = chain_of(with_whom, scene.actors)
    is_of_each = are_met_apart(met) or are_received_in_turn(scene, head, met)
    return one_for_each(scene, head, subject_before(scene, head), met) if is_of_each else []


def _editions_elsewhere(scene: Scene, found: Sequence[Occasion]) -> list[Occasion]:
    """Editions told of by an acronym and number or by "Rio+20" alone, outside the names of the occasions found."""
    text = scene.document.text
    return [
        Occasion(
            start=edition.start,
            end=edition.end,
            name=text[edition.start : edition.end],
            kind=edition.kind,
            rule_id="meeting.edition",
            is_named=True,
            is_noun=False,
            series=edition.series,
            ordinal=edition.ordinal,
            part=edition.part,
        )
        for edition in (*scene.editions, *_anniversaries(scene))
        if not any(occasion.start <= edition.start < occasion.end for occasion in found)
    ]


def _anniversaries(scene: Scene) -> list[EditionMention]:
    """Editions that are called by a place and the years since another one: "Rio+20"."""
    text = scene.document.text
    called = [
        name for name in scene.names if name.kind == "series" and _ANNIVERSARY.fullmatch(text, name.start, name.end)
    ]
    kinds = {series.series_id: series.kind for series in load_reference().series} if called else {}
    return [EditionMention(name.start, name.end, name.id, kinds[name.id], None) for name in called]

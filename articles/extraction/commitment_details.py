"""The attributes of a commitment: speaker, instrument, numbers, years, and the meeting where it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction.actors import Actor
from articles.extraction.clauses import Clause
from articles.extraction.document import Document
from articles.extraction.lexicon import adoptable_documents, instruments
from articles.language.people import PersonMention
from articles.language.quantities import Money, Quantity, find_money, find_quantities
from articles.language.sentences import Sentence
from schemas.facts import Meeting
from schemas.vocabularies import CommitmentKind, Instrument, Salience

_SUPPORT = re.compile(r"hỗ trợ|giúp|viện trợ|tài trợ|đóng góp|đồng hành|oda|chia sẻ kinh nghiệm|hợp tác")
_YEAR_TO_COME = re.compile(r"(?:năm|đến|vào|tới|trước|sau)\s+(20[2-9]\d|2100|20[01]\d)|giai đoạn|thế kỷ|tầm nhìn")
_QUANTITY = re.compile(
    r"\d(?:[\d.,]*\d)?\s?%|net zero|phát thải ròng bằng|trung hòa (?:carbon|các-bon)|\bmục tiêu\b.*(?:\d|ba|hai|bốn|năm)"
)
_FIGURE = re.compile(r"\d\s?%|\d\s?(?:gw|mw|triệu|tỷ|tỉ|ha|héc-ta|tấn)|ròng|trung hòa")
_BASELINE = re.compile(r"so với(?: mức)?(?: của)?(?: năm)?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Years, a quantity and a sum of money that a clause states; each None where it does not."""

    deadline_year: int | None = None
    baseline_year: int | None = None
    value: float | None = None
    unit: str | None = None
    amount: float | None = None
    currency: str | None = None


_NO_DEED = re.compile(
    r"\s*(?:cùng |đồng |phối hợp )*(?:xây dựng (?:được )?(?:mối )?quan hệ|tổ chức (?:thành công )?(?:hội nghị|đối thoại|lễ|phiên|cuộc|buổi|hội thảo|kỳ)"
    r"|có |trở thành|phát triển (?:tốt đẹp|mạnh|nhanh|tích cực))"
)


def is_no_deed(rest: str) -> bool:
    """Whether what has been done is only a relation or an occasion, which are no support and no joint action."""
    return _NO_DEED.match(rest) is not None


def speaks_of_support(lowered: str) -> bool:
    """Whether the words speak of help that was given."""
    return _SUPPORT.search(lowered) is not None


def names_a_document(lowered: str) -> bool:
    """Whether the words name something that can be signed or adopted."""
    return any(term in lowered for term in adoptable_documents())


_ANNOUNCED = re.compile(
    r"(?:về |việc |rằng |sẽ )*(?:thêm|khoản|gói|dành|lập|thành lập|đóng góp|tài trợ|viện trợ|hỗ trợ|ủng hộ|góp|tiếp tục hỗ trợ|cung cấp|\d)"
)


def announces_support(lowered: str) -> bool:
    """Whether the words, right at their start, tell of a sum or of support."""
    return _ANNOUNCED.match(lowered.lstrip()) is not None


def has_horizon_and_quantity(lowered: str) -> bool:
    """Whether the sentence has both a year to come and a quantity."""
    return _YEAR_TO_COME.search(lowered) is not None and _FIGURE.search(lowered) is not None


def has_horizon(lowered: str) -> bool:
    """Whether the sentence has a year to come or a quantity, without which a goal is no target."""
    return _YEAR_TO_COME.search(lowered) is not None or _QUANTITY.search(lowered) is not None


def instrument(lowered: str) -> Instrument | None:
    """Return the instrument that the sentence names, the most binding form first; None if it names none."""
    for term, kind in instruments():
        at = lowered.find(term)
        while at >= 0:
            if not lowered[at - 1 : at].isalnum() and not lowered[at + len(term) : at + len(term) + 1].isalnum():
                return kind
            at = lowered.find(term, at + 1)
    return None


def speaker(
    lowered: str, clause: Clause, actors: Sequence[Actor], offset: int, subject: PersonMention | None
) -> str | None:
    """Return the full name of who says it: the first person that speaks in the sentence, else the subject itself."""
    for actor in actors:
        if actor.start - offset > clause.cue.start and not _speaks_after(lowered, actor, offset):
            continue
        if actor.person is not None and actor.person.name is not None:
            speaks = actor.role == "open" or actor.before in ("theo", "qua")
            if speaks or _speaks_after(lowered, actor, offset):
                return actor.person.name
    return subject.name if subject is not None else None


def _speaks_after(lowered: str, actor: Actor, offset: int) -> bool:
    """Whether the person closes a statement: "..., ông Rutte nói"."""
    after = lowered[actor.end - offset : actor.end - offset + 12]
    return (
        re.match(r"\s(?:nói|cho biết|nhấn mạnh|khẳng định|chia sẻ|phát biểu|công bố|cho hay|nhận định)", after)
        is not None
    )


def numbers(document: Document, sentence: Sentence, clause: Clause, kind: CommitmentKind) -> Numbers:
    """Return the years and figures of the sentence that belong to the clause."""
    words = document.sentence_text(sentence)
    baseline = _baseline_year(document, sentence)
    deadline = _deadline_year(document, sentence, baseline, kind)
    quantity = _quantity(words, kind)
    money = _money(words)
    return Numbers(
        deadline_year=deadline,
        baseline_year=baseline,
        value=quantity.value if quantity else None,
        unit=quantity.unit if quantity else None,
        amount=money.amount if money else None,
        currency=money.currency if money else None,
    )


def _quantity(words: str, kind: CommitmentKind) -> Quantity | None:
    found = [quantity for quantity in find_quantities(words) if quantity.unit not in ("năm", "tháng", "ngày", "lần")]
    percent = [quantity for quantity in found if quantity.unit == "%"]
    if kind is CommitmentKind.TARGET and percent:
        return percent[0]
    if kind in (CommitmentKind.REQUEST, CommitmentKind.AGREEMENT):
        return percent[0] if percent else None
    return (percent or found or [None])[0]


def _money(words: str) -> Money | None:
    found = find_money(words)
    return max(found, key=lambda money: money.end - money.start) if found else None


def _years(document: Document, sentence: Sentence, roles: tuple[str, ...]) -> list[int]:
    found: list[int] = []
    for mention in document.dates:
        if sentence.start <= mention.start < sentence.end and mention.role in roles and mention.ends:
            year = mention.ends[:4]
            if year.isdigit():
                found.append(int(year))
    return found


def _baseline_year(document: Document, sentence: Sentence) -> int | None:
    years = _years(document, sentence, ("baseline",))
    return years[0] if years else None


def _deadline_year(document: Document, sentence: Sentence, baseline: int | None, kind: CommitmentKind) -> int | None:
    horizons = [year for year in _years(document, sentence, ("horizon",)) if year != baseline]
    if horizons:
        return horizons[0]
    if kind is CommitmentKind.DELIVERY:
        return None
    published = document.article.published_on
    after = published.year if published is not None else 2020
    periods = [year for year in _years(document, sentence, ("period",)) if year >= after]
    if periods:
        return periods[0]
    points = [year for year in _years(document, sentence, ("point", "range")) if year != baseline and year > after]
    if kind in (CommitmentKind.TARGET, CommitmentKind.PLEDGE) and points:
        return points[0]
    return None


def meeting_of(meetings: Sequence[Meeting], sentence: Sentence) -> Meeting | None:
    """Return the meeting where the sentence's commitment was made: one told of in it, else the article's main one."""
    for meeting in meetings:
        if meeting.char_start <= sentence.start < meeting.char_end and meeting.starts:
            return meeting
    mains = [meeting for meeting in meetings if meeting.salience is Salience.MAIN]
    return mains[0] if mains else None

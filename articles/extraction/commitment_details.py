"""The attributes of a commitment: speaker, instrument, numbers, years, and the meeting where it was made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from articles.extraction.clauses import Clause
from articles.extraction.commitment_reading import Reading
from articles.extraction.discourse import speaks_after
from articles.extraction.key_words import INSTRUMENTS
from articles.extraction.lexicon import instruments, phrase, phrase_words
from articles.extraction.scenes import Scene
from articles.language.dates import DateMention
from articles.language.quantities import Money, Quantity, find_amounts
from articles.language.spans import starting_in
from articles.language.word_finding import WordsOfSentence
from schemas.facts import EARLIEST_YEAR, LATEST_YEAR, Meeting
from schemas.vocabularies import CommitmentKind, Instrument, Salience

_REACH_OF_A_PRICE = 30
"""Code points before a sum in which the word stands that makes it a price."""
_YEAR_ALONE = len("2030")
_EARLIEST_HORIZON = 2020
"""After which year a period lies ahead, in an article that does not say when it was published."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Years, a quantity and a sum of money that a sentence states; each None where it does not."""

    deadline_year: int | None = None
    baseline_year: int | None = None
    value: float | None = None
    unit: str | None = None
    amount: float | None = None
    currency: str | None = None


def instrument(words: WordsOfSentence) -> Instrument | None:
    """Return the instrument that the sentence names, the most binding form first; None if it names none."""
    named = {hit.word for hit in words.get(INSTRUMENTS, ())}
    return next((kind for term, kind in instruments() if term in named), None) if named else None


def speaker(reading: Reading) -> str | None:
    """Return the full name of who says it: the first person that speaks in the sentence, else the subject itself.

    In a quotation that names nobody it is who spoke last.
    """
    cue_start = reading.scene.start + reading.clause.cue.start
    for actor in reading.scene.actors:
        if actor.person is None or actor.person.name is None:
            continue
        is_before = actor.start <= cue_start and (actor.role == "open" or actor.before in phrase_words("parties.cited"))
        if is_before or speaks_after(reading.scene, actor):
            return actor.person.name
    person = next((actor.person for actor in reading.subject.actors if actor.person is not None), None)
    if person is None and reading.discourse.is_quoting:
        return reading.discourse.speaker
    return person.name if person is not None else None


def numbers(scene: Scene, kind: CommitmentKind, clause: Clause | None, since: int = 0) -> Numbers:
    """Return the years and figures that a commitment of this kind can have.

    Figures are those of the clause, years too, or else those before the first cue, which hold for all; where another
    party acts in the rest of the sentence, those of the clause alone. Without a clause all are the sentence's. What
    stands before `since`, where the clause's subject begins, is told of somebody else. A price of one piece is no sum.
    """
    words = scene.document.sentence_text(scene.sentence)
    begin = 0 if clause is None else max(clause.start, since)
    words = words[begin:] if clause is None else words[begin : clause.end]
    dates = [date for date in _dates(scene, clause) if not _is_only_told(scene, date, kind)]
    baseline = next(iter(_years(dates, ("baseline",))), None)
    sums, quantities = find_amounts(words)
    quantities = [found for found in quantities if not _counts_parties(scene, scene.start + begin + found.start)]
    quantity = _quantity(quantities, kind, words.lower())
    sums = [money for money in sums if not _is_a_price(words.lower(), money)]
    money = max(sums, key=lambda money: money.end - money.start, default=None)
    return Numbers(
        deadline_year=_deadline_year(scene, dates, baseline, kind),
        baseline_year=baseline,
        value=quantity.value if quantity else None,
        unit=quantity.unit if quantity else None,
        amount=money.amount if money else None,
        currency=money.currency if money else None,
    )


def _counts_parties(scene: Scene, offset: int) -> bool:
    """Whether the number only says how many act: "hai tổ chức này đã giúp ..."."""
    return any(actor.points_to and actor.start <= offset < actor.end for actor in scene.actors)


def _dates(scene: Scene, clause: Clause | None) -> list[DateMention]:
    """The dates that a commitment of this clause can have, its own before those at the head of the sentence."""
    if clause is None:
        return _dates_in(scene, 0, len(scene.lowered))
    if clause.is_contrasted:
        return _dates_in(scene, clause.start, clause.end)
    head = clause.start or clause.cue.start
    return [*_dates_in(scene, clause.cue.start, clause.end), *_dates_in(scene, 0, head)]


def _dates_in(scene: Scene, start: int, end: int) -> list[DateMention]:
    return list(starting_in(scene.document.dates, scene.start + start, scene.start + end))


def _is_only_told(scene: Scene, date: DateMention, kind: CommitmentKind) -> bool:
    """Whether the date binds nobody: after it something begins, or up to it what was given is counted."""
    before = scene.words(scene.start, date.start).rstrip()
    is_counted = kind is CommitmentKind.DELIVERY and phrase("commitment.counted_until").search(before) is not None
    return is_counted or phrase("commitment.begins_after").search(before) is not None


def _is_a_price(lowered: str, money: Money) -> bool:
    """Whether the sum is what one piece costs: "giá 5 USD", "5 USD một tấn"."""
    before = lowered[max(0, money.start - _REACH_OF_A_PRICE) : money.start]
    is_named = phrase("commitment.price").search(before) is not None
    return is_named or phrase("commitment.for_one_piece").match(lowered, money.end) is not None


def _quantity(quantities: Sequence[Quantity], kind: CommitmentKind, lowered: str) -> Quantity | None:
    """The first share of the sentence; other quantities for kinds that state what is done, or which are reached."""
    found = [quantity for quantity in quantities if quantity.unit not in phrase_words("commitment.units_of_no_goal")]
    # "sau trận lũ khiến 35 người chết, ...": what befell people is no measure of what is promised.
    found = [quantity for quantity in found if phrase("commitment.harm").match(lowered, quantity.end) is None]
    shares = [quantity for quantity in found if quantity.unit == "%"]
    is_of_words = kind in (CommitmentKind.REQUEST, CommitmentKind.AGREEMENT)
    if is_of_words and not shares:
        found = [quantity for quantity in found if _is_reached(lowered, quantity)]
    return next(iter(shares or found), None)


def _is_reached(lowered: str, quantity: Quantity) -> bool:
    """Whether something is to be raised or lowered to the quantity: "tăng công suất lên 5.000 MW"."""
    before = lowered[max(0, quantity.start - _REACH_OF_A_PRICE) : quantity.start]
    return phrase("commitment.reaches").search(before) is not None


def _years(dates: Sequence[DateMention], roles: Collection[str]) -> list[int]:
    """The years in which the dates of these roles end, in order; those of history are none that anybody is bound to."""
    ends = [date.ends[:4] for date in dates if date.role in roles and date.ends]
    return [int(year) for year in ends if year.isdigit() and EARLIEST_YEAR <= int(year) <= LATEST_YEAR]


def _deadline_year(
    scene: Scene, dates: Sequence[DateMention], baseline: int | None, kind: CommitmentKind
) -> int | None:
    published = scene.document.article.published_on
    horizons = [year for year in _years(dates, ("horizon",)) if year != baseline]
    if horizons:
        # "vào năm 2021, Lào đã hứa ... vào năm 2050": of several, one that has not passed.
        return next((year for year in horizons if published is None or year >= published.year), horizons[0])
    now = published.year if published is not None else _EARLIEST_HORIZON
    if kind is CommitmentKind.DELIVERY:
        # Of what was done, only a period that goes on says until when: "dự án kéo dài từ năm 2021 đến 2024".
        running = [year for year in _years(dates, ("period", "range")) if year > now]
        return next(iter(running), None)
    ahead = [year for year in _years(dates, ("period",)) if year >= now]
    if not ahead and kind in (CommitmentKind.TARGET, CommitmentKind.PLEDGE):
        ahead = [year for year in _years(dates, ("point", "range")) if year != baseline and year > now]
    elif not ahead:
        # Whoever asks or agrees names days of meetings too; a year alone is a horizon.
        years = [date for date in dates if date.ends is not None and len(date.ends) == _YEAR_ALONE]
        ahead = [year for year in _years(years, ("point", "range")) if year != baseline and year > now]
    return next(iter(ahead), None)


def meeting_of(meetings: Sequence[Meeting], offset: int) -> Meeting | None:
    """Return the meeting where a commitment at the offset was made: one told of there, else the article's main one."""
    told = (m for m in meetings if m.char_start <= offset < m.char_end and m.starts)
    mains = (m for m in meetings if m.salience is Salience.MAIN)
    return next(told, None) or next(mains, None)

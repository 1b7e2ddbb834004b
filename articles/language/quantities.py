"""Finds amounts of money and counted or measured quantities in Vietnamese text.

Units and currencies are data (`seeds/rules/quantities.yml`, `seeds/reference/currencies.csv`); this is the engine.
Figures follow Vietnamese usage ("40.000" is forty thousand, "43,5" has a decimal comma) and, where their shape says
so, English usage ("1,500 tấn", "3.2 tỷ"). Of a range ("từ 10 đến 15 triệu USD") the last figure is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from articles.language.case_folding import fold_case
from articles.language.needles import ScreenedPattern
from articles.language.numerals import NUMBER_WORDS, words_to_number
from articles.language.quantity_rules import CurrencyForm, UnitForm, quantity_rules

__all__ = ["Money", "Quantity", "find_amounts", "find_money", "find_quantities"]

_FIGURES = re.compile(r"[0-9](?<![\w.,/].)[0-9]{0,14}(?:[.,][0-9]{1,15}){0,5}(?![0-9])")
_WORDS = re.compile(NUMBER_WORDS)
_OPENING_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười")
_SCALE = re.compile(
    r"[^\S\n]{0,2}(nghìn|ngàn|triệu|tỷ|tỉ|million|billion|trillion)(?![^\W_])(?![^\S\n](?:lệ|phú|số|trọng))"
)
_HALF = re.compile(r"[^\S\n]rưỡi(?![^\W_])")
_SCALES = {
    "nghìn": 1e3,
    "ngàn": 1e3,
    "triệu": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_AFTER_YEAR_WORD = re.compile(r"(?<![^\W_])năm[^\S\n]{1,3}\Z")
_MODEL_NUMBER = re.compile(r"(?<![0-9%])[-–]\Z")
"""A dash right before the figures that is no range: part of a name such as "J -15"."""
_LOOK_BACK = 24
_LONGEST_DIGITS = 21
"""Figures with more characters are no number that news writes (a key, an account), and would overflow."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `start` and `end` cut "40 dự án" out of the text (half-open, code points).

    `unit` is the stored form of `seeds/rules/quantities.yml` ("%", "dự án", "tấn").
    """

    start: int
    end: int
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of its currency (ISO 4217); offsets half-open in code points."""

    start: int
    end: int
    amount: float
    currency: str


@dataclass(slots=True)
class _Number:
    start: int
    end: int
    figures: str | None
    """None where the number is in words."""
    words_value: int | None
    scale: float
    half: bool
    added: float = 0.0
    """What a smaller scale adds: the 200 million of "1 tỷ 200 triệu"."""

    def value(self, *, is_comma_decimal: bool) -> float:
        """The number with its scale; `is_comma_decimal` reads "1,234" as a fraction rather than as thousands."""
        plain = (
            _figures_value(self.figures, is_comma_decimal or self.scale > 1)
            if self.figures is not None
            else float(self.words_value or 0)
        )
        value = (plain + (0.5 if self.half else 0.0)) * self.scale + self.added
        return round(value, 6)


def find_money(text: str) -> list[Money]:
    """The amounts of money in a text, in order, none overlapping; a scale without a currency ("500 tỷ") is none."""
    return find_amounts(text)[0]


def find_quantities(text: str) -> list[Quantity]:
    """The counted or measured quantities in a text, in order, none overlapping each other or an amount of money.

    Ordinals ("lần thứ 8"), dates, numbers of laws, and counts without a number ("hàng trăm") are none. "Một dự án"
    is none either: it means "a project".
    """
    return find_amounts(text)[1]


def find_amounts(text: str) -> tuple[list[Money], list[Quantity]]:
    """What `find_money` and `find_quantities` find, out of one look at the numbers of the text."""
    folded = fold_case(text)
    numbers = list(_numbers(folded))
    money = _money(folded, numbers)
    return money, _quantities(folded, numbers, money)


def _quantities(folded: str, numbers: Sequence[_Number], money: Sequence[Money]) -> list[Quantity]:
    taken = {position for amount in money for position in (amount.start, amount.end)}
    spans = iter([*money, None])
    current = next(spans)
    found: list[Quantity] = []
    for number in numbers:
        while current is not None and current.end <= number.start:
            current = next(spans)
        if number.start in taken or (current is not None and number.end > current.start):
            continue
        if found and number.start < found[-1].end:
            continue
        unit = _unit_after(folded, number)
        if unit is None or _is_something_else(folded, number, unit, quantity_rules().not_before):
            continue
        form, end = unit
        value = number.value(is_comma_decimal=form.unit in {"%", "độ C"})
        found.append(Quantity(number.start, end, value, form.unit))
    return found


_word_anchors = AhoCorasick(
    list(_OPENING_WORDS), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
)


def _numbers(folded: str) -> Iterator[_Number]:
    found = [_figures_at(folded, match) for match in _FIGURES.finditer(folded)]
    found_words = [
        _words_at(folded, start)
        for _, start, end in _word_anchors.find_matches_as_indexes(folded)
        if (start == 0 or not folded[start - 1].isalnum()) and (end == len(folded) or folded[end] in " \xa0")
    ]
    last: _Number | None = None
    for number in sorted((n for n in (*found, *found_words) if n is not None), key=lambda n: n.start):
        if last is not None and _continues(folded, last, number):
            last = replace(last, end=number.end, added=last.added + number.value(is_comma_decimal=False))
            continue
        if last is not None:
            yield last
        last = number
    if last is not None:
        yield last


def _continues(folded: str, left: _Number, right: _Number) -> bool:
    """Whether "200 triệu" goes on with "1 tỷ"."""
    return left.scale > right.scale > 1 and right.start - left.end == 1 and folded[left.end] in " \xa0"


def _figures_at(folded: str, match: re.Match[str]) -> _Number | None:
    if match.end() - match.start() > _LONGEST_DIGITS:
        return None
    return _scaled(folded, match.start(), match.end(), match[0], None)


def _words_at(folded: str, start: int) -> _Number | None:
    match = _WORDS.match(folded, start)
    words = match[0].split() if match is not None else []
    # "ba năm" is three years, not a number: the longest beginning that is a number counts.
    for length in range(len(words), 0, -1):
        value = words_to_number(" ".join(words[:length]))
        if value is not None:
            end = start + len(" ".join(words[:length]))
            return _scaled(folded, start, end, None, value)
    return None


def _scaled(folded: str, start: int, end: int, figures: str | None, words_value: int | None) -> _Number:
    scale, half = 1.0, False
    for _ in range(2):  # "nghìn tỷ"
        match = _SCALE.match(folded, end)
        if match is None:
            break
        scale *= _SCALES[match[1]]
        end = match.end()
    if scale > 1 and (match := _HALF.match(folded, end)):
        half, end = True, match.end()
    return _Number(start, end, figures, words_value, scale, half)


def _figures_value(figures: str, is_comma_decimal: bool) -> float:
    """The number that figures with dots and commas mean.

    Groups of three after a dot are thousands. After a comma they are thousands too ("1,500 tấn"), unless the number
    opens with zero, is a percentage or carries a scale ("1,234 tỷ"): there the comma is the decimal one. Two kinds of
    separator: the last is the decimal one. Anything else after one separator is a fraction ("3.2", "43,5").
    """
    dots, commas = figures.count("."), figures.count(",")
    if dots and commas:
        decimal = max(figures.rfind("."), figures.rfind(","))
        return float(re.sub(r"[.,]", "", figures[:decimal]) + "." + figures[decimal + 1 :])
    grouped = _GROUPED.fullmatch(figures)
    if grouped is not None and not figures.startswith("0"):
        is_fraction = grouped[1] == "," and commas == 1 and is_comma_decimal
        if not is_fraction:
            return float(re.sub(r"[.,]", "", figures))
    if dots + commas > 1:
        return float(re.sub(r"[.,]", "", figures))
    return float(figures.replace(",", "."))


def _money(folded: str, numbers: Sequence[_Number]) -> list[Money]:
    rules = quantity_rules()
    found: list[Money] = []
    for number in numbers:
        if found and number.start < found[-1].end:
            continue
        after = rules.currencies_after.match(folded, number.end)
        if after is not None:
            form, amount = rules.currency_after(after[1]), number.value(is_comma_decimal=False)
            if _is_money(form, amount, folded, after.end()):
                found.append(Money(number.start, after.end(), amount, form.currency))
                continue
        before = rules.currencies_before.search(folded[max(0, number.start - _LOOK_BACK) : number.start])
        start = number.start - len(before[0]) if before is not None else 0
        if before is not None and not (found and start < found[-1].end):
            # "5 USD một tấn": the currency is the number's before it.
            amount = number.value(is_comma_decimal=False)
            found.append(Money(start, number.end, amount, rules.currency_before(before[1]).currency))
    return found


def _is_money(form: CurrencyForm, amount: float, folded: str, end: int) -> bool:
    return amount >= form.minimum and (form.not_after is None or form.not_after.match(folded, end) is None)


def _unit_after(folded: str, number: _Number) -> tuple[UnitForm, int] | None:
    rules = quantity_rules()
    match = rules.units.match(folded, number.end)
    if match is None:
        return None
    form = rules.unit(match[1])
    if form.not_after is not None and form.not_after.match(folded, match.end()):
        return None
    return form, match.end()


def _is_something_else(folded: str, number: _Number, unit: tuple[UnitForm, int], not_before: ScreenedPattern) -> bool:
    form, _ = unit
    behind = folded[max(0, number.start - _LOOK_BACK) : number.start]
    if form.unit != "%" and (not_before.search(behind) or _MODEL_NUMBER.search(behind)):
        return True
    if form.not_before is not None and form.not_before.search(behind):
        return True
    if number.figures is not None:
        # Counts above 999 are written with a separator: four bare figures are the year of a name or date.
        is_year = _YEAR.fullmatch(number.figures) is not None and number.scale == 1
        return is_year and (_AFTER_YEAR_WORD.search(behind) is not None or _is_bare_year(number.figures, form))
    # "Một dự án" is "a project", "trong năm dự án" is "in the year the project".
    is_article = number.scale == 1 and number.words_value in {1, 5} and " " not in folded[number.start : number.end]
    return is_article or (not form.counts_in_words and number.scale == 1)


def _is_bare_year(figures: str, form: UnitForm) -> bool:
    return not form.is_measured and not figures.endswith("00")

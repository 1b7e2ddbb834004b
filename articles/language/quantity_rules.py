"""Loads the units and currencies that quantities are found by, and refuses rows that break their contract."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from articles.language.needles import ScreenedPattern
from articles.rule_yaml import parse_yaml
from schemas.errors import ReferenceDataError

UNITS_FILE = "rules/quantities.yml"
CURRENCIES_FILE = "reference/currencies.csv"


@dataclass(frozen=True, slots=True)
class UnitForm:
    """One written form of a unit. `unit` is what is stored; `counts_in_words`: number words count too."""

    form: str
    unit: str
    not_before: ScreenedPattern | None
    not_after: re.Pattern[str] | None
    counts_in_words: bool
    is_measured: bool
    """A unit of measurement, as against things that are counted."""


@dataclass(frozen=True, slots=True)
class CurrencyForm:
    """One written form of a currency, and the smallest amount for which it is one."""

    form: str
    currency: str
    minimum: float
    not_after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class QuantityExample:
    """A sentence with the number and unit (or amount and currency) that it states."""

    rule_id: str
    text: str
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class QuantityRules:
    """The lexicons as regexes (group 1 is the form, longest form first) with their look-ups and examples."""

    units: re.Pattern[str]
    currencies_after: re.Pattern[str]
    currencies_before: ScreenedPattern
    not_before: ScreenedPattern
    unit_forms: dict[str, UnitForm]
    forms_after: dict[str, CurrencyForm]
    forms_before: dict[str, CurrencyForm]
    quantity_examples: tuple[QuantityExample, ...]
    money_examples: tuple[QuantityExample, ...]
    quantity_look_alikes: tuple[tuple[frozenset[str], str], ...]
    """Units of a rule, and a sentence that has no quantity of them."""
    money_look_alikes: tuple[str, ...]

    def unit(self, form: str) -> UnitForm:
        """The unit of a matched form."""
        return self.unit_forms[_one_blank(form)]

    def currency_after(self, form: str) -> CurrencyForm:
        """The currency of a form that stood behind its number."""
        return self.forms_after[_one_blank(form)]

    def currency_before(self, form: str) -> CurrencyForm:
        """The currency of a form that stood before its number."""
        return self.forms_before[_one_blank(form)]


def _one_blank(form: str) -> str:
    return re.sub(r"\s+", " ", form)


@lru_cache(maxsize=1)
def quantity_rules() -> QuantityRules:
    """The lexicons that the project ships. Raises ReferenceDataError where one breaks its contract."""
    seeds = files("seeds")
    return parse_quantity_rules(
        seeds.joinpath(UNITS_FILE).read_text(encoding="utf-8"),
        seeds.joinpath(CURRENCIES_FILE).read_text(encoding="utf-8"),
    )


def parse_quantity_rules(units: str, currencies: str) -> QuantityRules:
    """Rules from the YAML of the units and the CSV of the currencies.

    Raises ReferenceDataError for text that cannot be read, a rule without a positive and a negative example, a form
    used twice, a currency code that is not three letters, and a place other than `before` and `after`.
    """
    try:
        document = parse_yaml(units)
    except yaml.YAMLError as error:
        raise ReferenceDataError(UNITS_FILE, f"not YAML: {error}") from error
    if not isinstance(document, dict):
        raise ReferenceDataError(UNITS_FILE, "holds no mapping")
    rules = [_checked(rule, "units") for rule in document.get("rules", ())]
    money = [_checked(rule) for rule in document.get("money", ())]
    unit_forms: dict[str, UnitForm] = {}
    for rule in rules:
        for form in _unit_forms(rule):
            if form.form in unit_forms:
                raise ReferenceDataError(UNITS_FILE, "form used twice", value=form.form)
            unit_forms[form.form] = form
    after, before = _currency_forms(currencies)
    return QuantityRules(
        units=re.compile(rf"[^\S\n]{{0,2}}({_alternatives(unit_forms)})(?![^\W_])"),
        currencies_after=re.compile(rf"[^\S\n]{{0,2}}({_alternatives(after)})(?![^\W_])"),
        currencies_before=ScreenedPattern(rf"(?<![^\W_])({_alternatives(before)})[^\S\n]{{0,2}}\Z"),
        not_before=ScreenedPattern(rf"(?<![^\W_])(?:{document.get('not_before', '(?!)')})\Z"),
        unit_forms=unit_forms,
        forms_after=after,
        forms_before=before,
        quantity_examples=tuple(_examples(rules, "value", "unit")),
        money_examples=tuple(_examples(money, "amount", "currency")),
        quantity_look_alikes=tuple((frozenset(rule["units"]), text) for rule in rules for text in rule["negative"]),
        money_look_alikes=tuple(text for rule in money for text in rule["negative"]),
    )


def _checked(rule: Any, *fields: str) -> dict[str, Any]:
    if not isinstance(rule, dict) or not isinstance(rule.get("rule_id"), str):
        raise ReferenceDataError(UNITS_FILE, "an entry without rule_id", value=str(rule)[:80])
    for field in ("meaning", "positive", "negative", *fields):
        if not rule.get(field):
            raise ReferenceDataError(UNITS_FILE, f"rule without {field}", value=rule["rule_id"])
    return rule


def _unit_forms(rule: dict[str, Any]) -> Iterable[UnitForm]:
    words = "|".join(str(word) for word in rule.get("not_before", ()))
    not_before = ScreenedPattern(rf"(?<![^\W_])(?:{words})[^\S\n]{{1,3}}\Z") if words else None
    not_after = _not_after([str(word) for word in rule.get("not_after", ())])
    for unit, forms in rule["units"].items():
        for form in forms:
            yield UnitForm(
                form=str(form),
                unit=str(unit),
                not_before=not_before,
                not_after=not_after,
                counts_in_words=bool(rule.get("bare_words", True)),
                is_measured=bool(rule.get("measured", False)),
            )


def _not_after(words: list[str]) -> re.Pattern[str] | None:
    """Regex for one of the words right behind a form; each word may itself be a small regex, as `\\d` is."""
    return re.compile(rf"[^\S\n]{{1,3}}(?:{'|'.join(words)})(?:(?<=\d)|(?![^\W_]))") if words else None


def _currency_forms(content: str) -> tuple[dict[str, CurrencyForm], dict[str, CurrencyForm]]:
    forms: dict[str, dict[str, CurrencyForm]] = {"after": {}, "before": {}}
    for number, row in enumerate(csv.DictReader(content.splitlines()), start=2):
        place, form, code = row.get("place") or "", row.get("form") or "", row.get("currency") or ""
        if place not in forms or not form:
            raise ReferenceDataError(CURRENCIES_FILE, "place is neither before nor after", line=number, value=place)
        if re.fullmatch(r"[A-Z]{3}", code) is None:
            raise ReferenceDataError(CURRENCIES_FILE, "no ISO 4217 code", line=number, value=code)
        if form in forms[place]:
            raise ReferenceDataError(CURRENCIES_FILE, "form used twice", line=number, value=form)
        words = [word for word in (row.get("not_after") or "").split("|") if word]
        forms[place][form] = CurrencyForm(form, code, float(row.get("minimum") or 0), _not_after(words))
    return forms["after"], forms["before"]


def _alternatives(forms: Iterable[str]) -> str:
    ordered = sorted(forms, key=len, reverse=True)
    return "|".join(re.escape(form).replace(r"\ ", r"[^\S\n]{1,3}") for form in ordered) or "(?!)"


def _examples(rules: list[dict[str, Any]], number: str, unit: str) -> Iterable[QuantityExample]:
    for rule in rules:
        for raw in rule["positive"]:
            if not isinstance(raw, dict) or not {"text", number, unit} <= raw.keys():
                raise ReferenceDataError(UNITS_FILE, f"an example needs text, {number}, {unit}", value=rule["rule_id"])
            yield QuantityExample(rule["rule_id"], raw["text"], float(raw[number]), str(raw[unit]))

"""Quantities and money: the examples of the seeds, the number grammar, look-alikes, and hostile text."""

from __future__ import annotations

import time

import pytest

from articles.language.quantities import Money, Quantity, find_money, find_quantities
from articles.language.quantity_rules import parse_quantity_rules, quantity_rules
from schemas.errors import ReferenceDataError

RULES = quantity_rules()


@pytest.mark.parametrize("example", RULES.quantity_examples, ids=lambda e: e.text[:40])
def test_unit_rule_reads_its_positive_example(example) -> None:
    found = [(q.value, q.unit) for q in find_quantities(example.text)]
    assert (example.number, example.unit) in found


@pytest.mark.parametrize(
    ("units", "text"), RULES.quantity_look_alikes, ids=lambda v: v[:40] if isinstance(v, str) else ""
)
def test_unit_rule_stays_silent_on_its_negative_example(units: frozenset[str], text: str) -> None:
    assert not [quantity for quantity in find_quantities(text) if quantity.unit in units]


@pytest.mark.parametrize("example", RULES.money_examples, ids=lambda e: e.text[:40])
def test_money_rule_reads_its_positive_example(example) -> None:
    assert [(m.amount, m.currency) for m in find_money(example.text)] == [(example.number, example.unit)]


@pytest.mark.parametrize("text", RULES.money_look_alikes)
def test_money_look_alike_is_none(text: str) -> None:
    assert find_money(text) == []


@pytest.mark.parametrize("form", sorted(RULES.forms_after))
def test_every_currency_form_behind_a_number_gives_its_code(form: str) -> None:
    currency = RULES.forms_after[form].currency
    assert [m.currency for m in find_money(f"Khoản vay 30 triệu {form}, trả dần.")] == [currency]


@pytest.mark.parametrize("form", sorted(RULES.forms_before))
def test_every_currency_form_before_a_number_gives_its_code(form: str) -> None:
    currency = RULES.forms_before[form].currency
    assert [m.currency for m in find_money(f"Khoản vay {form} 30 triệu, trả dần.")] == [currency]


@pytest.mark.parametrize(
    ("figures", "value"),
    [
        ("40.000 tấn", 40000),
        ("1,500 tấn", 1500),
        ("0,125 tấn", 0.125),
        ("1.234,5 tấn", 1234.5),
        ("1,234.5 tấn", 1234.5),
        ("1.250.000 tấn", 1250000),
        ("3.2 tấn", 3.2),
        ("43,56 tấn", 43.56),
        ("2,5 nghìn tấn", 2500),
        ("hai mươi mốt tấn", 21),
        ("một trăm linh năm tấn", 105),
        ("ba nghìn tấn", 3000),
        ("10-15 tấn", 15),
        ("từ 10 đến 15 tấn", 15),
    ],
)
def test_number_grammar(figures: str, value: float) -> None:
    assert [quantity.value for quantity in find_quantities(f"Thu gom {figures} rác.")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị lần thứ 8 khai mạc.",
        "Theo Điều 4.2 của Hiệp định.",
        "Nghị định 08/2022/NĐ-CP đã có hiệu lực.",
        "Sáng 4-6, đoàn tới Hà Nội.",
        "Năm 2030 tỉnh đạt mục tiêu.",
        "Hàng trăm dự án bị dừng.",
        "Hai nước tăng cường hợp tác.",
        "Gọi 0912 345 678 để biết thêm.",
        "Ngày 12 tháng 3 năm 2020.",
    ],
)
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_money_is_not_also_a_quantity() -> None:
    text = "GIZ tài trợ 12 dự án, tổng 85 triệu USD, giảm 5% phát thải."
    assert find_money(text) == [Money(27, 39, 85_000_000.0, "USD")]
    assert find_quantities(text) == [Quantity(12, 20, 12.0, "dự án"), Quantity(46, 48, 5.0, "%")]


def test_offsets_survive_letters_that_grow_in_lower_case() -> None:
    text = "İİİ tài trợ 40 dự án."
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == "40 dự án"


@pytest.mark.parametrize(
    "text",
    ["", "1" * 200_000, "1." * 100_000, "một trăm " * 30_000, "5 triệu " * 30_000, "1,000" * 40_000, "% " * 100_000],
    ids=["empty", "digits", "dotted", "words", "scales", "groups", "percent"],
)
def test_hostile_repetition_takes_linear_time(text: str) -> None:
    started = time.thread_time()
    find_quantities(text)
    find_money(text)
    assert time.thread_time() - started < 5.0


UNITS = """
rules:
  - rule_id: quantity.test
    meaning: a test
    units: {km: [km]}
    positive: [{text: 3 km, value: 3, unit: km}]
    negative: [km]
"""
CURRENCIES = "form,currency,place,minimum,not_after\nusd,USD,after,0,\n"


@pytest.mark.parametrize(
    ("units", "currencies", "reason"),
    [
        (UNITS.replace("    negative: [km]\n", ""), CURRENCIES, "without negative"),
        (UNITS.replace(", unit: km}", "}"), CURRENCIES, "needs text, value, unit"),
        (UNITS.replace("[km]}", "[km, km]}"), CURRENCIES, "form used twice"),
        (UNITS.replace("rule_id", "id"), CURRENCIES, "without rule_id"),
        ("rules: [", CURRENCIES, "not YAML"),
        ("- a list", CURRENCIES, "no mapping"),
        (UNITS, CURRENCIES.replace("USD", "US"), "no ISO 4217 code"),
        (UNITS, CURRENCIES.replace("after,0", "beside,0"), "neither before nor after"),
        (UNITS, CURRENCIES + "usd,USD,after,0,\n", "form used twice"),
    ],
)
def test_broken_reference_data_is_refused(units: str, currencies: str, reason: str) -> None:
    with pytest.raises(ReferenceDataError, match=reason):
        parse_quantity_rules(units, currencies)

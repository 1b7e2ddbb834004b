"""Compares the project's date reader with dateparser on the table of news forms and on look-alikes.

Run `python benchmarks/date_readers.py` after `pip install -c constraints.txt -e ".[benchmark]"`; the project itself
does not need dateparser. Both readers get the same sentence and publication day; dateparser also gets the bare date
phrase, which is easier. A form counts as right when first and last day are those of the table at its grain: nothing
invented, nothing dropped.
"""

from __future__ import annotations

import csv
import sys
import time
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

try:
    from dateparser import date as date_parser
    from dateparser import search as date_search
except ImportError:
    date_parser = date_search = None

from articles.language.date_rules import date_rules
from articles.language.dates import find_dates

FORMS = Path(__file__).resolve().parents[1] / "tests" / "articles" / "news_dates.csv"
ANY_DAY = date(2024, 10, 4)
"""Publication day where the form gives none."""


def edtf(moment: datetime, period: str) -> str:
    """The moment cut to dateparser's own period, as EDTF text."""
    return moment.strftime({"year": "%Y", "month": "%Y-%m"}.get(period, "%Y-%m-%d"))


def measure_own(forms: list[dict[str, str]], days: list[date | None]) -> str:
    """One line: forms read right, look-alikes taken for dates, time a sentence."""
    find_dates("", published_on=None)
    started = time.perf_counter()
    found = [find_dates(form["text"], published_on=day) for form, day in zip(forms, days, strict=True)]
    seconds = time.perf_counter() - started
    right = sum(
        any((m.starts, m.ends) == (form["starts"], form["ends"]) for m in mentions)
        for form, mentions in zip(forms, found, strict=True)
    )
    alarms = sum(bool(find_dates(text, published_on=ANY_DAY)) for text in date_rules().look_alikes)
    return (
        f"banggiao: {right}/{len(forms)} forms in sentences, {alarms}/{len(date_rules().look_alikes)} look-alikes "
        f"taken for dates, {seconds / len(forms) * 1e3:.2f} ms a sentence"
    )


def measure_dateparser(forms: list[dict[str, str]], days: list[date | None]) -> str:
    """One line: bare phrases and sentences read right, look-alikes taken for dates, time a phrase."""
    phrases, sentences, seconds = 0, 0, 0.0
    for form, day in zip(forms, days, strict=True):
        options = {"RELATIVE_BASE": datetime.combine(day or ANY_DAY, datetime.min.time()), "DATE_ORDER": "DMY"}
        started = time.perf_counter()
        data = date_parser.DateDataParser(languages=["vi"], settings=options).get_date_data(form["found"])
        seconds += time.perf_counter() - started
        if data.date_obj is not None:
            phrases += edtf(data.date_obj, data.period) == form["starts"] == form["ends"]
        hits = date_search.search_dates(form["text"], languages=["vi"], settings=options) or []
        is_point = form["starts"] == form["ends"]
        sentences += is_point and any(moment.date().isoformat() == form["starts"] for _, moment in hits)
    alarms = sum(bool(date_search.search_dates(text, languages=["vi"])) for text in date_rules().look_alikes)
    return (
        f"dateparser: {phrases}/{len(forms)} bare phrases, {sentences}/{len(forms)} in sentences, "
        f"{alarms}/{len(date_rules().look_alikes)} look-alikes taken for dates, "
        f"{seconds / len(forms) * 1e3:.2f} ms a phrase"
    )


def main() -> int:
    """Print one line per reader; returns 2 where dateparser is not installed."""
    forms = list(csv.DictReader(FORMS.read_text(encoding="utf-8").splitlines()))
    days = [date.fromisoformat(form["published_on"]) if form["published_on"] else None for form in forms]
    sys.stdout.write(measure_own(forms, days) + "\n")
    if date_parser is None or date_search is None:
        sys.stderr.write("dateparser is not installed: pip install dateparser\n")
        return 2
    sys.stdout.write(measure_dateparser(forms, days) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

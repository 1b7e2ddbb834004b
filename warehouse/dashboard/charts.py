"""What the charts of the dashboard share: Vega-Lite by Altair in both languages, with the numbers as a table.

A chart shows rows that were counted before, so that its size does not grow with the warehouse. Colours and fonts are
the page's: the script that draws a chart takes them from the style sheet, for light and for dark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from warehouse.dashboard.language import Language, Text

Cell = Text | int | str
"""What a cell of a chart's table shows; a plain string is the same in both languages."""
Key = tuple[str, str]
"""A partner's id and a value that its facts are counted by."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure of a page."""

    name: str
    title: Text
    summary: Text
    """What it shows, in a sentence, for who does not see it."""
    specs: Mapping[Language, Mapping[str, Any]]
    """Its Vega-Lite specification in each language."""
    header: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    """The numbers behind it."""


def draw(
    name: str,
    title: Text,
    summary: Text,
    spec: Callable[[Language], Any],
    *,
    header: Sequence[Text],
    rows: Iterable[Sequence[Cell]],
) -> Chart:
    """A chart out of the function that draws it in one language, and its table."""
    # Every chart is checked against the schema of Vega-Lite by the tests; here that would double the time.
    languages: tuple[Language, ...] = ("vi", "en")
    specs = {
        language: spec(language).properties(description=summary.said_in(language)).to_dict(validate=False)
        for language in languages
    }
    return Chart(name, title, summary, specs, header, [tuple(row) for row in rows])


def stacked_bars(
    name: str,
    title: Text,
    summary: Text,
    *,
    partners: Mapping[str, Text],
    values: Mapping[str, Text],
    counts: Counter[Key],
) -> Chart:
    """A bar per partner in the given order, cut by `values`, as often as `counts` says."""

    def spec(language: Language) -> Any:
        order = list(values)
        rows = [
            {
                "partner": partner.said_in(language),
                "value": values[value].said_in(language),
                "order": order.index(value),
                "count": counts[partner_id, value],
            }
            for partner_id, partner in partners.items()
            for value in order
            if counts[partner_id, value]
        ]
        return (
            chart_of(rows, height=26 * len(partners))
            .mark_bar(cornerRadius=2)
            .encode(
                y=alt.Y("partner:N", title=None, axis=names_axis(), sort=_in(language, partners.values())),
                x=alt.X("count:Q", title=None, axis=whole_numbers()),
                color=coloured("value", _in(language, values.values())),
                order="order:Q",
                tooltip=["partner:N", "value:N", "count:Q"],
            )
        )

    header = (Text("Đối tác", "Partner"), *values.values())
    cells = [
        counted(partner, (counts[partner_id, value] for value in values)) for partner_id, partner in partners.items()
    ]
    return draw(name, title, summary, spec, header=header, rows=cells)


def counted(name: Cell, counts: Iterable[int]) -> list[Cell]:
    """A row of a table: what is counted, and its numbers."""
    return [name, *counts]


def chart_of(
    rows: Sequence[Mapping[str, object]], *, height: int, width: float | Literal["container"] = "container"
) -> alt.Chart:
    """An empty chart of the given rows, by default as wide as its place in the page."""
    return alt.Chart({"values": list(rows)}, height=height, width=width)


def most_counted(counts: Counter[Key], most: int) -> list[str]:
    """The partners that are counted most often, by falling total, then by id."""
    totals: Counter[str] = Counter()
    for (partner_id, _), count in counts.items():
        totals[partner_id] += count
    return [partner_id for partner_id, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:most]]


def coloured(field: str, domain: Sequence[str]) -> alt.Color:
    """A colour per value in the order of the page's palette, with a legend above."""
    return alt.Color(
        f"{field}:N",
        scale=alt.Scale(domain=list(domain)),
        legend=alt.Legend(orient="top", title=None, columns=3, labelLimit=200),
    )


def names_axis() -> alt.Axis:
    """An axis of names, each in one line of bounded width."""
    return alt.Axis(labelLimit=150, ticks=False, domain=False, labelPadding=8)


def whole_numbers() -> alt.Axis:
    """An axis of counts without fractions, lightly ruled."""
    return alt.Axis(format="d", tickMinStep=1, domain=False, ticks=False, tickCount=5)


def tip(field: str, title: Text, language: Language) -> alt.Tooltip:
    """A line of the box that a mark shows on hover."""
    return alt.Tooltip(field, title=title.said_in(language))


def _in(language: Language, texts: Iterable[Text]) -> list[str]:
    return [text.said_in(language) for text in texts]

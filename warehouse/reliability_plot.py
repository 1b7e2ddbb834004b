"""The reliability plot: what facts claim against how many of them are right, with how sure so few facts let us be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import altair as alt

from schemas.errors import WarehouseError
from warehouse.reliability import Reliability

_FORMATS: Final[dict[str, Literal["svg", "png"]]] = {".svg": "svg", ".png": "png"}
_SIDE = 340
"""Pixels of the square."""
_LOWEST = 0.5
"""Confidence at which the plot begins."""
_ACROSS = alt.Scale(domain=[_LOWEST, 1.0], clamp=True, nice=False)
_UP = alt.Scale(domain=[0.0, 1.0], nice=False)
_COLOURS = ["#1b6e3c", "#1f5fa8", "#b3541e"]
_INK = "#444444"


def write_reliability_plot(groups: Sequence[Reliability], path: Path) -> None:
    """Draw the groups, one of each subject and range of confidence, as SVG or PNG by the ending of `path`.

    A point stands at mean confidence and share right; its bar is the 95 % interval of that share, its size the number
    of facts. On the dashed line a confidence keeps its word. Raises WarehouseError for another ending, for no groups,
    and where the file cannot be written.
    """
    written_as = _FORMATS.get(path.suffix.lower())
    if written_as is None:
        raise WarehouseError(f"{path}: a plot is written as {' or '.join(_FORMATS)}")
    if not groups:
        raise WarehouseError("no gold judges any fact, so that there is nothing to plot")
    try:
        reliability_chart(groups).save(str(path), format=written_as, scale_factor=2 if written_as == "png" else 1)
    except OSError as error:
        raise WarehouseError(f"{path}: cannot write the plot: {error}") from error


def reliability_chart(groups: Sequence[Reliability]) -> alt.TopLevelMixin:
    """The plot as an Altair chart; see `write_reliability_plot`."""
    points = alt.Chart(alt.InlineData(values=[_row(group) for group in groups]))
    subject = alt.Color("subject:N", title=None, scale=alt.Scale(range=_COLOURS), legend=alt.Legend(orient="bottom"))
    claimed = alt.X("claimed:Q", title="confidence claimed", scale=_ACROSS, axis=alt.Axis(format=".0%"))
    bars = points.mark_rule(strokeWidth=1.5, opacity=0.7).encode(
        x=claimed, y=alt.Y("low:Q", scale=_UP, title="share right on gold"), y2="high:Q", color=subject
    )
    dots = points.mark_circle(opacity=0.9).encode(
        x=claimed,
        y=alt.Y("right:Q", scale=_UP, axis=alt.Axis(format=".0%")),
        size=alt.Size("facts:Q", title="facts", scale=alt.Scale(range=[30, 250]), legend=alt.Legend(orient="bottom")),
        color=subject,
    )
    labels = points.mark_text(dx=14, dy=12, fontSize=10, color=_INK).encode(
        x=claimed, y=alt.Y("right:Q", scale=_UP), text="label:N"
    )
    return alt.layer(_as_promised(), bars, dots, labels).properties(
        width=_SIDE, height=_SIDE, title="Of facts at a confidence, how many are right", background="white"
    )


def _as_promised() -> alt.Chart:
    ends = [{"claimed": end, "right": end} for end in (_LOWEST, 1.0)]
    line = alt.Chart(alt.InlineData(values=ends)).mark_line(strokeDash=[4, 4], color=_INK)
    encoded: alt.Chart = line.encode(x=alt.X("claimed:Q", scale=_ACROSS), y=alt.Y("right:Q", scale=_UP))
    return encoded


def _row(group: Reliability) -> dict[str, object]:
    low, high = group.interval
    return {
        "subject": group.subject,
        "claimed": group.confidence,
        "right": group.share,
        "low": low,
        "high": high,
        "facts": group.facts,
        "label": f"{group.right}/{group.facts}",
    }

"""Pictures of the dictionary as SVG, without script or style sheet: which table leads to which, what is made of what.

Lines and text take the colour of the text around them (`currentColor`), so that a picture fits a light and a dark page,
and nothing in it needs more than a page's strictest content policy allows. Classes (`diagram`, `box`, `link`) let a
page style it further.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from warehouse.dictionary import Dictionary, DictionaryTable, nearest_reads

_CHARACTER = 7.2
_LINE = 18
_PADDING = 8
_BETWEEN_COLUMNS = 90
_BETWEEN_BOXES = 16
_MARGIN = 4

_RELATION_COLUMNS = (
    ("core.dim_article",),
    ("core.fct_partner_mention", "core.fct_meeting_mention", "core.fct_commitment_mention"),
    ("core.fct_meeting", "core.fct_commitment"),
    (
        "core.bridge_meeting_person",
        "core.bridge_meeting_topic",
        "core.bridge_meeting_partner",
        "core.bridge_commitment_partner",
        "core.bridge_commitment_topic",
        "core.bridge_commitment_link",
    ),
    ("core.dim_partner",),
)
"""The star from what an article says, over what it says it of, to who takes part; a table not named here comes last."""


@dataclass(frozen=True, slots=True)
class Box:
    """A heading with lines under it, and the keys of the boxes that it is linked to."""

    key: str
    heading: str
    lines: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    box: Box
    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        return _height(self.box)

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def relations_svg(dictionary: Dictionary) -> str:
    """The tables of `core` with their keys, and a line from each foreign key to the table that it leads to."""
    boxes = {table.name: _relation_box(table) for table in dictionary.tables if table.schema == "core"}
    placed = {name for column in _RELATION_COLUMNS for name in column}
    columns = [[boxes[name] for name in column if name in boxes] for column in _RELATION_COLUMNS]
    columns[-1].extend(box for name, box in boxes.items() if name not in placed)
    return draw(columns, title="Tables of the star and their keys", description=_told(boxes.values(), "refers to"))


def lineage_svg(dictionary: Dictionary) -> str:
    """From the raw articles on the left over tables and views to the questions on the right: what is made from what.

    Each in the first column in which all that it is made from stands further left. A line is left out where others
    lead the same way with a stop between.
    """
    nearest = nearest_reads(dictionary)
    depths = {name: _depth(name, nearest) for name in nearest}
    depths |= {report.name: max(depths.values()) for report in dictionary.reports if report.name in nearest}
    columns: list[list[Box]] = [[] for _ in range(max(depths.values()) + 1)]
    for name in sorted(nearest, key=lambda name: (depths[name], nearest[name][:1], name)):
        columns[depths[name]].append(Box(name, name, (), nearest[name]))
    boxes = [box for column in columns for box in column]
    return draw(columns, title="From raw articles to reports", description=_told(boxes, "is made from"))


def draw(columns: list[list[Box]], *, title: str, description: str) -> str:
    """The boxes in columns from left to right with curves along their links, as one `<svg>` element."""
    placed = _place(columns)
    width = max(place.right for place in placed.values()) + _MARGIN
    height = max(place.top + place.height for place in placed.values()) + _MARGIN
    curves = [
        _curve(place, placed[key]) for place in placed.values() for key in place.box.links if key != place.box.key
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" viewBox="0 0 {width:.0f} {height:.0f}"'
            f' width="{width:.0f}" height="{height:.0f}" font-family="ui-monospace, monospace" font-size="12">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            '<g fill="none" stroke="currentColor" stroke-opacity="0.35">',
            *curves,
            "</g>",
            *(_drawn(place) for place in placed.values()),
            "</svg>",
        ]
    )


def _height(box: Box) -> float:
    return (1 + len(box.lines)) * _LINE + 2 * _PADDING


def _relation_box(table: DictionaryTable) -> Box:
    lines = []
    for column in table.columns:
        marks = ("PK " if column.is_key else "") + ("FK " if column.references else "")
        if marks:
            lines.append(f"{marks}{column.name}")
    links = dict.fromkeys(
        column.references[0] for column in table.columns if column.references and column.references[0][:5] == "core."
    )
    return Box(table.name, table.name, tuple(lines), tuple(links))


def _depth(name: str, reads: dict[str, tuple[str, ...]]) -> int:
    """How many steps it is from what comes in; `reads` has no circle."""
    return 1 + max((_depth(source, reads) for source in reads[name]), default=-1)


def _place(columns: list[list[Box]]) -> dict[str, _Placed]:
    """Boxes under each other in their column, columns centred against the highest."""
    placed: dict[str, _Placed] = {}
    left = float(_MARGIN)
    heights = [
        sum((1 + len(box.lines)) * _LINE + 2 * _PADDING + _BETWEEN_BOXES for box in column) for column in columns
    ]
    for column, height in zip(columns, heights, strict=True):
        width = max(
            (len(text) * _CHARACTER + 2 * _PADDING for box in column for text in (box.heading, *box.lines)), default=0.0
        )
        top = _MARGIN + (max(heights) - height) / 2
        for box in column:
            placed[box.key] = _Placed(box, left, top, width)
            top += placed[box.key].height + _BETWEEN_BOXES
        left += width + _BETWEEN_COLUMNS
    return placed


def _curve(start: _Placed, end: _Placed) -> str:
    """From the side of one box to the facing side of the other; within a column around its right side."""
    if start.left == end.left:
        bend = start.right + _BETWEEN_COLUMNS / 3
        path = f"M{start.right:.1f},{start.middle:.1f} C{bend:.1f},{start.middle:.1f} {bend:.1f},{end.middle:.1f}"
        return f'<path class="link" d="{path} {end.right:.1f},{end.middle:.1f}"/>'
    from_x, to_x = (start.left, end.right) if end.left < start.left else (start.right, end.left)
    half = (from_x + to_x) / 2
    path = f"M{from_x:.1f},{start.middle:.1f} C{half:.1f},{start.middle:.1f} {half:.1f},{end.middle:.1f}"
    return f'<path class="link" d="{path} {to_x:.1f},{end.middle:.1f}"/>'


def _drawn(place: _Placed) -> str:
    left, top, box = place.left, place.top, place.box
    parts = [
        f'<g class="box"><rect x="{left:.1f}" y="{top:.1f}" width="{place.width:.1f}" height="{place.height:.1f}"'
        ' rx="4" fill="currentColor" fill-opacity="0.06" stroke="currentColor" stroke-opacity="0.5"/>'
    ]
    for number, text in enumerate((box.heading, *box.lines)):
        weight = ' font-weight="600"' if number == 0 else ""
        line = top + _PADDING + _LINE * (number + 0.75)
        parts.append(
            f'<text x="{left + _PADDING:.1f}" y="{line:.1f}" fill="currentColor"{weight}>{escape(text)}</text>'
        )
    return "".join([*parts, "</g>"])


def _told(boxes: Iterable[Box], verb: str) -> str:
    """The links in words, for those who cannot see the picture."""
    return " ".join(f"{box.heading} {verb} {', '.join(box.links)}." for box in boxes if box.links)

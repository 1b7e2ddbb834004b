"""Charts of meetings: by year, on a timeline, and who meets whom."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import altair as alt

from warehouse.dashboard.addresses import meeting_page, partner_page
from warehouse.dashboard.charts import Chart, chart_of, coloured, counted, draw, names_axis, tip, whole_numbers
from warehouse.dashboard.facts import Meeting, Partner, SiteFacts
from warehouse.dashboard.language import Language, Text, label, period_text, vocabularies

_MOST_DOTS = 300
_MOST_TABLE_ROWS = 60
_MOST_NODES = 28
_MOST_TIES = 160
_SIDE = 560


def meetings_by_year(facts: SiteFacts) -> Chart | None:
    """How many meetings each year had, by status; None where no meeting has a year."""
    years = Counter((m.start_date.year, m.status) for m in facts.meetings.values() if m.start_date)
    if not years:
        return None
    # A stray year of long ago would leave no room for the others.
    last = max(year for year, _ in years)
    shown = range(max(min(year for year, _ in years), last - 20), last + 1)
    statuses = vocabularies()["meeting_status"]

    def spec(language: Language) -> Any:
        rows = [
            {"year": str(year), "status": text.said_in(language), "order": order, "count": years[year, status]}
            for year in shown
            for order, (status, text) in enumerate(statuses.items())
            if years[year, status]
        ]
        return (
            chart_of(rows, height=300)
            .mark_bar(cornerRadius=2)
            .encode(
                x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
                        scale=alt.Scale(domain=[str(year) for year in shown])),
                y=alt.Y("count:Q", title=None, axis=whole_numbers()),
                color=coloured("status", [text.said_in(language) for text in statuses.values()]),
                order="order:Q",
                tooltip=["year:O", "status:N", "count:Q"],
            )
        )  # fmt: skip

    return draw(
        "meetings-by-year",
        Text("Cuộc họp theo năm", "Meetings by year"),
        Text("Biểu đồ cột: số cuộc họp mỗi năm, theo tình trạng.", "Bars: meetings in each year, by status."),
        spec,
        header=(Text("Năm", "Year"), *statuses.values()),
        rows=[counted(str(year), (years[year, status] for status in statuses)) for year in shown],
    )


def meeting_timeline(facts: SiteFacts) -> Chart | None:
    """A dot per dated meeting, the latest of them; a click opens the meeting. None where no meeting has a date."""
    dated = [meeting for meeting in facts.meetings.values() if meeting.start_date][:_MOST_DOTS]
    if not dated:
        return None
    kinds = [text for kind, text in vocabularies()["meeting_kind"].items() if any(m.kind == kind for m in dated)]

    def spec(language: Language) -> Any:
        return (
            chart_of([_dot(meeting, language) for meeting in dated], height=34 * len(kinds))
            .mark_circle(size=130, cursor="pointer")
            .encode(
                x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True)),
                y=alt.Y("kind:N", title=None, sort=[kind.said_in(language) for kind in kinds], axis=names_axis()),
                opacity=alt.condition(alt.datum.is_main, alt.value(0.9), alt.value(0.4)),
                href="href:N",
                tooltip=[
                    tip("name:N", Text("cuộc họp", "meeting"), language),
                    tip("when:N", Text("thời gian", "when"), language),
                    tip("place:N", Text("nơi họp", "place"), language),
                ],
            )
        )

    return draw(
        "meeting-timeline",
        Text("Dòng thời gian", "Timeline"),
        Text(
            f"Mỗi chấm là một cuộc họp, theo ngày và loại ({len(dated)} cuộc gần đây nhất có ngày tháng); chấm đậm là"
            " cuộc họp được bài báo lấy làm chủ đề.",
            f"Each dot is a meeting, by day and kind (the latest {len(dated)} with a date); strong dots are meetings"
            " that an article is about.",
        ),
        spec,
        header=(Text("Thời gian", "When"), Text("Loại", "Kind"), Text("Cuộc họp", "Meeting")),
        rows=[
            (period_text(meeting.starts, meeting.ends), label("meeting_kind", meeting.kind), meeting.name)
            for meeting in dated[:_MOST_TABLE_ROWS]
        ],
    )


def _dot(meeting: Meeting, language: Language) -> dict[str, object]:
    return {
        "day": meeting.start_date.isoformat() if meeting.start_date else None,
        "kind": label("meeting_kind", meeting.kind).said_in(language),
        "name": meeting.name,
        "when": period_text(meeting.starts, meeting.ends).said_in(language),
        "place": meeting.place or "–",
        "href": meeting_page(meeting.meeting_id),
        "is_main": meeting.salience == "main",
    }


def partner_network(facts: SiteFacts) -> Chart | None:
    """The partners that meet most, on a circle, tied where they met; None where no two partners met."""
    together: Counter[tuple[str, str]] = Counter()
    for meeting in facts.meetings.values():
        together.update(combinations(meeting.parties[:_MOST_NODES], 2))
    if not together:
        return None
    met: Counter[str] = Counter()
    for pair, count in together.items():
        met.update(dict.fromkeys(pair, count))
    chosen = {partner_id for partner_id, _ in sorted(met.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NODES]}
    kinds = list(vocabularies()["partner_kind"])
    nodes = sorted(
        (facts.partners[partner_id] for partner_id in chosen),
        key=lambda partner: (kinds.index(partner.kind), -met[partner.partner_id], partner.partner_id),
    )
    ties = [(pair, count) for pair, count in sorted(together.items(), key=lambda item: (-item[1], item[0]))
            if set(pair) <= chosen][:_MOST_TIES]  # fmt: skip
    return draw(
        "partner-network",
        Text("Ai gặp ai", "Who meets whom"),
        Text(
            f"{len(nodes)} đối tác gặp nhau nhiều nhất trên một vòng tròn; đường nối càng dày, số cuộc gặp càng nhiều.",
            f"The {len(nodes)} partners that meet most, on a circle; the thicker a tie, the more meetings.",
        ),
        lambda language: _circle(nodes, ties, language),
        header=(Text("Đối tác", "Partner"), Text("Đối tác", "Partner"), Text("Số cuộc gặp", "Meetings")),
        rows=[
            (facts.partners[one].name, facts.partners[other].name, count)
            for (one, other), count in ties[:_MOST_TABLE_ROWS]
        ],
    )


def _circle(nodes: Sequence[Partner], ties: Sequence[tuple[tuple[str, str], int]], language: Language) -> Any:
    """Nodes on a circle with their names outside, and ties that bend towards its middle."""
    angles = {partner.partner_id: 2 * math.pi * number / len(nodes) for number, partner in enumerate(nodes)}
    position = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.55, 1.55]))
    height = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.55, 1.55]))
    bends = [
        {"tie": number, "step": step, "x": x, "y": y, "count": count}
        for number, ((one, other), count) in enumerate(ties)
        for step, (x, y) in enumerate((_point(angles[one]), (0.0, 0.0), _point(angles[other])))
    ]
    lines = (
        chart_of(bends, height=_SIDE, width=_SIDE)
        .mark_line(interpolate="bundle", tension=0.8, opacity=0.3)
        .encode(
            x=position, y=height, detail="tie:N", order="step:Q",
            strokeWidth=alt.StrokeWidth("count:Q", legend=None, scale=alt.Scale(range=[1, 9], type="sqrt")),
        )
    )  # fmt: skip
    kinds = [text for kind, text in vocabularies()["partner_kind"].items() if any(n.kind == kind for n in nodes)]
    dots = (
        chart_of([_node(partner, angles[partner.partner_id], language) for partner in nodes], height=_SIDE, width=_SIDE)
        .encode(x=position, y=height, href="href:N", tooltip=["name:N", "kind:N"])
    )  # fmt: skip
    marks = dots.mark_circle(size=150, opacity=1, cursor="pointer").encode(
        color=coloured("kind", [kind.said_in(language) for kind in kinds])
    )
    right = dots.transform_filter("datum.x >= 0").mark_text(align="left", dx=11, cursor="pointer")
    left = dots.transform_filter("datum.x < 0").mark_text(align="right", dx=-11, cursor="pointer")
    names = [side.encode(text="short:N", angle=alt.Angle("angle:Q", scale=None)) for side in (right, left)]
    return alt.layer(lines, marks, *names).properties(width=_SIDE, height=_SIDE, usermeta={"square": True})


def _node(partner: Partner, angle: float, language: Language) -> dict[str, object]:
    x, y = _point(angle)
    turned = -math.degrees(angle) if x >= 0 else 180 - math.degrees(angle)
    return {
        "x": x,
        "y": y,
        "angle": round(turned % 360, 1),
        "name": partner.name.said_in(language),
        "short": partner.short.said_in(language),
        "kind": label("partner_kind", partner.kind).said_in(language),
        "href": partner_page(partner.partner_id),
    }


def _point(angle: float) -> tuple[float, float]:
    return round(math.cos(angle), 4), round(math.sin(angle), 4)

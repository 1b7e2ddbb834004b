"""Charts of commitments: by partner and kind, by field, targets against years, requests and their answers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import altair as alt

from warehouse.dashboard.addresses import place_address
from warehouse.dashboard.charts import (
    Cell,
    Chart,
    Key,
    chart_of,
    counted,
    draw,
    most_counted,
    names_axis,
    stacked_bars,
    tip,
)
from warehouse.dashboard.facts import Commitment, SiteFacts
from warehouse.dashboard.language import Language, Text, label, vocabularies
from warehouse.dashboard.links import commitment_states
from warehouse.dashboard.tables import measure_text

_MOST_PARTNERS = 14
_MOST_TARGETS = 30


def commitments_by_partner(facts: SiteFacts) -> Chart | None:
    """Who commits to what: the most active partners, by kind. None where there is no commitment."""
    counts: Counter[Key] = Counter(
        (actor, found.kind) for found in facts.commitments.values() for actor in found.actors
    )
    if not counts:
        return None
    return stacked_bars(
        "commitments-by-partner",
        Text("Cam kết theo đối tác và loại", "Commitments by partner and kind"),
        Text(
            "Biểu đồ thanh: các đối tác cam kết nhiều nhất, theo loại cam kết.",
            "Bars: the partners that commit themselves most, by kind of commitment.",
        ),
        partners={partner_id: facts.partners[partner_id].short for partner_id in most_counted(counts, _MOST_PARTNERS)},
        values=vocabularies()["commitment_kind"],
        counts=counts,
    )


def requests_by_partner(facts: SiteFacts) -> Chart | None:
    """Who was asked, and whether an answer is known. None where nobody named was asked."""
    states = commitment_states(facts)
    counts: Counter[Key] = Counter(
        (partner_id, states[found.commitment_id])
        for found in facts.commitments.values()
        if found.kind == "request"
        for partner_id in found.counterparties
    )
    if not counts:
        return None
    return stacked_bars(
        "requests-by-partner",
        Text("Đề nghị gửi tới ai, đã có phản hồi chưa", "Who was asked, and is there an answer"),
        Text(
            "Biểu đồ thanh: số đề nghị gửi tới mỗi đối tác, đã có và chưa có phản hồi.",
            "Bars: requests to each partner, answered and not yet answered.",
        ),
        partners={partner_id: facts.partners[partner_id].short for partner_id in most_counted(counts, _MOST_PARTNERS)},
        values={
            "answered": Text("Đã có phản hồi", "Answered"),
            "open": Text("Chưa thấy phản hồi", "No answer seen"),
        },
        counts=counts,
    )


def topics_by_partner(facts: SiteFacts) -> Chart | None:
    """Which fields the commitments of the most active partners are about. None where none names a field."""
    counts: Counter[Key] = Counter()
    for found in facts.commitments.values():
        parties = {*found.actors, *found.counterparties}
        counts.update((partner_id, topic) for topic in found.topics if topic != "other" for partner_id in parties)
    if not counts:
        return None
    partners = {partner_id: facts.partners[partner_id].short for partner_id in most_counted(counts, _MOST_PARTNERS)}
    topics = {
        topic: text
        for topic, text in vocabularies()["topic"].items()
        if any(counts[partner_id, topic] for partner_id in partners)
    }

    def spec(language: Language) -> Any:
        rows = [
            {"partner": name.said_in(language), "topic": text.said_in(language), "count": counts[partner_id, topic]}
            for partner_id, name in partners.items()
            for topic, text in topics.items()
            if counts[partner_id, topic]
        ]
        order = [text.said_in(language) for text in topics.values()]
        return (
            chart_of(rows, height=28 * len(partners))
            .mark_rect(cornerRadius=3)
            .encode(
                x=alt.X("topic:N", title=None, sort=order,
                        axis=alt.Axis(labelAngle=-45, domain=False, ticks=False, labelLimit=130, orient="bottom")),
                y=alt.Y("partner:N", title=None, axis=names_axis(),
                        sort=[name.said_in(language) for name in partners.values()]),
                color=alt.Color("count:Q", legend=None, scale=alt.Scale(type="sqrt")),
                tooltip=["partner:N", "topic:N", "count:Q"],
            )
        )  # fmt: skip

    return draw(
        "topics-by-partner",
        Text("Lĩnh vực hợp tác", "Fields of cooperation"),
        Text(
            "Bảng màu: số cam kết của mỗi đối tác trong mỗi lĩnh vực; càng đậm càng nhiều.",
            "Heat map: commitments of each partner in each field; the stronger, the more.",
        ),
        spec,
        header=(Text("Đối tác", "Partner"), *topics.values()),
        rows=[counted(name, (counts[partner_id, topic] for topic in topics)) for partner_id, name in partners.items()],
    )


def targets_against_years(facts: SiteFacts) -> Chart | None:
    """From the year in which a target was stated to its deadline, the nearest first. None where none has a year."""
    due = [found for found in facts.commitments.values() if found.kind == "target" and found.deadline_year]
    due = sorted(due, key=lambda found: (found.deadline_year or 0, found.actors, found.commitment_id))[:_MOST_TARGETS]
    if not due:
        return None

    def spec(language: Language) -> Any:
        rows = [_target(facts, found, number, language) for number, found in enumerate(due)]
        base = chart_of(rows, height=30 * len(rows)).encode(
            y=alt.Y("name:N", title=None, axis=alt.Axis(labelLimit=210, ticks=False, domain=False, labelPadding=8),
                    sort=[str(row["name"]) for row in rows]),
            tooltip=[
                tip("name:N", Text("mục tiêu", "target"), language),
                tip("due:Q", Text("hạn", "due"), language),
                tip("quote:N", Text("câu trong bài", "sentence"), language),
            ],
        )  # fmt: skip
        axis = alt.Axis(format="d", tickMinStep=1, tickCount=8)
        years = alt.X("since:Q", title=None, axis=axis, scale=alt.Scale(zero=False, nice=True))
        lines = base.mark_rule(strokeWidth=4, opacity=0.3, strokeCap="round").encode(x=years, x2="due:Q")
        ends = base.mark_circle(size=140, opacity=1, cursor="pointer").encode(x="due:Q", href="href:N")
        words = base.mark_text(align="left", dx=10).encode(x="due:Q", text=alt.Text("due:Q", format="d"))
        return alt.layer(lines, ends, words)

    return draw(
        "targets",
        Text("Mục tiêu và thời hạn", "Targets and deadlines"),
        Text(
            "Mỗi vạch đi từ năm nêu mục tiêu đến năm đến hạn; hạn gần nhất đứng trước.",
            "Each line runs from the year in which a target was stated to its deadline, the nearest first.",
        ),
        spec,
        header=(
            Text("Đối tác", "Partner"),
            Text("Mức", "Value"),
            Text("Hạn", "Due"),
            Text("So với năm", "Baseline"),
            Text("Nêu năm", "Stated in"),
        ),
        rows=[_target_cells(facts, found) for found in due],
    )


def _target_cells(facts: SiteFacts, found: Commitment) -> list[Cell]:
    return [
        _actors(facts, found),
        measure_text(found) or "",
        str(found.deadline_year),
        str(found.baseline_year or ""),
        str(found.said_on.year if found.said_on else ""),
    ]


def _target(facts: SiteFacts, found: Commitment, number: int, language: Language) -> dict[str, object]:
    measure = measure_text(found) or label("topic", found.topics[0] if found.topics else "other")
    since = found.said_on.year if found.said_on else found.deadline_year
    return {
        # Two targets may read alike; a space more keeps their rows apart.
        "name": f"{_actors(facts, found).said_in(language)}: {measure.said_in(language)}" + "\u200b" * number,
        "since": since,
        "due": found.deadline_year,
        "quote": found.quote,
        "href": place_address(found.places[0]) if found.places else None,
    }


def _actors(facts: SiteFacts, found: Commitment) -> Text:
    names = [facts.partners[partner_id].short for partner_id in found.actors[:3]]
    more = "…" if len(found.actors) > 3 else ""
    return Text(", ".join(name.vi for name in names) + more, ", ".join(name.en for name in names) + more)

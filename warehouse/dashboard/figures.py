"""All charts of the site."""

from __future__ import annotations

from warehouse.dashboard import commitment_charts, meeting_charts
from warehouse.dashboard.charts import Chart
from warehouse.dashboard.facts import SiteFacts

_CHARTS = (
    meeting_charts.meetings_by_year,
    meeting_charts.meeting_timeline,
    meeting_charts.partner_network,
    commitment_charts.commitments_by_partner,
    commitment_charts.requests_by_partner,
    commitment_charts.topics_by_partner,
    commitment_charts.targets_against_years,
)


def draw_figures(facts: SiteFacts) -> dict[str, Chart]:
    """The charts that the facts give something to show for, by name."""
    drawn = [chart(facts) for chart in _CHARTS]
    return {chart.name: chart for chart in drawn if chart is not None}

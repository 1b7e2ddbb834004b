"""Which requests are answered and which pledges fulfilled, by the links of the warehouse: hints, no proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from warehouse.dashboard.facts import Link, SiteFacts

State = Literal["open", "answered", "waiting", "fulfilled"]


def commitment_states(facts: SiteFacts) -> dict[str, State]:
    """The state of each request to a named partner (open, answered) and of each pledge (waiting, fulfilled), by id."""
    linked = {link.from_id for link in facts.links}
    states: dict[str, State] = {}
    for commitment in facts.commitments.values():
        is_linked = commitment.commitment_id in linked
        if commitment.kind == "request" and commitment.counterparties:
            states[commitment.commitment_id] = "answered" if is_linked else "open"
        elif commitment.kind == "pledge":
            states[commitment.commitment_id] = "fulfilled" if is_linked else "waiting"
    return states


def links_from(facts: SiteFacts) -> Mapping[str, list[Link]]:
    """What answers or fulfils each commitment that has such a link, best first."""
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for link in facts.links:
        found[link.from_id].append(link)
    return found

"""Which countries and organisations an article names: one mention record for each, with its first sentence."""

from __future__ import annotations

from articles.extraction.document import Document
from articles.language.names import NameMention
from schemas.facts import PartnerMention

_RULES = {
    "partner": ("partner.known_name", 0.97),
    "office": ("partner.office_of_a_state", 0.95),
    "shape": ("partner.shape_of_an_organisation", 0.75),
}


def find_partners(document: Document) -> tuple[PartnerMention, ...]:
    """Return one record per partner that the article names, in order of first mention.

    A partner counts by its name, or by an office that is a state's own ("Bộ Tài nguyên và Môi trường"). A place does
    not make its country a partner.
    """
    seen: dict[str, list[NameMention]] = {}
    for name in document.names:
        if name.kind in ("partner", "office"):
            seen.setdefault(name.id, []).append(name)
    for person in document.people:
        if person.is_named_here and person.partner_ids and not any(p in seen for p in person.partner_ids):
            spot = NameMention(person.start, person.end, "office", person.partner_ids[0], "", "person")
            seen.setdefault(person.partner_ids[0], []).append(spot)
    return tuple(
        _record(document, identifier, mentions)
        for identifier, mentions in seen.items()
        if identifier in document.partners
    )


def _record(document: Document, identifier: str, mentions: list[NameMention]) -> PartnerMention:
    first = mentions[0]
    quote, start, end = document.evidence(first.start, first.end)
    is_listed = document.partners[identifier].is_listed
    rule_id, confidence = _RULES[first.kind if is_listed else "shape"]
    return PartnerMention(
        article_id=document.article.article_id,
        partner_id=identifier,
        mentions=len(mentions),
        quote=quote,
        char_start=start,
        char_end=end,
        rule_id=rule_id,
        confidence=confidence,
    )

"""Whether the facts of an article hold together, asked before they are loaded."""

from __future__ import annotations

from collections.abc import Collection

from schemas.errors import GroundingError
from schemas.facts import ArticleFacts, Commitment, Meeting, PartnerMention


def defect(found: ArticleFacts, text: str, known_partners: Collection[str]) -> tuple[str, str] | None:
    """Reason code and reason why the facts of one article must not be loaded; None if they hold together.

    Every quote must stand in `text` where its offsets say, every partner that a fact names must be among the
    article's partners or `known_partners`, no fact may come twice, and a commitment's meeting must be one of the
    article's.
    """
    every: list[PartnerMention | Meeting | Commitment] = [*found.mentions, *found.meetings, *found.commitments]
    if any(fact.article_id != found.article_id for fact in every):
        return "fact_of_another_article", "a fact names another article than the one that it came with"
    for fact in every:
        try:
            fact.check_grounding(text)
        except GroundingError as error:
            return "not_grounded", str(error)
    own = {partner.partner_id for partner in found.partners}
    for partner_id in _referenced(found):
        if partner_id not in own and partner_id not in known_partners:
            return "unknown_partner", f"a fact names the partner {partner_id!r}, which nothing describes"
    return _numbering_defect(found)


def _numbering_defect(found: ArticleFacts) -> tuple[str, str] | None:
    partners = [mention.partner_id for mention in found.mentions]
    meetings = [meeting.meeting_number for meeting in found.meetings]
    commitments = [commitment.commitment_number for commitment in found.commitments]
    for kind, keys in (("partner", partners), ("meeting", meetings), ("commitment", commitments)):
        if len(set(keys)) != len(keys):
            return "repeated_fact", f"the article gives one {kind} twice: {keys}"
    for commitment in found.commitments:
        if commitment.meeting_number is not None and commitment.meeting_number not in meetings:
            return "unknown_meeting", f"commitment {commitment.commitment_number} was made in no meeting of its article"
    return None


def _referenced(found: ArticleFacts) -> set[str]:
    ids = {mention.partner_id for mention in found.mentions}
    for meeting in found.meetings:
        ids.update(meeting.parties, meeting.hosts)
    for commitment in found.commitments:
        ids.update(commitment.actors, commitment.counterparties)
    return ids

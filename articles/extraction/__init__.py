"""From a cleaned article to its facts."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.commitments import find_commitments
from articles.extraction.discourse import opening
from articles.extraction.document import Document, annotate
from articles.extraction.meetings import find_meetings
from articles.extraction.partners import find_partners
from articles.extraction.scenes import set_scenes
from articles.reference import load_reference
from schemas.articles import Article
from schemas.facts import ArticleFacts, Commitment, Meeting, Partner, PartnerMention


def extract_facts(article: Article, *, may_commit: bool = True, is_about_cooperation: bool = True) -> ArticleFacts:
    """Return the partners, meetings and commitments that the article states, each cut out of its text.

    Without `may_commit`, no commitments are looked for: the article tells of no cooperation. Without
    `is_about_cooperation` (`articles.relevance`), a meeting needs a second state or body.
    Raises GroundingError where a quote is not what its offsets cut: then a rule is wrong, not the article.
    """
    document = annotate(article)
    mentions = find_partners(document)
    scenes = set_scenes(document)
    discourse = opening(document, scenes)
    meetings = find_meetings(document, scenes, discourse.pair, of_one_state=is_about_cooperation)
    commitments = find_commitments(scenes, meetings, discourse) if may_commit else ()
    for fact in (*mentions, *meetings, *commitments):
        fact.check_grounding(document.text)
    # Its parts are valid records already; to validate the whole would check each of them once more.
    return ArticleFacts.model_construct(
        article_id=article.article_id,
        partners=_partners_of(document, mentions, meetings, commitments),
        mentions=mentions,
        meetings=meetings,
        commitments=commitments,
    )


def _partners_of(
    document: Document,
    mentions: Sequence[PartnerMention],
    meetings: Sequence[Meeting],
    commitments: Sequence[Commitment],
) -> tuple[Partner, ...]:
    """Every partner that a fact refers to, also one that only a title at home implies, each once."""
    used = [mention.partner_id for mention in mentions]
    used += [partner for meeting in meetings for partner in (*meeting.parties, *meeting.hosts)]
    used += [partner for commitment in commitments for partner in (*commitment.actors, *commitment.counterparties)]
    listed = load_reference().partners
    return tuple(document.partners.get(partner) or listed[partner] for partner in dict.fromkeys(used))

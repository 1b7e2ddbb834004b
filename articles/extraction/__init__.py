"""From a cleaned article to its facts."""

from __future__ import annotations

from articles.extraction.commitments import find_commitments
from articles.extraction.document import annotate
from articles.extraction.meetings import find_meetings
from articles.extraction.partners import find_partners
from articles.extraction.scenes import set_scenes
from schemas.articles import Article
from schemas.facts import ArticleFacts


def extract_facts(article: Article) -> ArticleFacts:
    """Return the partners, meetings and commitments that the article states, each cut out of its text.

    Raises GroundingError where a quote is not what its offsets cut: then a rule is wrong, not the article.
    """
    document = annotate(article)
    mentions = find_partners(document)
    scenes = set_scenes(document)
    meetings = find_meetings(document, scenes)
    commitments = find_commitments(document, scenes, meetings)
    for fact in (*mentions, *meetings, *commitments):
        fact.check_grounding(document.text)
    return ArticleFacts(
        article_id=article.article_id,
        partners=tuple(document.partners.values()),
        mentions=mentions,
        meetings=meetings,
        commitments=commitments,
    )

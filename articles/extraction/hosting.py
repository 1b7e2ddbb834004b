"""Whether a party attended an occasion or held it, by the words between the two."""

from __future__ import annotations

from articles.extraction.actors import Actor, chain_of
from articles.extraction.lexicon import phrase
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene

_NEAR = 30
"""Code points before a party in which the word stands that says that somebody works with it."""
_REACH_OF_A_VERB = 70
_REACH_OF_HEADING = 80
"""Code points between somebody and an occasion where a delegation is named in between: "dẫn đầu đoàn ... dự"."""
_HOSTS_TOGETHER, _HOST_AFTER = 160, 60
"""Code points between an occasion and its host on either side."""


def attends(scene: Scene, actor: Actor, occasion: Occasion) -> bool:
    """Whether the words between party and occasion say that the one attended the other."""
    if actor.person is None and not actor.acts and actor.role != "object":
        return False
    between = scene.words(chain_of(actor, scene.actors)[-1].end, occasion.start).strip(" ,")
    return len(between) <= _REACH_OF_HEADING and phrase("participants.attends").match(between) is not None


def hosts(scene: Scene, actor: Actor, occasion: Occasion) -> bool:
    """Whether the verb right after the party makes it the occasion's host."""
    is_partner = phrase("participants.worked_with").search(scene.words(actor.start - _NEAR, actor.start)) is not None
    if not (actor.acts or is_partner) or actor.is_place or not actor.partner_ids:
        return False
    is_before = actor.end <= occasion.start
    if is_before and occasion.start - actor.end > _HOSTS_TOGETHER:
        return False
    if not is_before and actor.start - occasion.end > (_HOSTS_TOGETHER if is_partner else _HOST_AFTER):
        return False
    after = scene.words(actor.end, actor.end + _REACH_OF_A_VERB).lstrip(" ,)")
    if phrase("participants.hosts").match(after) is not None:
        return True
    # "UNDP phối hợp với Bộ ... tổ chức lễ": whoever is worked with hosts as well.
    together = scene.words(actor.end, actor.end + _HOSTS_TOGETHER)
    return phrase("participants.host_together").match(together) is not None

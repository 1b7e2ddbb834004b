"""Ceremonies whose act is told of in a sentence of its own: when and where it was done, and who did it."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.actors import Actor, chain_of
from articles.extraction.gatherings import Gathering
from articles.extraction.lexicon import phrase
from articles.extraction.meeting_places import bind_places, country_of_the_host
from articles.extraction.occasion_records import Occasion
from articles.extraction.scenes import Scene
from articles.language.needles import ScreenedPattern
from schemas.vocabularies import MeetingKind

_ACTS = {
    "lễ ký": "ceremony.signing",
    "lễ khai mạc": "ceremony.opening",
    "lễ kh": "ceremony.launch",
    "lễ động thổ": "ceremony.groundbreaking",
    "lễ bàn giao": "ceremony.handover",
    "lễ trao": "ceremony.handover",
    "lễ đón": "ceremony.arrival",
}
"""How the name of a ceremony begins -> the phrase that tells of the act it is held for."""
_FULL_DATE = len("2024-10-04")
_ARRIVAL = "ceremony.arrival"
_REACH_OF_AN_ACT = 40
"""Code points between those who act and the verb."""


def tell_of_the_acts(scenes: Sequence[Scene], gatherings: Sequence[Gathering]) -> None:
    """Add to each ceremony the sentence that tells of its act: a day and place where it has none, and who acted."""
    for gathering in gatherings:
        names = [telling.name.lower() for telling in gathering.tellings]
        act = next((act for opening, act in _ACTS.items() if any(name.startswith(opening) for name in names)), None)
        if act is None or gathering.kind is not MeetingKind.CEREMONY:
            continue
        told = _right_before(scenes, gathering) if act == _ARRIVAL else scenes
        echoes = (_echo(scene, phrase(act), gathering) for scene in told)
        echo = next((echo for echo in echoes if echo is not None), None)
        if echo is not None:
            gathering.tellings.append(echo)


def _right_before(scenes: Sequence[Scene], gathering: Gathering) -> Sequence[Scene]:
    """The sentence before the one that names the ceremony; none where it opens the text.

    Guests are welcomed where and when they come, if the next sentence tells of no other time or place.
    """
    before = [scene for scene in scenes if scene.sentence.end <= gathering.first.start]
    return before[-1:]


def _echo(scene: Scene, act: ScreenedPattern, gathering: Gathering) -> Occasion | None:
    """What a sentence says of the act; None where it says nothing new of it."""
    done = act.search(scene.lowered)
    if done is None:
        return None
    echo = Occasion(scene.start, scene.start + 1, "", gathering.kind, "", is_named=False)
    at = scene.start + done.start()
    acting = [a for a in scene.actors if a.acts and a.person is not None and at - _REACH_OF_AN_ACT <= a.end <= at]
    echo.add(*(chain_of(acting[-1], scene.actors) if acting else []), *_witnesses(scene))
    days = [d for d in scene.dates if d.role == "point" and d.starts is not None and len(d.starts) == _FULL_DATE]
    if days and not any(telling.date is not None for telling in gathering.tellings):
        echo.date = days[0]
        bind_places(scene, [echo])
        country_of_the_host(scene, [echo])
    elif gathering.country is None and act == phrase("ceremony.opening"):
        # "Việt Nam và Na Uy hôm nay khai mạc chương trình tại Huế": news of the day itself.
        bind_places(scene, [echo])
    return echo if echo.date is not None or echo.people or echo.country is not None else None


def _witnesses(scene: Scene) -> list[Actor]:
    """The people under whose eyes it was done: "dưới sự chứng kiến của Thủ tướng ... và bà Hansen"."""
    seen = phrase("ceremony.witnessed").search(scene.lowered)
    behind = [a for a in scene.actors if seen is not None and a.start >= scene.start + seen.end()]
    if seen is None or not behind or behind[0].start - scene.start - seen.end() > _REACH_OF_AN_ACT:
        return []
    return [actor for actor in chain_of(behind[0], scene.actors) if actor.person is not None]

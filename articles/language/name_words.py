"""The words of `seeds/rules/words_around_names.yml` by which names and titles are told from other words."""

from __future__ import annotations

from functools import lru_cache

from articles.language.lexicon import Phrase, load_phrases
from articles.language.needles import ScreenedPattern
from schemas.errors import ReferenceDataError

NAME_WORDS_FILE = "rules/words_around_names.yml"


@lru_cache(maxsize=64)
def name_words(name: str) -> frozenset[str]:
    """The words of the rule, lower case unless it is an exact one; raises ReferenceDataError for an unknown name."""
    return frozenset(_rule(name).words)


@lru_cache(maxsize=64)
def name_pattern(name: str) -> ScreenedPattern:
    """The pattern of the rule; raises ReferenceDataError for an unknown name."""
    return _rule(name).pattern


def _rule(name: str) -> Phrase:
    found = load_phrases(NAME_WORDS_FILE).get(name)
    if found is None:
        raise ReferenceDataError(NAME_WORDS_FILE, "no such rule", value=name)
    return found

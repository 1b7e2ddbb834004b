"""The word lists and phrases of `seeds/rules/` that extraction reads, loaded once."""

from __future__ import annotations

from functools import lru_cache

from articles.language.lexicon import load_phrases, word_rows
from articles.language.needles import ScreenedPattern
from schemas.errors import ReferenceDataError
from schemas.vocabularies import Instrument

PHRASES_FILE = "rules/phrases.yml"


@lru_cache(maxsize=256)
def phrase(name: str) -> ScreenedPattern:
    """The pattern of a rule of `phrases.yml`, for text in lower case with folded tone marks.

    Raises ReferenceDataError where the file has no such rule.
    """
    found = load_phrases(PHRASES_FILE).get(name)
    if found is None:
        raise ReferenceDataError(PHRASES_FILE, "no such rule", value=name)
    return found.pattern


@lru_cache(maxsize=256)
def phrase_words(name: str) -> frozenset[str]:
    """The words of a rule of `phrases.yml`, for looking one up; raises ReferenceDataError where it has none."""
    found = load_phrases(PHRASES_FILE).get(name)
    if found is None or not found.words:
        raise ReferenceDataError(PHRASES_FILE, "no such list of words", value=name)
    return frozenset(found.words)


@lru_cache(maxsize=64)
def phrase_openings(name: str) -> tuple[str, ...]:
    """The words of a rule, each with the blank behind it, for what a text begins with; raises as `phrase_words`."""
    return tuple(f"{word} " for word in phrase_words(name))


@lru_cache(maxsize=64)
def phrase_endings(name: str) -> tuple[str, ...]:
    """The words of a rule, for what a text ends in; raises as `phrase_words`."""
    return tuple(phrase_words(name))


@lru_cache(maxsize=1)
def group_references() -> dict[str, str]:
    """Words for a group or a party named before ("hai bên") -> what they point to (`pair`, `all`, `last` ...)."""
    return {row["reference"]: row["points_to"] for row in word_rows("rules/group_references.csv")}


@lru_cache(maxsize=1)
def report_verbs() -> frozenset[str]:
    """Verbs of saying; what follows them is what somebody says."""
    return frozenset(row["verb"] for row in word_rows("rules/report_verbs.csv"))


@lru_cache(maxsize=1)
def action_verbs() -> dict[str, bool]:
    """Verbs of doing in cooperation -> whether they mean support given by one to another."""
    return {row["action"]: row["is_support"] == "yes" for row in word_rows("rules/commitment_actions.csv")}


@lru_cache(maxsize=1)
def not_deeds() -> frozenset[str]:
    """Words after "sẽ" with which nobody promises anything."""
    return frozenset(row["word"] for row in word_rows("rules/not_deeds.csv"))


@lru_cache(maxsize=1)
def words_before_parties() -> dict[str, str]:
    """Words that stand before a party -> the role that they give it (`open`, `oblique`, `agent`, `object`)."""
    return {row["word"]: row["role"] for row in word_rows("rules/words_before_parties.csv")}


@lru_cache(maxsize=1)
def last_words_before_parties() -> dict[str, int]:
    """The last word of each of these -> how many words those that end in it have at most."""
    ordered = sorted((words.split() for words in words_before_parties()), key=len)
    return {words[-1]: len(words) for words in ordered}


@lru_cache(maxsize=1)
def party_heads() -> frozenset[str]:
    """Nouns that stand for a party together with its name ("Chính phủ", "phía", "Đại sứ quán")."""
    return frozenset(row["head"] for row in word_rows("rules/party_heads.csv"))


@lru_cache(maxsize=1)
def adoptable_documents() -> tuple[str, ...]:
    """What can be signed or adopted."""
    return tuple(row["term"] for row in word_rows("rules/adoptable_documents.csv"))


@lru_cache(maxsize=1)
def instruments() -> tuple[tuple[str, Instrument], ...]:
    """Words that name an instrument -> the instrument, in the order in which they decide."""
    return tuple((row["term"], Instrument(row["instrument"])) for row in word_rows("rules/instruments.csv"))

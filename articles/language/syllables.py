"""Tells a Vietnamese syllable from a foreign word by its spelling, and knows Vietnamese family names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from articles.language.lexicon import word_rows

# The spelling of a syllable is a closed set of onsets, vowels and endings; in each, the longer spelling comes first.
_ONSET = r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
_NUCLEUS = (
    r"(?:uyê|uya|iêu|yêu|ươi|ươu|uôi|oai|oay|oeo|uây|uao|ia|iê|yê|ya|ua|uô|ưa|ươ|oa|oă|oe|uâ|uê|uy|uơ"
    r"|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
)
_CODA = r"(?:ch|ng|nh|c|m|n|p|t)?"
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + _CODA)
_TONES = {0x300, 0x301, 0x303, 0x309, 0x323}
"""Combining grave, acute, tilde, hook above and dot below."""


@lru_cache(maxsize=8192)
def is_vietnamese_syllable(word: str) -> bool:
    """Whether the word is spelled as one Vietnamese syllable could be: "Nguyễn", "Han"; not "Whajin", "Trudeau"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if ord(c) not in _TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


@lru_cache(maxsize=1)
def vietnamese_surnames() -> frozenset[str]:
    """Family names that begin a Vietnamese person's name, of `seeds/rules/vietnamese_surnames.csv`."""
    return frozenset(row["surname"] for row in word_rows("rules/vietnamese_surnames.csv"))

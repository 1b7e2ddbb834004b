"""The words at which extraction looks closer, found in one pass over an article and handed out sentence by sentence.

Most sentences have no title, no cue and no occasion in them. What this pass does not see there, no slow step looks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from articles.extraction.cues import cue_words
from articles.extraction.lexicon import group_references, instruments, party_heads, report_verbs
from articles.extraction.meeting_heads import head_words
from articles.language.sentences import Sentence
from articles.language.titles import title_words
from articles.language.word_finding import WordLists, WordsOfSentence

CUES: Final = "cues"
GROUPS: Final = "groups"
INSTRUMENTS: Final = "instruments"
OCCASIONS: Final = "occasions"
PARTY_HEADS: Final = "party heads"
REPORTS: Final = "reports"
TITLES: Final = "titles"


def find_key_words(lowered: str, sentences: Sequence[Sentence]) -> list[WordsOfSentence]:
    """Return for each sentence the key words in it, by list; offsets are the sentence's.

    `lowered` is the text as `fold_words` gives it.
    """
    return _lists().by_sentence(lowered, sentences)


@lru_cache(maxsize=1)
def _lists() -> WordLists:
    return WordLists(
        {
            CUES: cue_words(),
            GROUPS: group_references(),
            INSTRUMENTS: (term for term, _ in instruments()),
            OCCASIONS: head_words(),
            PARTY_HEADS: party_heads(),
            REPORTS: report_verbs(),
            TITLES: title_words(),
        }
    )

"""The words of a sentence with a title, and what a word among them can be to a person's name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from articles.language.name_words import name_words
from articles.language.names import NameMention
from articles.language.sentences import Sentence
from articles.language.syllables import vietnamese_surnames
from articles.language.titles import Title, titles_of
from articles.language.tokens import split_tokens
from articles.language.word_finding import WordHit

_LONGEST_REMARK = 12
"""Tokens in brackets between a title and its name."""


class TitledWords:
    """One sentence from its first title on, with its tokens, known names and titles."""

    def __init__(
        self, text: str, lowered: str, sentence: Sentence, names: Sequence[NameMention], titles: Sequence[WordHit]
    ) -> None:
        """`titles` are the words of titles in the sentence, at least one; their offsets are the sentence's."""
        self._text = text
        begin = _begin(text, sentence, names, sentence.start + titles[0].start)
        self._tokens = split_tokens(text, lowered, begin, sentence.end)
        self._starts = [token.start for token in self._tokens]
        self._titles = titles_of(self._tokens, self._beginning_at(sentence.start + hit.start for hit in titles))
        names = [name for name in names if name.end > begin and name.kind != "series"]
        names = [name for name in names if not self._is_given_name(name)]
        # Also by their further words: in "Chủ tịch nước Lào" the title takes the first word of "nước Lào".
        self._names = {
            start: name
            for name in names
            for start in self._starts[self._index_after(name.start) : self._index_after(name.end)]
        }
        self._blocked = frozenset((*self._names, *(self._starts[index] for index in self._titles)))

    def _is_a_common_word(self, index: int) -> bool:
        """Whether the token is the second syllable of a common word whose first one is like a family name."""
        pair = f"{self._tokens[index - 1].lower} {self._tokens[index].lower}"
        return pair in name_words("person.like_a_family_name")

    def _is_given_name(self, name: NameMention) -> bool:
        """Whether a place or a building is the rest of a person's name: "Hòa Bình" after the family name "Trương"."""
        before = self._index_after(name.start) - 1
        if before < 0:
            return False
        family = self._tokens[before]
        if self._is_address(before):
            # "bà Sofia Lindqvist": nobody addresses a city.
            behind = self._index_after(name.end)
            following = self._tokens[behind] if behind < len(self._tokens) else None
            return following is not None and following.is_capitalised and following.start == name.end + 1
        if name.kind not in ("place", "other"):
            return False
        if before and self._is_a_common_word(before):
            return False
        return family.text in vietnamese_surnames() and name.start - family.end == 1

    def _is_where_posted(self, index: int) -> bool:
        return index > 0 and self._tokens[index - 1].lower in name_words("person.posted_at")

    def _ends_a_compound(self, index: int) -> bool:
        """Whether the small word is the rest of a capitalised one: "Ngoại giao", "Thông tin"."""
        before, word = self._tokens[index - 1], self._tokens[index]
        goes_on = word.lower in name_words("person.second_syllable") and before.is_capitalised
        return goes_on or f"{before.lower} {word.lower}" in name_words("person.end_of_a_field")

    def _is_a_verb(self, index: int) -> bool:
        """Whether the small word and the next are no part of an office's name: "Thủ tướng hội kiến", "nhân dịp"."""
        following = self._tokens[index + 1].lower if index + 1 < len(self._tokens) else ""
        return self._tokens[index].text[0].islower() and (
            f"{self._tokens[index].lower} {following}" in name_words("person.verb_like_an_office")
        )

    def _title_at(self, index: int) -> Title | None:
        return self._titles.get(index)

    def _beginning_at(self, offsets: Iterable[int]) -> list[int]:
        """The indices of the tokens that begin at these offsets, in order, each once."""
        indices = sorted({(self._index_after(offset), offset) for offset in offsets})
        return [index for index, offset in indices if index < len(self._starts) and self._starts[index] == offset]

    def _is_address(self, index: int) -> bool:
        return 0 <= index < len(self._tokens) and self._tokens[index].lower in name_words("person.address")

    def _opens_a_name(self, index: int) -> bool:
        """Whether a form of address or an academic title stands there, which a name alone follows."""
        if not 0 <= index < len(self._tokens):
            return False
        return self._is_address(index) or self._tokens[index].lower in name_words("person.title_with_a_stop")

    def _closing_bracket(self, index: int) -> int | None:
        ahead = range(index + 1, min(index + _LONGEST_REMARK, len(self._tokens)))
        return next((at for at in ahead if self._tokens[at].text == ")"), None)

    def _index_after(self, offset: int) -> int:
        """The first token that begins at the offset or later."""
        return bisect_left(self._starts, offset)


def _begin(text: str, sentence: Sentence, names: Sequence[NameMention], first: int) -> int:
    """A word before the first title, or before the name that it stands in: nothing earlier says anything of it."""
    start = next((name.start for name in names if name.start <= first < name.end), first)
    return max(sentence.start, text.rfind(" ", sentence.start, max(sentence.start, start - 1)) + 1)

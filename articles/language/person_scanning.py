"""Reads the people of one sentence from left to right: title, affiliation, name, and what follows the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.language.name_words import name_words
from articles.language.person_mentions import PersonMention
from articles.language.person_names import (
    is_chinese_name,
    is_foreign_name,
    name_run,
    vietnamese_part,
    without_honorifics,
)
from articles.language.person_words import TitledWords
from articles.language.syllables import is_vietnamese_syllable
from articles.language.titles import Title
from articles.language.tokens import Token

_MOST_WORDS_BETWEEN = 24
"""Tokens between a title and its name."""
_LONGEST_FIELD = 16
"""Tokens between a title behind a name and the name of whom the person works for."""
_LONGEST_OFFICE = 8
"""Tokens of an office that no list knows, behind a title."""
_ABOUT = "về"
_LONGEST_DIRECT_NAME = 3
"""Words of a name that only the title before it shows to be one ("Thủ tướng Hun Sen")."""


@dataclass(slots=True)
class _Walk:
    """The way from a title over the affiliation to the name, so far."""

    index: int
    """The token that is looked at next."""
    titles: list[Title]
    in_office: bool
    """Whether the words just passed name an office, so that further words may belong to it."""
    reached: int
    """After the last token that surely belongs to the person."""
    in_charge: bool = False
    """Whether the words just passed say what the person is in charge of ("phụ trách các vấn đề ...")."""
    is_behind: bool = False
    """Whether the title stands behind the name of its bearer, so that a name after a comma is another one's."""
    partners: list[str] = field(default_factory=list)
    run: list[Token] = field(default_factory=list)
    """The name; empty where the walk found none."""


class PersonScanner(TitledWords):
    """Reads the people of one sentence, from its first title on."""

    def mentions(self) -> Iterator[PersonMention]:
        """Yield the people of the sentence in order, with the names and affiliations that they have here."""
        reached = 0
        for index, title in self._titles.items():
            if index < reached or self._tokens[index].start in self._names:
                continue
            is_list = self._is_plural(index, index + len(title.words))
            mention, reached = self._from_title(index, title)
            if mention is not None:
                yield mention
            if is_list and mention is not None and mention.is_named_here:
                for further in self._listed(reached, title):
                    reached = self._index_after(further.end)
                    yield further

    def _from_title(self, index: int, title: Title) -> tuple[PersonMention | None, int]:
        """The person with the title that begins at the token, if it is one; and the first token after."""
        walk = self._walk_over_titles(index + len(title.words), title)
        if len(walk.run) == 1 and title.name in name_words("person.leads_a_company"):
            return None, index + len(title.words)
        if walk.run:
            self._add_apposition(walk)
        elif title.needs_name or self._is_plural(index, index + len(title.words)):
            return None, index + len(title.words)
        elif not title.stands_alone and not walk.partners:
            return None, walk.reached
        mention = PersonMention(
            start=self._tokens[index].start,
            end=self._tokens[walk.reached - 1].end,
            name=self._written(walk.run),
            titles=tuple(dict.fromkeys(title.name for title in walk.titles)),
            partner_ids=tuple(dict.fromkeys(walk.partners)),
            is_named_here=walk.run != [],
        )
        return mention, walk.reached

    def _listed(self, index: int, title: Title) -> Iterator[PersonMention]:
        """The further people of a list under one title: "các ông Lê Văn A, Cục trưởng; Trần Văn B, Vụ trưởng"."""
        while index + 1 < len(self._tokens) and self._tokens[index].lower in name_words("person.parts_a_list"):
            run = self._name_at(index + 1, is_direct=False)
            if not run:
                return
            walk = _Walk(index + 1, [title], in_office=False, reached=self._index_after(run[-1].end), run=run)
            self._add_apposition(walk)
            yield PersonMention(
                start=run[0].start,
                end=self._tokens[walk.reached - 1].end,
                name=self._written(run),
                titles=tuple(dict.fromkeys(title.name for title in walk.titles)),
                partner_ids=tuple(dict.fromkeys(walk.partners)),
                is_named_here=True,
            )
            index = walk.reached

    def _is_plural(self, start: int, end: int) -> bool:
        """Whether the words around a title make it several people's: "các Bộ trưởng", "Ngoại trưởng 27 nước"."""
        before = self._tokens[start - 1].lower if start else ""
        after = self._tokens[end].lower if end < len(self._tokens) else ""
        plurals = name_words("person.plural")
        return before in plurals or before.isdigit() or after in plurals or after.isdigit()

    def _written(self, run: Sequence[Token]) -> str | None:
        """The name as the text writes it, on one line; None without a name."""
        return " ".join(self._text[run[0].start : run[-1].end].split()) if run else None

    def _walk_over_titles(self, index: int, title: Title) -> _Walk:
        """The way to the name, also past a comma to a further title: "Tổng Bí thư, Chủ tịch nước Lào Thongloun"."""
        walk = self._walk_to_the_name(index, title)
        following = self._title_at(walk.index + 1)
        if walk.run or following is None or self._tokens[walk.index].text != "," or self._opens_a_name(walk.index + 1):
            return walk
        further = self._walk_over_titles(walk.index + 1 + len(following.words), following)
        if not further.run or not _speak_for_one(walk.partners, further.partners):
            return walk
        further.titles = [*walk.titles, *further.titles]
        further.partners = [*walk.partners, *further.partners]
        return further

    def _walk_to_the_name(self, index: int, title: Title, *, is_behind: bool = False) -> _Walk:
        """The way from the words after a title; where the title stands behind a name, it ends at the next comma."""
        walk = _Walk(index, [title], _is_of_office(title), reached=index, is_behind=is_behind)
        stop = min(len(self._tokens), index + _MOST_WORDS_BETWEEN)
        while walk.index < stop:
            if self._pass_known_name(walk) or self._pass_title(walk):
                continue
            token = self._tokens[walk.index]
            if token.is_capitalised:
                walk.run = self._name_at(walk.index, is_direct=walk.index == walk.reached)
                if walk.run:
                    walk.reached = self._index_after(walk.run[-1].end)
                    break
                walk.in_office = walk.in_office or token.lower in name_words("person.office_head")
                walk.index += 1
            elif not self._pass_word(walk, token):
                break
        return walk

    def _pass_known_name(self, walk: _Walk) -> bool:
        known = self._names.get(self._tokens[walk.index].start)
        if known is None:
            return False
        if known.kind in ("partner", "office", "place") and not self._is_where_posted(walk.index):
            walk.partners.append(known.id)
        walk.index = walk.reached = self._index_after(known.end)
        walk.in_office = known.kind == "office"
        return True

    def _pass_title(self, walk: _Walk) -> bool:
        title = self._title_at(walk.index)
        if title is None:
            return False
        walk.titles.append(title)
        walk.index += len(title.words)
        walk.reached = walk.index
        walk.in_office = _is_of_office(title)
        return True

    def _pass_word(self, walk: _Walk, token: Token) -> bool:
        """Pass a small word or a remark that may stand before a name; False where the sentence goes on with more."""
        if token.text == "." and self._ends_an_abbreviation(walk):
            walk.index += 1
            walk.reached = walk.index
            return True
        if token.lower in name_words("person.joined") and self._title_at(walk.index + 1):
            return False
        if self._is_a_verb(walk.index):
            return False
        walk.in_charge = (
            walk.in_charge
            or token.lower in name_words("person.in_charge")
            or (token.lower == _ABOUT and walk.titles[0].name in name_words("person.envoy_for_a_field"))
        )
        walk.in_office = walk.in_office or walk.in_charge
        following = self._tokens[walk.index + 1].lower if walk.index + 1 < len(self._tokens) else ""
        opens_a_field = walk.in_charge and (
            token.lower in name_words("person.opens_a_field")
            or f"{token.lower} {following}" in name_words("person.word_of_a_field")
        )
        is_left_out = (
            token.lower in name_words("person.not_in_an_office")
            and not opens_a_field
            and not self._ends_a_compound(walk.index)
        )
        if token.lower in name_words("person.office_head") and not is_left_out:
            if walk.titles[-1].name in name_words("person.address"):
                return False
            walk.in_office = True
        elif token.lower not in name_words("person.between_title_and_name"):
            names_an_office = walk.in_office and token.text[0].isalpha() and not is_left_out
            leads_on = token.text == "," and not walk.is_behind
            leads_on = leads_on and (
                self._opens_a_name(walk.index + 1) or self._lists_fields(walk) or self._sets_off_a_name(walk)
            )
            if not names_an_office and not leads_on:
                closing = self._closing_bracket(walk.index) if token.text == "(" else None
                if closing is None:
                    return False
                walk.index = closing
        walk.index += 1
        return True

    def _ends_an_abbreviation(self, walk: _Walk) -> bool:
        """Whether the full stop belongs to the title right before it: "PGS. TS. Trần Văn An"."""
        stop, before = self._tokens[walk.index], self._tokens[walk.index - 1]
        is_right_behind = walk.index == walk.reached or walk.reached == walk.index - 1
        is_short = walk.titles[-1].name in name_words("person.title_with_a_stop")
        return is_right_behind and is_short and stop.start == before.end

    def _name_at(self, index: int, *, is_direct: bool) -> list[Token]:
        """The person's name that begins at the token, or nothing; `is_direct` right after a title or a state."""
        is_common = index > 0 and self._is_a_common_word(index)
        run = [] if is_common else name_run(self._tokens, index, self._blocked)
        vietnamese = vietnamese_part(run)
        if vietnamese or not run:
            return vietnamese
        run = without_honorifics(run)
        if is_direct and is_chinese_name(run):
            return run
        if run[0].lower in name_words("person.office_head"):
            return []
        if is_foreign_name(run):
            return run
        is_bare = is_direct and run[0].start not in self._names
        if is_bare and len(run) <= _LONGEST_DIRECT_NAME and not run[0].is_acronym:
            return run if self._is_address(index - 1) or not self._opens_common_words(run) else []
        return []

    def _opens_common_words(self, run: Sequence[Token]) -> bool:
        """Whether a single capitalised syllable is followed by small words: "Bộ trưởng Công thương".

        Words that no office has in its name are none: "Thứ trưởng Sơn nói", "Thứ trưởng Sơn và bà Thompson".
        """
        following = self._index_after(run[-1].end)
        if len(run) > 1 or following == len(self._tokens) or not is_vietnamese_syllable(run[0].text):
            return False
        word = self._tokens[following].lower
        if f"{run[0].lower} {word}" in name_words("person.compound_of_an_office"):
            return True
        goes_on = self._tokens[following].text[0].islower() and word not in name_words("person.not_in_an_office")
        return goes_on and not (word in name_words("person.joined") and self._title_at(following + 1))

    def _add_apposition(self, walk: _Walk) -> None:
        """Take in titles and affiliation after the name: ", Vụ trưởng Vụ ...", " - Đại sứ Canada tại Việt Nam"."""
        has_title = False
        self._add_owner(walk)
        while walk.reached + 1 < len(self._tokens) and self._tokens[walk.reached].text in ",-–(":
            index = walk.reached + 1
            is_of_before = self._tokens[index].lower in name_words("person.of_before")
            index += is_of_before and index + 1 < len(self._tokens)
            title, known = self._title_at(index), self._names.get(self._tokens[index].start)
            if title is not None and title.name not in name_words("person.address"):
                further = self._walk_to_the_name(index + len(title.words), title, is_behind=True)
                is_another = has_title and not _speak_for_one(walk.partners, further.partners)
                if further.run or is_another or self._goes_on_as_a_subject(further, index + len(title.words)):
                    return
                has_title = True
                walk.titles += further.titles
                walk.partners += further.partners
                walk.reached = further.reached
                walk.in_charge = further.in_charge
                if not walk.partners:
                    self._add_owner_behind_a_field(walk)
                self._pass_to_a_further_title(walk)
            elif has_title and known is not None and known.kind == "office":
                walk.partners.append(known.id)
                walk.reached = self._index_after(known.end)
            else:
                return

    def _lists_fields(self, walk: _Walk) -> bool:
        """Whether the comma stands in the list of an office's fields: "Bộ trưởng Khí hậu, Năng lượng và Nước"."""
        following = self._tokens[walk.index + 1 : walk.index + 1 + _LONGEST_OFFICE]
        if not walk.in_office or not following or not following[0].is_capitalised:
            return False
        for index, word in enumerate(following, walk.index + 1):
            if word.start in self._blocked or not (word.text == "," or word.text[0].isalpha()):
                return False
            if index > walk.index + 1 and word.lower in name_words("person.joined"):
                return index + 1 < len(self._tokens) and self._tokens[index + 1].is_capitalised
            if word.text[0].islower() and word.lower in name_words("person.not_in_an_office"):
                return False
        return False

    def _sets_off_a_name(self, walk: _Walk) -> bool:
        """Whether the comma parts the office from its bearer: "Đại sứ Canada tại Việt Nam, Shawn Steil, ..."."""
        if not walk.partners or walk.reached != walk.index:
            return False
        run = name_run(self._tokens, walk.index + 1, self._blocked)
        is_a_name = bool(run) and (vietnamese_part(run) == run or is_foreign_name(run))
        behind = self._index_after(run[-1].end) if is_a_name else len(self._tokens)
        return behind < len(self._tokens) and self._tokens[behind].lower in name_words("person.behind_a_name_set_off")

    def _pass_to_a_further_title(self, walk: _Walk) -> None:
        """Pass an office that no list knows, where one more title follows: ", Phó Bí thư Tỉnh ủy, Chủ tịch UBND"."""
        for index in range(walk.reached, min(walk.reached + _LONGEST_OFFICE, len(self._tokens) - 1)):
            word = self._tokens[index]
            if word.text == ",":
                title = self._title_at(index + 1)
                if title is not None and title.name not in name_words("person.address"):
                    walk.reached = index
                return
            is_of_a_name = word.text[0].isupper() or word.lower in name_words("person.office_head")
            if not is_of_a_name or word.start in self._blocked:
                return

    def _goes_on_as_a_subject(self, further: _Walk, after_title: int) -> bool:
        """Whether the title behind a name is a subject of its own: "Tiếp Đại sứ Lars Hansen, Bộ trưởng nói"."""
        if further.partners or further.reached > after_title or after_title >= len(self._tokens):
            return False
        word = self._tokens[after_title]
        return word.text[0].islower() and word.lower in name_words("person.not_in_an_office")

    def _add_owner(self, walk: _Walk) -> None:
        """Take in whom the person belongs to: "ông John Smith của Ngân hàng Thế giới"."""
        index = walk.reached
        if index + 1 >= len(self._tokens) or self._tokens[index].lower not in name_words("person.owner"):
            return
        known = self._names.get(self._tokens[index + 1].start)
        if known is not None and known.kind in ("partner", "office") and not walk.partners:
            walk.partners.append(known.id)
            walk.reached = self._index_after(known.end)

    def _add_owner_behind_a_field(self, walk: _Walk) -> None:
        """Take in whose title it is, past its field: ", Giám đốc chương trình rừng của Quỹ Khí hậu xanh"."""
        has_owner = False
        for index in range(walk.reached, min(walk.reached + _LONGEST_FIELD, len(self._tokens))):
            word, before = self._tokens[index], self._tokens[index - 1]
            known = self._names.get(word.start)
            if known is not None and has_owner and known.kind in ("partner", "office"):
                walk.partners.append(known.id)
                walk.reached = self._index_after(known.end)
                return
            has_owner = has_owner or word.lower in name_words("person.owner")
            is_of_a_field = f"{before.lower} {word.lower}" in name_words("person.word_of_a_field")
            goes_on = word.lower in name_words("person.not_in_an_office") and not is_of_a_field
            is_other = known is not None and not (walk.in_charge and known.kind in ("place", "other"))
            is_named = is_other or self._title_at(index) is not None
            lists_fields = word.text == "," and walk.in_charge
            if goes_on or is_named or not (word.text[0].isalpha() or lists_fields) or self._is_a_verb(index):
                return


def _speak_for_one(partners: Sequence[str], others: Sequence[str]) -> bool:
    # "Quốc vương Thái Lan, Chủ tịch nước Trần Văn An": a second title without a state is another one's.
    return not partners or not {*partners}.isdisjoint(others)


def _is_of_office(title: Title) -> bool:
    return not name_words("person.title_of_office").isdisjoint(title.words[:2])

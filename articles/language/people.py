"""Finds people: name, titles and whom they speak for; later mentions are joined to the full name.

A mention is found by its title ("Bộ trưởng ... Đỗ Đức Duy", "ông Tuấn", "Đại sứ"), and afterwards by a full name
that a title has introduced. What stands between title and name is the affiliation, and so is what follows the name
after a comma or a dash ("bà Lucia Bergfeld - Bí thư thứ Nhất ... của Đại sứ quán Đức").
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.language.names import NameMention
from articles.language.person_names import (
    Title,
    Token,
    is_foreign_name,
    name_run,
    split_tokens,
    title_at,
    vietnamese_part,
    without_honorifics,
)
from articles.language.sentences import Sentence
from articles.language.syllables import is_vietnamese_syllable, vietnamese_surnames

VIET_NAM = "VNM"
_FORMS_OF_ADDRESS = frozenset({"ông", "bà", "ngài", "đồng chí"})
_CONNECTORS = frozenset(
    "tại của kiêm phụ trách nước phía thường trực lâm thời đặc mệnh toàn quyền thứ nhất hai ba cấp cao quốc gia danh dự"
    " vùng khu vực chính phủ thuộc quyền nguyên cựu tân đương nhiệm hành điều bộ trực phủ về mới".split()
)
_OFFICE_HEADS = frozenset(
    "bộ cục vụ viện sở ủy uỷ ban tổng ubnd văn phòng cơ quan quỹ ngân hàng tập đoàn công ty chương trình đại trung tâm"
    " hội hiệp đài học trường phòng tổ chức liên nghị thượng hạ hội đồng tỉnh thành khoa chi nhánh hđqt mặt trận".split()
)
_STOP_WORDS = frozenset(
    "đã sẽ đang vừa cho biết khẳng định nhấn mạnh đề nghị xuất tiếp gặp hội_đàm với cùng cảm ơn bày tỏ nói rằng mong"
    " hy vọng kêu gọi là có được bị cũng phát biểu dự tham trao nêu đánh giá tin ký kết nhất trí thống tại_buổi khi trong"
    " trên dưới sau trước từ đến tới vào ra này đó các những một hai_bên để vì do nhưng mà nếu thì rất lại còn không chưa"
    " theo gửi thăm làm thực hiện chủ chúc mừng yêu trả kiểm chỉ giao nghe kể hỏi đáp mời thừa lưu gọi nhận tái vẫn luôn"
    " nhắc đọc viết trình thay giới lên tái dẫn chứng ca nhìn tuyên giải cảnh hứa ngỏ muốn kỳ đồng".split()
) - {"thực", "hiện", "chủ", "làm"}
_TITLES_OF_OFFICE = frozenset("bộ thứ vụ cục tổng giám phó ủy uỷ viện trưởng chánh đặc điều quốc thư cố".split())
_MOST_WORDS_BETWEEN = 24


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One mention of a person. `start`..`end` covers title, name and affiliation (half-open code points)."""

    start: int
    end: int
    name: str | None
    """Full name as the article gives it somewhere, without titles; None where it never names the person."""
    titles: tuple[str, ...]
    """Lower case, in order of appearance here."""
    partner_ids: tuple[str, ...]
    """Whom the person speaks for; empty where the article does not say."""
    is_named_here: bool


def find_people(text: str, sentences: Sequence[Sentence], names: Sequence[NameMention]) -> list[PersonMention]:
    """Return all mentions of people in the text, in order; names and affiliations are resolved within the article."""
    found: list[PersonMention] = []
    for sentence in sentences:
        inside = [name for name in names if sentence.start <= name.start < sentence.end]
        found.extend(_Scanner(text, sentence, inside).mentions())
    return _Resolver(found).resolve(text)


class _Scanner:
    """Reads one sentence from left to right."""

    def __init__(self, text: str, sentence: Sentence, names: Sequence[NameMention]) -> None:
        self.tokens = split_tokens(text, sentence.start, sentence.end)
        names = [name for name in names if name.kind != "series" and not self._is_given_name(name)]
        self.names = {name.start: name for name in names}
        self.covered = {i for name in names for i in range(name.start, name.end)}
        titled = (
            t.start for i, t in enumerate(self.tokens) if t.start not in self.covered and title_at(self.tokens, i)
        )
        self.blocked = frozenset(self.names) | frozenset(titled)

    def _is_given_name(self, name: NameMention) -> bool:
        """Whether a place is the rest of a person's name: "Hòa Bình" after the family name "Trương"."""
        if name.kind != "place":
            return False
        before = [token for token in self.tokens if token.end <= name.start][-1:]
        return bool(before) and before[0].text in vietnamese_surnames() and name.start - before[0].end == 1

    def mentions(self) -> list[PersonMention]:
        found: list[PersonMention] = []
        index = 0
        while index < len(self.tokens):
            title = None if self.tokens[index].start in self.covered else title_at(self.tokens, index)
            if title is None:
                index += 1
                continue
            mention, index = self._from_title(index, title)
            if mention is not None:
                found.append(mention)
        return found

    def _from_title(self, index: int, title: Title) -> tuple[PersonMention | None, int]:
        start = self.tokens[index].start
        after = index + len(title.words)
        run, titles, partners, after = self._to_the_name(after, [title])
        name = " ".join(token.text for token in run).replace(" - ", " - ") if run else None
        if run:
            more_titles, more_partners, after = self._apposition(after)
            titles += more_titles
            partners += [partner for partner in more_partners if partner not in partners]
        elif not title.stands_alone and not partners:
            return None, after
        end = self.tokens[after - 1].end
        names = tuple(dict.fromkeys(title.name for title in titles))
        return PersonMention(start, end, name, names, tuple(dict.fromkeys(partners)), run != []), after

    def _to_the_name(self, index: int, titles: list[Title]) -> tuple[list[Token], list[Title], list[str], int]:
        """Walk over the affiliation to the name; without one, back to the last word that belongs to the title."""
        partners: list[str] = []
        titles = list(titles)
        last = index
        first = index
        in_office = titles[-1].words[0] in _TITLES_OF_OFFICE
        while index < len(self.tokens) and index - first < _MOST_WORDS_BETWEEN:
            token = self.tokens[index]
            known = self.names.get(token.start)
            if known is not None:
                if known.kind in ("partner", "office", "place") and not self._is_where_posted(index):
                    partners.append(known.id)
                index = self._after(known)
                last = index
                in_office = known.kind == "office"
                continue
            title = title_at(self.tokens, index)
            if title is not None:
                titles.append(title)
                index += len(title.words)
                last = index
                in_office = title.words[0] in _TITLES_OF_OFFICE
                continue
            if token.is_capitalised:
                run = self._name_at(index, is_direct=index == last)
                if run:
                    return run, titles, partners, self._index_after(run[-1].end)
                if token.lower in _OFFICE_HEADS:
                    in_office = True
                index += 1
                continue
            if token.lower in _OFFICE_HEADS and token.lower not in _STOP_WORDS:
                in_office = True
            elif not (token.lower in _CONNECTORS or (in_office and self._may_name_an_office(token))):
                if token.text == "," and self._address_follows(index + 1):
                    index += 1
                    continue
                if token.text == "(" and (closing := self._closing(index)) is not None:
                    index = closing + 1
                    continue
                break
            index += 1
        return [], titles, partners, last

    def _name_at(self, index: int, *, is_direct: bool) -> list[Token]:
        run = name_run(self.tokens, index, self.blocked)
        if not run:
            return []
        vietnamese = vietnamese_part(run)
        if vietnamese:
            return vietnamese
        run = without_honorifics(run)
        if run[0].lower in _OFFICE_HEADS:
            return []
        if is_foreign_name(run):
            return run
        directly_after = is_direct and run[0].start not in self.covered
        # "ông Tuấn", "Thủ tướng Trudeau", "Thủ tướng Hun Sen": a title or a country just before says that it is a name.
        if directly_after and len(run) <= 3 and not (run[0].text.isupper() and len(run[0].text) > 1):
            following = self._index_after(run[-1].end)
            goes_on = following < len(self.tokens) and self.tokens[following].text[0].islower()
            is_part_of_words = len(run) == 1 and is_vietnamese_syllable(run[0].text) and goes_on
            return run if not is_part_of_words or self._is_after_address(index) else []
        return []

    def _is_after_address(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].lower in _FORMS_OF_ADDRESS

    def _is_where_posted(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].lower in ("tại", "ở", "thăm", "asean" if index > 1 else "tại")

    def _may_name_an_office(self, token: Token) -> bool:
        return token.text[0].isalpha() and token.lower not in _STOP_WORDS

    def _address_follows(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].lower in _FORMS_OF_ADDRESS

    def _closing(self, index: int) -> int | None:
        for ahead in range(index + 1, min(index + 12, len(self.tokens))):
            if self.tokens[ahead].text == ")":
                return ahead
        return None

    def _apposition(self, index: int) -> tuple[list[Title], list[str], int]:
        """Titles and affiliation after the name: ", Vụ trưởng Vụ ...", " - Đại sứ Canada tại Việt Nam"."""
        titles: list[Title] = []
        partners: list[str] = []
        while index + 1 < len(self.tokens) and self.tokens[index].text in ",-–(":
            title = title_at(self.tokens, index + 1)
            known = self.names.get(self.tokens[index + 1].start)
            if title is not None and title.name not in _FORMS_OF_ADDRESS:
                run, more, found, after = self._to_the_name(index + 1 + len(title.words), [title])
                if run:
                    break
                titles += more
            elif titles and known is not None and known.kind == "office":
                found, after = [known.id], self._after(known)
            else:
                break
            partners += found
            index = after
        return titles, partners, index

    def _after(self, known: NameMention) -> int:
        return self._index_after(known.end)

    def _index_after(self, offset: int) -> int:
        for index, token in enumerate(self.tokens):
            if token.start >= offset:
                return index
        return len(self.tokens)


class _Resolver:
    """Joins mentions to full names, and names to those whom they speak for."""

    def __init__(self, mentions: list[PersonMention]) -> None:
        self._mentions = mentions
        self._canonical = self._canonical_names()
        self._partners: dict[str, tuple[str, ...]] = {}
        for mention in mentions:
            name = self._full_name(mention)
            if name is not None and mention.partner_ids and name not in self._partners:
                self._partners[name] = mention.partner_ids

    def resolve(self, text: str) -> list[PersonMention]:
        resolved: list[PersonMention] = []
        for mention in self._mentions:
            name = self._full_name(mention)
            if name is None:
                resolved.append(self._by_role(mention, resolved))
                continue
            partners = mention.partner_ids or self._partners.get(name) or _by_shape(name)
            resolved.append(replace(mention, name=name, partner_ids=partners))
        resolved.extend(self._untitled(text, resolved))
        return sorted(resolved, key=lambda mention: mention.start)

    def _canonical_names(self) -> dict[str, str]:
        """Every way a name is written -> its fullest or most frequent form."""
        counts: dict[str, int] = {}
        for mention in self._mentions:
            if mention.name is not None:
                counts[mention.name] = counts.get(mention.name, 0) + 1
        full = sorted((name for name in counts if " " in name), key=lambda name: (-counts[name], name))
        canonical: dict[str, str] = {}
        for name in full:
            twin = next((other for other in canonical.values() if _is_misspelling(name, other)), None)
            canonical[name] = twin or name
        for name in counts:
            if " " not in name:
                bearer = next((other for other in full if name in other.split()), None)
                canonical[name] = canonical[bearer] if bearer else name
        return canonical

    def _full_name(self, mention: PersonMention) -> str | None:
        return None if mention.name is None else self._canonical[mention.name]

    def _by_role(self, mention: PersonMention, earlier: list[PersonMention]) -> PersonMention:
        title = mention.titles[0]
        for person in reversed(earlier):
            if person.name is None or not _may_be(person, mention):
                continue
            if title in _FORMS_OF_ADDRESS or any(_same_title(title, other) for other in self._titles_of(person.name)):
                return replace(mention, name=person.name, partner_ids=mention.partner_ids or person.partner_ids)
        later = next((p for p in self._mentions if p.name and p.partner_ids and _same_office(p, mention)), None)
        if later is not None and mention.partner_ids:
            return replace(mention, name=self._full_name(later))
        return mention

    def _titles_of(self, name: str) -> set[str]:
        return {title for m in self._mentions if self._full_name(m) == name for title in m.titles}

    def _untitled(self, text: str, titled: list[PersonMention]) -> list[PersonMention]:
        """Full names that stand without a title where one has introduced them elsewhere."""
        taken = [(mention.start, mention.end) for mention in titled]
        found: list[PersonMention] = []
        for name in {mention.name for mention in titled if mention.name and " " in mention.name}:
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                if not any(start < end and at < stop for start, stop in taken):
                    partners = self._partners.get(name) or _by_shape(name)
                    found.append(PersonMention(at, end, name, (), partners, is_named_here=True))
                at = text.find(name, end)
        return found


def _by_shape(name: str) -> tuple[str, ...]:
    words = name.split()
    is_vietnamese = len(words) > 1 and all(is_vietnamese_syllable(word) for word in words)
    return (VIET_NAM,) if is_vietnamese and words[0] in vietnamese_surnames() else ()


def _is_misspelling(name: str, other: str) -> bool:
    if len(name.split()) != len(other.split()) or min(len(name), len(other)) < 8:
        return False
    return difflib.SequenceMatcher(None, name, other, autojunk=False).ratio() > 0.93


def _same_title(title: str, other: str) -> bool:
    return title == other or other.startswith(title + " ") or title.startswith(other + " ")


def _may_be(person: PersonMention, mention: PersonMention) -> bool:
    """Whether nothing that the mention says of the person's side speaks against it."""
    if not mention.partner_ids or not person.partner_ids:
        return not mention.partner_ids
    return bool(set(mention.partner_ids) & set(person.partner_ids))


def _same_office(person: PersonMention, mention: PersonMention) -> bool:
    shares_side = bool(set(person.partner_ids) & set(mention.partner_ids))
    return shares_side and any(_same_title(mention.titles[0], title) for title in person.titles)

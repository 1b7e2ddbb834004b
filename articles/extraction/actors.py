"""The parties of a sentence in order, each with the role that its place in the sentence gives it.

A party is a name, a person, or a word such as "hai bên". Vietnamese marks roles by position: who acts stands before
the verb at the head of its clause; a preposition or a verb before a name makes it something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from articles.extraction.actor_roles import Role, opens_a_clause, role_of
from articles.extraction.key_words import GROUPS, PARTY_HEADS
from articles.extraction.lexicon import group_references, phrase, phrase_words
from articles.extraction.neighbouring_names import (
    LONGEST_REST,
    Party,
    is_another_post,
    is_branch,
    is_country,
    is_its_state,
    is_its_state_in_brackets,
    is_owner,
    repeats_in_brackets,
    start_of_a_bracketed,
)
from articles.extraction.party_lists import JOINT, is_linked, link, lists_people, opens_with_two
from articles.language.name_words import name_words
from articles.language.names import NameMention
from articles.language.people import PersonMention
from articles.language.sentences import Sentence
from articles.language.word_finding import WordHit, WordsOfSentence, without_overlaps

__all__ = ["Actor", "Role", "chain_of", "chains", "find_actors", "is_country", "partner_ids_of"]


class Actor(NamedTuple):
    """One party in a sentence. Offsets are half-open code points into the article's text."""

    start: int
    end: int
    partner_ids: tuple[str, ...]
    """Empty where only the discourse can tell ("hai bên")."""
    role: Role
    before: str
    """The word that gives the role, lower case; empty at the head of the sentence or after a mark."""
    chain: int
    """Parties joined by "và", commas or dashes share a number."""
    person: PersonMention | None = None
    points_to: str | None = None
    """Of a group reference: `pair`, `states`, `all`, `many`, `last`, `speaker`, `other`, `home`, `place`, `abroad`,
    `embassy`, `government`."""
    is_place: bool = False
    is_office: bool = False
    """Whether it is named by one of its offices ("Bộ Công Thương"), not by its own name."""

    @property
    def acts(self) -> bool:
        """Whether it can be the subject of a verb."""
        return self.role in ("open", "agent")

    @property
    def is_everybody(self) -> bool:
        """Whether it is a word for all who convene: `many` are never two ("các nước")."""
        return self.points_to in ("all", "many")

    @property
    def is_both(self) -> bool:
        """Whether it is a word for the two sides."""
        return self.points_to in ("pair", "states")


_KINDS_OF_PARTIES = frozenset({"partner", "office", "place"})
_LONGEST_HEAD = 70
"""Code points before a name in which the nouns that belong to it are looked for."""
_ENDS_OF_BOARDS = ("ban ", "đồng ")
"""What a sentence ends in before the title of a board's members; `parties.board_of` says which words do."""
_LONGEST_BOARD = 10
_FAR, _NEAR = 50, 2
"""Code points between such a noun and the name: of an office with a long name, and of any other."""
_REACH_OF_A_FITTING_WORD = 40
"""Code points before a common noun in which the word stands, or the mark, behind which it is a party."""


@dataclass(slots=True)
class _Surface:
    """One sentence as the language tools have read it, before anybody has a role in it."""

    text: str
    """The whole article's."""
    start: int
    """Where the sentence begins in the text."""
    end: int
    lowered: str
    """The sentence in lower case, its tone marks folded."""
    party_heads: Sequence[WordHit]
    """The nouns that stand for a party together with its name, none of them the end of another word."""


def find_actors(
    text: str,
    sentence: Sentence,
    lowered: str,
    names: Sequence[NameMention],
    people: Sequence[PersonMention],
    *,
    words: WordsOfSentence,
) -> list[Actor]:
    """Return the parties of the sentence in order; none overlaps another.

    `lowered` is the sentence as `fold_words` gives it; names and people are those that begin in it, in order.
    """
    groups = words.get(GROUPS)
    if not (names or people or groups):
        return []
    heads = [hit for hit in words.get(PARTY_HEADS, ()) if not _is_end_of_a_compound(lowered, hit)]
    surface = _Surface(text, sentence.start, sentence.end, lowered, heads)
    named = [_named(name) for name in names if name.kind in _KINDS_OF_PARTIES]
    spots = [_person(person, surface) for person in people]
    spots += named
    if groups:
        spots += _groups(surface, groups, named)
    if not spots:
        return []
    spots.sort(key=lambda party: (party.start, -party.end))
    return _with_roles(_chosen(surface, spots), surface)


def _chosen(surface: _Surface, spots: Sequence[Party]) -> list[Party]:
    """The parties that are none of another's name, each with the nouns that belong to it."""
    text, offset = surface.text, surface.start
    chosen: list[Party] = []
    for party in spots:
        previous = chosen[-1] if chosen else None
        if previous is not None and _belongs_to_the_last(text, previous, party):
            continue
        if previous is None or party.start >= previous.end:
            reached = previous.end if previous is not None else offset
            party.start = start_of_a_bracketed(text, reached, party)
            party.start = _start_with_heads(party, surface, reached)
            if previous is not None and _is_title_of(text, previous, party):
                party.start = chosen.pop().start
            chosen.append(party)
    return chosen


def _belongs_to_the_last(text: str, previous: Party, party: Party) -> bool:
    """Whether the party is but a part of the one before, which then takes it in."""
    if not 0 <= party.start - previous.end <= LONGEST_REST:
        return False
    if repeats_in_brackets(text, previous, party):
        previous.end = party.end + 1
    elif (
        is_branch(text, previous, party)
        or is_its_state(text, previous, party)
        or is_another_post(text, previous, party)
    ):
        previous.end = party.end
    elif is_owner(text, previous, party):
        previous.end, previous.partner_ids = party.end, party.partner_ids
    elif is_its_state_in_brackets(text, previous, party):
        previous.end, previous.partner_ids = party.end + 1, previous.partner_ids or party.partner_ids
    else:
        return False
    return True


def _person(person: PersonMention, surface: _Surface) -> Party:
    start = person.start
    if not person.is_named_here:
        begin = start - surface.start
        before = surface.lowered[max(0, begin - _LONGEST_BOARD) : begin]
        board = phrase("parties.board_of").search(before) if before.endswith(_ENDS_OF_BOARDS) else None
        # "Ban Giám đốc ADB": a board is named after its members' title.
        start -= len(before) - board.start() if board is not None else 0
    return Party(start, person.end, person.partner_ids, person=person)


def _named(name: NameMention) -> Party:
    is_place, is_office = name.kind == "place", name.kind == "office"
    return Party(name.start, name.end, (name.id,), is_place=is_place, is_office=is_office)


def _groups(surface: _Surface, hits: Sequence[WordHit], named: Sequence[Party]) -> list[Party]:
    """The words for a group, but those that only introduce a name: "các Bộ trưởng ASEAN"."""
    offset = surface.start
    taken = [(_start_with_heads(name, surface, offset), name.end) for name in named]
    found: list[Party] = []
    for hit in without_overlaps(hits):
        start, end = offset + hit.start, offset + hit.end
        if first := next((name for (begin, _), name in zip(taken, named, strict=True) if start < begin < end), None):
            # "Hai thành phố Đà Nẵng và Yokohama": the noun belongs to the name, and the number to both.
            first.start = start
            continue
        if not any(begin <= start < stop for begin, stop in taken) and not _is_part_of_a_name(surface, hit):
            found.append(Party(start, end, (), points_to=group_references()[hit.word]))
    return found


def _is_part_of_a_name(surface: _Surface, hit: WordHit) -> bool:
    """Whether a common noun is but a part of a longer one: "tỉnh Hà Nam", "các tỉnh", "trụ sở"."""
    if _names_an_occasion(surface, hit):
        return True
    if hit.word not in phrase_words("parties.common_nouns"):
        return False
    begin = surface.start
    after = surface.text[begin + hit.end : begin + hit.end + 2]
    if hit.word in phrase_words("parties.capitalised_nouns") and not _is_a_ministry(surface, hit):
        return True
    # "Người dân mong chính phủ ...": whose, nobody can tell.
    is_a_subject_only = hit.word in phrase_words("parties.subjects_only")
    fitting = "parties.before_a_subject" if is_a_subject_only else "parties.before_a_common_noun"
    low = max(0, hit.start - _REACH_OF_A_FITTING_WORD)
    return after[1:].isupper() or phrase(fitting).search(surface.lowered, low, hit.start) is None


def _names_an_occasion(surface: _Surface, hit: WordHit) -> bool:
    """Whether the parties are those that a conference is called after: "Hội nghị các bên tham gia Công ước"."""
    if phrase("parties.of_a_treaty").match(surface.lowered, hit.end) is None:
        return False
    low = max(0, hit.start - _REACH_OF_A_FITTING_WORD)
    return phrase("parties.before_those_of_a_treaty").search(surface.lowered, low, hit.start) is not None


def _is_a_ministry(surface: _Surface, hit: WordHit) -> bool:
    """Whether "Bộ" is the ministry: with a capital, and no part of another noun ("Bộ quy tắc", "bộ đội")."""
    is_capital = surface.text[surface.start + hit.start].isupper()
    return is_capital and phrase("parties.other_than_a_ministry").match(surface.lowered, hit.end) is None


def _is_title_of(text: str, previous: Party, party: Party) -> bool:
    """Whether a title without a name, its office behind it, is a party's: "Bộ trưởng Năng lượng các nước ASEAN"."""
    person = previous.person
    is_bare = person is not None and person.name is None and not person.partner_ids
    if not is_bare or party.person is not None or not party.partner_ids or party.is_place:
        return False
    gap = text[previous.end : party.start]
    is_of_several = phrase("parties.states_of").match(text[party.start : party.start + _FAR].lower()) is not None
    is_office = gap[1:2].isupper() and name_words("person.not_in_an_office").isdisjoint(gap.lower().split())
    return _belongs("bộ" if is_of_several or is_office else "", gap.lower())


def _start_with_heads(party: Party, surface: _Surface, reached: int) -> int:
    """Where a party begins with the nouns that belong to its name: "Chính phủ", "Bộ Môi trường", "Đại sứ quán"."""
    if party.person is not None or not surface.party_heads:
        return party.start
    offset = surface.start
    begin: int | None = party.start - offset
    while begin is not None:
        first = begin
        low = max(reached - offset, first - _LONGEST_HEAD)
        hits = [hit for hit in surface.party_heads if low <= hit.start and hit.end <= first]
        begin = _head_start(surface, hits, first) if hits else None
    return offset + first


def _head_start(surface: _Surface, hits: Sequence[WordHit], high: int) -> int | None:
    """Where in the sentence the first of the nouns begins that belongs to the name at `high`; None where none does."""
    last_of_each = {hit.word: hit for hit in without_overlaps(hits)}
    fitting = [hit.start for hit in last_of_each.values() if _belongs(hit.word, surface.lowered[hit.end : high])]
    return min(fitting, default=None)


def _is_end_of_a_compound(lowered: str, hit: WordHit) -> bool:
    """Whether the noun is but the end of another word: "toàn bộ", "cán bộ", "thoát nước"."""
    if hit.word not in phrase_words("parties.ends_of_compounds"):
        return False
    before = lowered[max(0, hit.start - _LONGEST_BOARD) : hit.start]
    compound = phrase("parties.compound_before_a_head").search(f"{before}{hit.word}")
    return compound is not None and compound.start() < len(before)


def _belongs(head: str, between: str) -> bool:
    if between.lstrip().startswith(f"{JOINT} ") and head in phrase_words("parties.common_nouns"):
        # "sở và Chính phủ Lào": two parties, unlike "Quốc hội và Chính phủ Lào".
        return False
    if between.endswith(f" {JOINT} ") and between.strip() != JOINT:
        # "bộ chủ quản và WB": two parties.
        return False
    limit = _FAR if head in phrase_words("parties.with_far_names") else _NEAR
    # "Bộ Nông nghiệp và Môi trường": a name of an office has its own "và".
    return len(between.strip()) <= limit and not phrase("parties.head_ends").search(between.replace(" và ", " "))


def _with_roles(parties: Sequence[Party], surface: _Surface) -> list[Actor]:
    """The parties as actors: joined ones share the role of the first."""
    lowered, offset = surface.lowered, surface.start
    links = [link(surface.text, left.end, right.start) for left, right in pairwise(parties)]
    first_ends = parties[0].end - offset if parties else 0
    is_before_the_comma = lowered.find(",", 0, first_ends) < 0
    if links and links[0] == "," and is_before_the_comma and phrase("parties.opening_adverbial").match(lowered):
        # "Tại cuộc gặp Đại sứ Na Uy, Bộ trưởng và ông Hansen nhất trí ...": another subject after the comma.
        links[0] = None
    elif opens_with_two(links, parties, surface.text, offset):
        links[0] = JOINT
    _close_a_last_list(links, parties, surface)
    _part_the_guest(links, parties, surface)
    placed: list[Actor] = []
    for index, party in enumerate(parties):
        if placed and _belongs_to_the_chain(links, index - 1, placed[-1], parties):
            role, before, chain = placed[-1].role, placed[-1].before, placed[-1].chain
        else:
            role, before = role_of(lowered[: party.start - offset])
            if role == "open" and _is_aside_in_brackets(surface.text, party, placed):
                role = "modifier"
            if role == "modifier" and party.person is not None and opens_a_clause(lowered[: party.start - offset]):
                role = "open"
            chain = placed[-1].chain + 1 if placed else 1
        placed.append(_actor(party, role, before, chain))
    return placed


def _actor(party: Party, role: Role, before: str, chain: int) -> Actor:
    ids, person, points_to = party.partner_ids, party.person, party.points_to
    return Actor(party.start, party.end, ids, role, before, chain, person, points_to, party.is_place, party.is_office)


def _is_aside_in_brackets(text: str, party: Party, placed: Sequence[Actor]) -> bool:
    """Whether a party in brackets only says where something is, or repeats one named before: "La Gàn (Bình Thuận)"."""
    if text[max(0, party.start - 1) : party.start] != "(":
        return False
    return party.is_place or any(actor.partner_ids == party.partner_ids for actor in placed)


def _close_a_last_list(links: list[str | None], parties: Sequence[Party], surface: _Surface) -> None:
    """Join with "và" those with whom somebody signs at a sentence's end: "với Lào, Thái Lan và Peru."."""
    if not parties or surface.text[parties[-1].end : surface.end].strip('./ ”"'):
        return
    joints = phrase_words("parties.joined")
    first = len(links)
    while first and (links[first - 1] == "," or links[first - 1] in joints):
        first -= 1
    if links[first:].count(",") and links[-1] in joints:
        _, before = role_of(surface.lowered[: parties[first].start - surface.start])
        if before in phrase_words("parties.counterpart"):
            links[first:] = [JOINT] * (len(links) - first)


def _part_the_guest(links: list[str | None], parties: Sequence[Party], surface: _Surface) -> None:
    """Join those who invite, and part the guest from them: "Nhận lời mời của A, B, Bộ trưởng sẽ thăm"."""
    invited = phrase("parties.at_the_invitation").search(surface.lowered)
    if invited is None:
        return
    first = next((i for i, party in enumerate(parties) if party.start >= surface.start + invited.end()), len(parties))
    last = first
    while last < len(links) and links[last] is not None:
        last += 1
    if last > first + 1 and links[last - 1] == ",":
        links[first : last - 1] = [JOINT] * (last - 1 - first)
        links[last - 1] = None


def _belongs_to_the_chain(links: Sequence[str | None], index: int, left: Actor, parties: Sequence[Party]) -> bool:
    """Whether the party after the link acts together with the one before it, which is placed already."""
    if links[index] is None:
        return False
    if is_linked(links, index, role=left.role, before=left.before) or lists_people(links, index, parties):
        return True
    # "các nước như Lào, Thái Lan": instances need no "và"; a person after the comma is another subject.
    is_instance = links[index] == "," and left.before in phrase_words("parties.instances_after")
    return is_instance and parties[index + 1].person is None


def chains(actors: Sequence[Actor]) -> list[list[Actor]]:
    """Return the actors in groups of those who are joined, in order; joined ones stand one after another."""
    grouped: list[list[Actor]] = []
    last: int | None = None
    for actor in actors:
        if actor.chain == last:
            grouped[-1].append(actor)
        else:
            grouped.append([actor])
            last = actor.chain
    return grouped


def chain_of(actor: Actor, actors: Sequence[Actor]) -> list[Actor]:
    """Return those of the actors who are joined with this one, itself included."""
    return [other for other in actors if other.chain == actor.chain]


def partner_ids_of(actors: Sequence[Actor]) -> tuple[str, ...]:
    """Return the partners that the actors name, each once, in order."""
    return tuple(dict.fromkeys(partner for actor in actors for partner in actor.partner_ids))

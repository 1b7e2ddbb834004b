"""Where an article ends: its last sentence, the byline under it, its captions, and furniture that is not its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from articles.cleaning.foreign_titles import foreign_titles, may_be_title
from articles.cleaning.header import same_words
from articles.cleaning.headline import is_entry, is_section, is_title_like
from articles.cleaning.layout import LONGEST_DATELINE, dateline, is_line, publishers, rules_of, tail_match
from articles.cleaning.lines import STOPS, Line, ends_with_stop, has_end_mark
from articles.cleaning.names import is_name_line, label_free
from articles.cleaning.publication_time import Stamp, find_stamp

LONG_PARAGRAPH: Final = 100
"""Code points from which a line that ends with a stop counts as a paragraph of an article, not as a title."""
SHORTEST_PASSAGE: Final = 40
LONGEST_CAPTION: Final = 450
CREDIT_REACH: Final = 100
"""Code points at the end of a caption in which the credit of its picture stands."""
TAIL_REACH: Final = 80
"""Code points at the end of the last paragraph in which the name of who wrote the article stands."""
LONGEST_BYLINE: Final = 120
LONGEST_HEADING: Final = 60
LONGEST_ENTRY: Final = 40
FEWEST_ENTRIES: Final = 3
"""Lines of a menu below an article, from which on it is one."""

MOST_NAMES: Final = 2
"""Lines of names below the heading of a list that lists nothing else."""

_SIGNS: Final = " ,|•·:;-–—/()[]."
TEASER_PARAGRAPHS: Final = 3
"""Paragraphs in a row that show that the article goes on behind a sign of its end; teasers have one each."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The lines of the article without furniture; byline, publisher and time that stood under them, None for none."""

    lines: list[Line]
    byline: str | None
    publisher: str | None = None
    stamp: Stamp | None = None


def is_paragraph(text: str) -> bool:
    """Whether a line is long and ends as a sentence does."""
    return len(text) >= LONG_PARAGRAPH and ends_with_stop(text)


def find_ending(lines: list[Line], opening: str | None, *, has_lead: bool = False) -> Ending:
    """The article's own lines, up to its end.

    `opening` is the publisher named before its first words, if any; `has_lead` says that a lead stands above.

    Signs of the end are, the earliest counting: the agencies' `./.`, a byline, the imprint or comments, a list of other
    articles that runs to the end, titles of other articles, a second dateline. None counts where three paragraphs in a
    row follow.
    """
    stamp = _closing_stamp(lines)
    lines = without_foreign_titles(_without_boxes(_without_menu(lines), has_lead=has_lead))
    lines = _without_teasers(_without_tags(lines), opening)
    marked = min(_end_marked(lines), _first_teaser(lines, opening))
    byline_at = _byline_at(lines[:marked])
    if byline_at is None:
        body, tail = lines[:marked], lines[marked:]
        names = [line.text for line in tail[:4] if is_byline(line.text)]
        kept = list(takewhile(_is_full_caption, _until_furniture(tail)))
    else:
        body, tail = lines[:byline_at], lines[byline_at:marked]
        names = [line.text for line in tail if is_byline(line.text)]
        kept = captions(tail[1:])
    body = [Line(without_credit(line.text), line.gap) for line in [*body, *kept] if not is_line("chrome", line.text)]
    body = [line for line in body if not is_line("chrome", line.text) and not is_lone_stamp(line.text)]
    if not names and body:
        text, name = split_tail(body[-1].text)
        names = [name] if name else []
        body = [*body[:-1], Line(text, body[-1].gap)] if text else body[:-1]
    agencies = [name for name in names if publishers().named(name) or publishers().named(name.partition("/")[0][1:])]
    people = [name for name in names if name not in agencies]
    return Ending(
        without_names(body),
        name_only(people[0]) if people else None,
        name_only(agencies[0]) if agencies else None,
        stamp,
    )


def _closing_stamp(lines: list[Line]) -> Stamp | None:
    """The one time of publication among the lines that a label announces; None where there are several."""
    stamps = (find_stamp(line.text) for line in lines if is_lone_stamp(line.text))
    labelled = [stamp for stamp in stamps if stamp is not None and stamp.is_labelled and not stamp.is_printed]
    return labelled[0] if len(labelled) == 1 else None


def is_byline(text: str) -> bool:
    """Whether a line, by itself, could be a byline or the credit of an agency."""
    return len(text) <= LONGEST_BYLINE and (is_line("byline", text) or is_name_line(text))


def _without_menu(lines: list[Line]) -> list[Line]:
    """The lines without the menu below them, an entry on each line: at least every second one is known furniture."""
    below = list(takewhile(lambda line: _may_be_entry(line.text) or is_line("chrome", line.text), reversed(lines)))
    known = sum(is_section(line.text) or is_furniture(line.text) for line in below)
    return lines[: -len(below)] if len(below) >= FEWEST_ENTRIES and 2 * known >= len(below) else lines


def _without_tags(lines: list[Line]) -> list[Line]:
    """The lines without the article's key words at their end, each on a line below a sentence or a byline."""
    kept = list(lines)
    while kept and (is_tag(kept[-1].text) or is_line("chrome", kept[-1].text)):
        kept.pop()
    has_ended = bool(kept) and (ends_with_stop(kept[-1].text) or is_byline(kept[-1].text))
    return [*kept, *(line for line in lines[len(kept) :] if not is_tag(line.text))] if has_ended else lines


def is_tag(text: str) -> bool:
    """Whether a line by its form could be a key word of the article: short, in small letters, without a stop."""
    return len(text) <= LONGEST_HEADING and text[0].islower() and text[-1] not in STOPS + ","


def _may_be_entry(text: str) -> bool:
    """Whether a line by its form could be the entry of a menu: a few words, no sentence, no name."""
    return len(text) <= LONGEST_ENTRY and is_entry(text) and not is_byline(text)


def _without_boxes(lines: list[Line], *, has_lead: bool) -> list[Line]:
    """The lines without lists of other articles, and without all that follows the comments or the imprint."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        text = lines[index].text
        if (kept or has_lead) and is_line("end", text) and not _goes_on(lines, index + 1, TEASER_PARAGRAPHS):
            break
        if len(text) <= LONGEST_HEADING and is_line("related", text):
            index = _after_list(lines, index + 1)
            continue
        kept.append(lines[index])
        index += 1
    return kept


def without_foreign_titles(lines: list[Line]) -> list[Line]:
    """The lines without titles of other articles at their end, whose words are not the article's."""
    at: list[int] = []
    index = len(lines) - 1
    while index > 0:
        text = lines[index].text
        if not is_furniture(text):
            if not may_be_title(text) or is_byline(text) or has_credit(text):
                break
            at.append(index)
        index -= 1
    at.reverse()
    above = "\n".join(line.text for line in lines[: index + 1])
    is_foreign = foreign_titles(above, [lines[place].text for place in at])
    left_out = {place for place, foreign in zip(at, is_foreign, strict=True) if foreign}
    return [line for place, line in enumerate(lines) if place not in left_out] if left_out else lines


def _after_list(lines: list[Line], index: int) -> int:
    """Where the article goes on behind the heading of a list: at two paragraphs in a row, or at its last one."""
    if len(lines) - index <= MOST_NAMES and all(is_byline(line.text) for line in lines[index:]):
        return index
    has_ended = _has_ended(lines[: index - 1])
    for position in range(index, len(lines)):
        text = lines[position].text
        if is_line("end", text):
            return position
        if not _is_sentence(text) or (has_ended and not is_paragraph(text)):
            continue
        below = [line.text for line in lines[position + 1 :]]
        if below and _is_sentence(below[0]):
            return position
        if not is_paragraph(text):
            continue
        rest = takewhile(lambda other: not (is_line("end", other) or is_line("related", other)), below)
        is_last = all(is_byline(other) or is_line("chrome", other) for other in rest)
        if is_last and not has_ended and position <= index + 6:
            return position
    return len(lines)


def _has_ended(lines: list[Line]) -> bool:
    """Whether one of the lines is a sign of the end of the article."""
    return any(has_end_mark(line.text) or is_line("byline", line.text) for line in lines)


def _is_sentence(text: str) -> bool:
    """Whether a line is longer than a heading, ends as a sentence does, and does not open as a teaser."""
    return len(text) >= LONGEST_HEADING and ends_with_stop(text) and not begins_as_teaser(text)


def _goes_on(lines: list[Line], index: int, paragraphs: int) -> bool:
    """Whether so many paragraphs follow in a row somewhere from the index on."""
    run = 0
    for position in range(index, len(lines)):
        text = lines[position].text
        run = run + 1 if is_paragraph(text) and not begins_as_teaser(text) else 0
        if run == paragraphs:
            return True
    return False


def is_furniture(text: str) -> bool:
    """Whether a line by itself shows that it is not of the article."""
    return any(is_line(role, text) for role in ("chrome", "related", "end"))


def _end_marked(lines: list[Line]) -> int:
    """Behind the line with an agency's end mark `./.`; the number of lines where there is none."""
    for index, line in enumerate(lines):
        if has_end_mark(line.text) and not _goes_on(lines, index + 1, TEASER_PARAGRAPHS):
            return index + 1
    return len(lines)


def begins_as_teaser(text: str) -> bool:
    """Whether a line opens with a dateline that names a publisher, as the teaser of another article does."""
    return _dateline_publisher(text) is not None


def _dateline_publisher(text: str) -> str | None:
    found = dateline(text[:LONGEST_DATELINE])
    return found[0] or None if found else None


def _without_teasers(lines: list[Line], opening: str | None) -> list[Line]:
    """The lines without teasers of other articles, and the title above each, between sentences of this one."""
    if opening is None:
        return lines
    kept = list(lines)
    index = 2
    while index + 1 < len(kept):
        title, teaser, below = (line.text for line in kept[index - 1 : index + 2])
        is_between = may_be_title(title) and _opens_as(teaser, opening) and _is_sentence(below)
        if is_between and not _has_ended(kept[:index]):
            del kept[index - 1 : index + 1]
        else:
            index += 1
    return kept


def _opens_as(text: str, opening: str) -> bool:
    """Whether a line opens with a dateline that names the same publisher."""
    return opening in text[:40] and _dateline_publisher(text) == opening


def _first_teaser(lines: list[Line], opening: str | None) -> int:
    """Where teasers begin: the titles above a second dateline of the same publisher, or above a lone date."""
    for index in range(1, len(lines)):
        text = lines[index].text
        is_dateline = opening is not None and _opens_as(text, opening)
        is_dated = not is_dateline and is_lone_stamp(text)
        if is_dateline or (is_dated and not _goes_on(lines, index + 1, 2)):
            return _back_over_titles(lines, index)
    return len(lines)


def is_lone_stamp(text: str) -> bool:
    """Whether a line is a time of publication and nothing else."""
    if len(text) > LONGEST_HEADING:
        return False
    stamp = find_stamp(text)
    return stamp is not None and not (text[: stamp.start] + text[stamp.end :]).strip(_SIGNS)


def _back_over_titles(lines: list[Line], index: int) -> int:
    """The first of the title-like lines directly above the index; a paragraph of the article stops the walk."""
    first = index
    while first > 1 and index - first < 4:
        text = lines[first - 1].text
        if is_paragraph(text) or is_byline(text):
            break
        is_doubled = first > 1 and same_words(text, lines[first - 2].text)
        if not (is_title_like(text) or is_doubled or has_credit(text) or is_line("chrome", text)):
            break
        first -= 1
    return first


def _byline_at(lines: list[Line]) -> int | None:
    """The index of the first line of the byline: under a sentence, with nothing but captions and furniture below."""
    found: int | None = None
    paragraphs = 0
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if len(text) <= LONGEST_BYLINE and _is_only_byline(text):
            above = lines[index - 1].text if index else ""
            follows_body = ends_with_stop(above) or is_line("byline", text) or is_line("chrome", above)
            if follows_body or index == len(lines) - 1 or found == index + 1:
                found = found if _is_heading_of_text(lines, index) else index
        paragraphs = paragraphs + 1 if is_paragraph(text) else 0
        if len(text) > LONGEST_CAPTION or paragraphs == TEASER_PARAGRAPHS:
            break
    return found


def _is_heading_of_text(lines: list[Line], index: int) -> bool:
    """Whether a name opens a passage about its bearer: sentences follow in the same block."""
    if index + 1 == len(lines) or lines[index + 1].gap or is_line("byline", lines[index].text):
        return False
    below = lines[index + 1].text
    return len(below) >= SHORTEST_PASSAGE and ends_with_stop(below) and not has_credit(below)


def _is_only_byline(text: str) -> bool:
    return is_byline(text) and not is_line("section", text) and not is_line("chrome", text)


def _until_furniture(lines: list[Line]) -> list[Line]:
    """The lines up to the first that is furniture by itself."""
    for index, line in enumerate(lines):
        if is_furniture(line.text) or begins_as_teaser(line.text):
            return lines[:index]
    return lines


def captions(lines: list[Line]) -> list[Line]:
    """Captions below a byline: those with a credit, and those that a blank line sets apart from it."""
    kept: list[Line] = []
    is_apart = False
    for line in _until_furniture(lines):
        is_apart = is_apart or line.gap > 0
        if has_credit(line.text) or (is_apart and not is_byline(line.text)):
            kept.append(line)
    return kept


def _is_full_caption(line: Line) -> bool:
    """Whether a line below the end mark is a caption in a full sentence; a teaser there begins with its title."""
    return len(line.text) <= LONGEST_CAPTION and ends_with_stop(without_credit(line.text))


def without_names(lines: list[Line]) -> list[Line]:
    """The lines without names that are left at their end, so that a second cleaning finds no other byline."""
    while (index := _byline_at([Line(line.text, 1) for line in lines])) is not None:
        lines = lines[:index] + [line for line in lines[index + 1 :] if not is_byline(line.text)]
    return lines


def without_credit(text: str) -> str:
    """A caption without the credit of its picture and the note that it is a stand-in; a longer line as it is."""
    return cut_credit(text)[0]


def cut_credit(text: str) -> tuple[str, bool]:
    """The same, and `has_credit` of the caption as it was."""
    if len(text) > LONGEST_CAPTION:
        return text, False
    bare = text
    for rule in rules_of("photo_head"):
        match = rule.pattern.match(bare)
        bare = bare if match is None else bare[match.end() :]
    found = tail_match("photo_tail", bare, CREDIT_REACH)
    ends_with_credit = has_credit(text) if bare != text else found is not None
    while found is not None and found[0] > 0:
        bare = bare[: found[0]].rstrip()
        found = tail_match("photo_tail", bare, CREDIT_REACH)
    return bare, ends_with_credit


def has_credit(text: str) -> bool:
    """Whether a caption ends with the credit of its picture."""
    return len(text) <= LONGEST_CAPTION and tail_match("photo_tail", text, CREDIT_REACH) is not None


def split_tail(text: str) -> tuple[str, str | None]:
    """A last paragraph and the byline that stands at its end."""
    found = tail_match("byline_tail", text, TAIL_REACH)
    if found is None or found[1] is None:
        return text, None
    return text[: found[0]].rstrip(), found[1].strip()


def name_only(byline: str) -> str | None:
    """The byline without brackets around it and without a label such as `Bài và ảnh:`."""
    if byline[0] in "([" and byline[-1] in ")]":
        byline = byline[1:-1]
    return label_free(byline).strip() or None

"""The names that a partner's own row brings, and the forms that follow from a name."""

from __future__ import annotations

from dataclasses import replace

from articles.reference_records import Alias, AliasCase
from articles.reference_tables import Row
from articles.tone_marks import fold_tone_marks


def names_of(row: Row) -> list[Alias]:
    """The aliases that a partner's own row brings: its Vietnamese and English name and its acronyms."""
    is_country = "acronym" not in row.cells
    # "China", "France": in a Vietnamese text they are nearly always a part of a firm's name ("Air France").
    english = [
        name for name in row.words("name_en") if not is_country or len(name.split()) > 1 or name == row["name_vi"]
    ]
    found = [_plain_alias(name, row["partner_id"]) for name in (*row.words("name_vi"), *english)]
    if not is_country:
        acronyms = map(fold_tone_marks, row.words("acronym"))
        found.extend(Alias(acronym, row["partner_id"], "acronym", "exact", (), ()) for acronym in acronyms)
    return found


def _plain_alias(name: str, partner_id: str) -> Alias:
    case: AliasCase = "any" if len(name.split()) > 2 else "exact"
    return Alias(fold_tone_marks(name), partner_id, "name", case, (), ())


def with_low_head(alias: Alias, heads: tuple[str, ...]) -> Alias | None:
    """The name as running text often writes it, its generic head word without capital ("quỹ Môi trường toàn cầu").

    None where the name does not open with one of the heads, or where the next word has no capital either: without
    any, the name could not be told from the common words.
    """
    for head in heads:
        if alias.alias.startswith(f"{head} ") and alias.alias[len(head) + 1].isupper():
            return replace(alias, alias=alias.alias[0].lower() + alias.alias[1:], case="exact")
    return None

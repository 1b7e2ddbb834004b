"""Text and names in statements that take no parameters (`attach`, `comment on`, `use`)."""

from __future__ import annotations


def string_literal(text: str) -> str:
    """The text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """The name as a SQL identifier, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'

"""Texts that a spreadsheet would run: how they begin."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A text that begins so is a formula to a spreadsheet that opens it as CSV; an apostrophe in front makes it text."""

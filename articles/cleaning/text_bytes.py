"""The bytes of a column of texts, one behind the other, and strings that are cut out of them without a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint32]

MOST_BYTES: Final = 2**31 - 1
"""Of one column: Arrow's views count the bytes in front of them in 32 bits."""
_WITHIN_VIEW: Final = 12
"""Bytes of a string that its view holds itself; of a longer one it holds the first four and where the string lies."""


@dataclass(frozen=True, slots=True)
class TextBytes:
    """The UTF-8 bytes of all texts of a column, at least one byte.

    `bounds` has where each text begins and, as its last entry, where the last one ends.
    """

    data: Bytes
    bounds: Numbers

    def text(self, start: int, stop: int) -> str:
        """The one string between these places."""
        return self.data[start:stop].tobytes().decode("utf-8", "surrogatepass")

    def cut(self, starts: Numbers, stops: Numbers) -> pl.Series:
        """The strings between these places, which must be bounds of characters. They share the bytes."""
        views = np.zeros((len(starts), 4), dtype=np.int32)
        views[:, 0] = sizes = stops - starts
        is_short = sizes <= _WITHIN_VIEW
        views[:, 3] = np.where(is_short, 0, starts)
        if not is_short.all():
            fours = np.ndarray(len(self.data) - 3, dtype=np.int32, buffer=self.data.data, strides=(1,))
            views[:, 1] = fours[np.where(is_short, 0, starts)]
        short = np.flatnonzero(is_short)
        if len(short):
            offsets = np.arange(_WITHIN_VIEW)
            places = np.minimum(starts[short, None] + offsets, len(self.data) - 1)
            held = self.data[places] * (offsets < sizes[short, None])
            views.view(np.uint8).reshape(-1, 16)[short, 4:] = held
        buffers = [None, pa.py_buffer(views), pa.py_buffer(self.data)]
        array = pa.Array.from_buffers(pa.string_view(), len(views), buffers)
        return pl.Series(pl.from_arrow(array))


def bytes_of(texts: pl.Series) -> TextBytes:
    """The bytes of texts without nulls. Raises OverflowError for more than MOST_BYTES of them."""
    column = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    _, places, text = column.buffers()
    bounds = np.frombuffer(places, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(text, dtype=np.uint8) if text else np.zeros(1, dtype=np.uint8)
    if len(data) > MOST_BYTES:
        raise OverflowError(f"{len(data):,} bytes of text in one column, at most {MOST_BYTES:,} can be cut up")
    return TextBytes(data, bounds)


def first_bytes(texts: pl.Series) -> Words:
    """The first four bytes of each text, the first one lowest; zeros where it has fewer."""
    if not len(texts):
        return np.zeros(0, dtype=np.uint32)
    column = texts.to_arrow(compat_level=pl.CompatLevel.newest())
    views = np.frombuffer(column.buffers()[1], dtype="<u4").reshape(-1, 4)
    return views[column.offset : column.offset + len(column), 1]

"""Signatures of texts, by which copies and near copies are found without comparing all with all.

A signature is a row of plain columns, so that a warehouse can keep it and find candidates by a join: `text_key` is
equal for the same words in the same order; `bands` share a value where two texts are probably near copies; `minhash`
estimates how near (the share of equal entries is the Jaccard similarity of the texts' word shingles).
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import polars as pl
from rensa import RMinHash

from articles.tone_marks import fold_tone_marks

NEAR = 0.6
"""Similarity from which a text is a near copy: `docs/relevance.md` reports the sweep that chose it."""
SHINGLE_WORDS = 4
"""Syllables in a row that make one shingle: a Vietnamese word is two of them more often than not."""
PERMUTATIONS = 120
"""Entries of a minhash. The standard error of an estimate near 0.6 is 0.045."""
BANDS = 30
"""Of 4 entries each: two texts at 0.6 share a band with probability 0.98, at 0.2 with 0.05."""
FEWEST_SHINGLES = 24
"""Texts below this length (27 syllables, a caption) are copies only where all words agree."""
LONGEST_TEXT_WORDS = 50_000
"""Syllables of a text that its minhash looks at; `text_key` takes in all of them."""
SIGNATURE_VERSION = f"w{SHINGLE_WORDS}-r{RMinHash.ALGORITHM_VERSION}-{PERMUTATIONS}x{BANDS}"
"""Signatures of different versions cannot be compared: keep it beside them, and sign anew where it has changed."""

SIGNATURE_SCHEMA = pl.Schema(
    [("text_key", pl.String()), ("minhash", pl.Binary()), ("bands", pl.List(pl.UInt64))],
)

_WORD = r"[\p{L}\p{M}\p{N}]+"
_SEED = 20_260_101
_MULTIPLIER = np.uint64(0x9E37_79B9_7F4A_7C15)
_MIXER = np.uint64(0xD6E8_FEB8_6659_FD93)
_HALF = np.uint64(32)
_TEXTS_AT_ONCE = 2_000

Words = npt.NDArray[np.uint64]


def signature(texts: pl.Series) -> pl.DataFrame:
    """One row of SIGNATURE_SCHEMA per text (NFC), in their order.

    Case, punctuation, white space and the place of tone marks (hoà, hòa) make no difference. `text_key` is null for a
    text without a word; `minhash` is null and `bands` empty for one that is too short for near copies. The same text
    gives the same row in every run and on every machine, for one SIGNATURE_VERSION.
    """
    slices = [_signature(texts.slice(start, _TEXTS_AT_ONCE)) for start in range(0, len(texts), _TEXTS_AT_ONCE)]
    return pl.concat(slices) if slices else SIGNATURE_SCHEMA.to_frame()


def _signature(texts: pl.Series) -> pl.DataFrame:
    words = texts.cast(pl.String).fill_null("").str.to_lowercase().str.extract_all(_WORD)
    counts = words.list.len().to_numpy().astype(np.int64)
    hashes = _word_hashes(words.explode(empty_as_null=False))
    ends = np.cumsum(counts)
    keys = [
        hashlib.blake2b(hashes[end - count : end].tobytes(), digest_size=16).hexdigest() if count else None
        for count, end in zip(counts, ends, strict=True)
    ]
    minhash = _minhashes(hashes, counts)
    shingles = np.maximum(counts - SHINGLE_WORDS + 1, 0)
    is_long = pl.Series(shingles >= FEWEST_SHINGLES)
    frame = pl.DataFrame(
        {
            "text_key": pl.Series(keys, dtype=pl.String),
            "minhash": pl.Series([row.tobytes() for row in minhash], dtype=pl.Binary),
            "bands": pl.Series(_bands(minhash).tolist(), dtype=pl.List(pl.UInt64)),
        }
    )
    return frame.with_columns(
        minhash=pl.when(is_long).then("minhash"),
        bands=pl.when(is_long).then("bands").otherwise(pl.lit([], pl.List(pl.UInt64))),
    )


def _word_hashes(words: pl.Series) -> Words:
    """64 stable bits per word; each distinct word is hashed once."""
    distinct = words.unique()
    digests = [
        int.from_bytes(hashlib.blake2b(fold_tone_marks(word).encode("utf-8"), digest_size=8).digest(), "little")
        for word in distinct.to_list()
    ]
    known = pl.DataFrame({"word": distinct, "hash": pl.Series(digests, dtype=pl.UInt64)})
    joined = words.rename("word").to_frame().join(known, on="word", how="left", maintain_order="left")
    return joined["hash"].to_numpy().astype("<u8")


def _minhashes(hashes: Words, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """One row of PERMUTATIONS entries per text."""
    text_of_word = np.repeat(np.arange(len(counts)), counts)
    position = np.arange(len(hashes)) - np.repeat(np.cumsum(counts) - counts, counts)
    last = max(len(hashes) - SHINGLE_WORDS + 1, 0)
    shingles = np.zeros(last, dtype=np.uint64)
    for offset in range(SHINGLE_WORDS):
        shingles = shingles * _MULTIPLIER + hashes[offset : offset + last]
    shingles ^= shingles >> _HALF
    shingles *= _MIXER
    shingles ^= shingles >> _HALF
    is_whole = text_of_word[:last] == text_of_word[SHINGLE_WORDS - 1 : SHINGLE_WORDS - 1 + last]
    is_whole &= position[:last] < LONGEST_TEXT_WORDS
    per_text = np.bincount(text_of_word[:last][is_whole], minlength=len(counts))
    offsets = np.concatenate([[0], np.cumsum(per_text)]).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles[is_whole], offsets, PERMUTATIONS, _SEED)
    return np.array(matrix.to_rows(), dtype="<u4").reshape(len(counts), PERMUTATIONS)


def _bands(minhash: npt.NDArray[np.uint32]) -> Words:
    """BANDS values per text, each from its own entries and its own number, so that equal values mean equal bands."""
    entries = minhash.reshape(len(minhash), BANDS, PERMUTATIONS // BANDS).astype(np.uint64)
    values = np.broadcast_to(np.arange(1, BANDS + 1, dtype=np.uint64), entries.shape[:2]).copy()
    for entry in range(entries.shape[2]):
        values = (values ^ entries[:, :, entry]) * _MULTIPLIER
        values ^= values >> _HALF
    return values


def similarity(left: bytes | None, right: bytes | None) -> float | None:
    """The share of equal entries of two minhashes, 0 to 1; None where a text is too short to have one."""
    if left is None or right is None:
        return None
    return float(np.mean(np.frombuffer(left, dtype="<u4") == np.frombuffer(right, dtype="<u4")))

"""Measures signatures and near-copy detection on edits made from a Parquet file of articles (columns title, text).

`python benchmarks/duplicates.py CORPUS.parquet` prints, for each kind of edit, the share of 400 articles (120 syllables
or more, fixed seeds) that is found as a copy at several thresholds, candidates by bands included; then the speed of
signing, of datasketch on the same shingles where it is installed, and of finding the copies.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

try:
    from datasketch import MinHash
except ImportError:
    MinHash = None

from articles.cleaning.unicode import normalise_column
from articles.duplicates import find_duplicates, sign_articles
from articles.signatures import signature, similarity

ARTICLES = 400
FEWEST_SYLLABLES = 120
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Edit = Callable[[str, str, random.Random], str]


def say(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(f"{line}\n")


def drop(body: str, share: float, chance: random.Random) -> str:
    """The body without this share of its sentences."""
    sentences = SENTENCE_END.split(body)
    return " ".join([sentence for sentence in sentences if chance.random() > share] or sentences)


def replace(body: str, other: str, share: float, chance: random.Random) -> str:
    """The body with this share of its syllables replaced by syllables of another article."""
    foreign = other.split()
    return " ".join(chance.choice(foreign) if chance.random() < share else word for word in body.split())


def mix(body: str, other: str, share: float, chance: random.Random) -> str:
    """As many syllables as the body: this share in sentences taken from it, the rest from another article."""
    size = len(body.split())
    own = SENTENCE_END.split(body)
    chance.shuffle(own)
    taken: list[str] = []
    for sentences, limit in ((own, share * size), (SENTENCE_END.split(other), (1 - share) * size)):
        count = 0
        for sentence in sentences:
            if count >= limit:
                break
            taken.append(sentence)
            count += len(sentence.split())
    return " ".join(taken)


EDITS: dict[str, Edit] = {
    "capitals, no quotation marks": lambda body, _other, _chance: re.sub(r"[,\"“”]", "", body).upper(),
    "new header and credit": lambda body, other, _chance: f"({other[:20]}) - {body} Theo {other[:12]}",
    "new lead": lambda body, other, _chance: f"{SENTENCE_END.split(other)[0]} {body}",
    "10% of the sentences dropped": lambda body, _other, chance: drop(body, 0.1, chance),
    "2% of the words changed": lambda body, other, chance: replace(body, other, 0.02, chance),
    "both, new header": lambda body, other, chance: (
        f"({other[:20]}) - " + replace(drop(body, 0.1, chance), other, 0.02, chance)
    ),
    "20% of the sentences dropped": lambda body, _other, chance: drop(body, 0.2, chance),
    "5% of the words changed": lambda body, other, chance: replace(body, other, 0.05, chance),
    "first 60% only": lambda body, _other, _chance: " ".join(body.split()[: len(body.split()) * 6 // 10]),
    "other article, 30% in common": lambda body, other, chance: mix(body, other, 0.3, chance),
    "other article, 50% in common": lambda body, other, chance: mix(body, other, 0.5, chance),
}


def sweep(bodies: list[str]) -> None:
    """Print the share of edited articles that is found, by threshold."""
    originals = signature(pl.Series(bodies))
    say(f"{'':<32}{'mean':>6}" + "".join(f"{threshold:>8}" for threshold in THRESHOLDS))
    for name, edit in EDITS.items():
        chance = random.Random(5)  # noqa: S311
        others = bodies[7:] + bodies[:7]
        edited = signature(pl.Series([edit(body, other, chance) for body, other in zip(bodies, others, strict=True)]))
        near = [similarity(a, b) or 0.0 for a, b in zip(originals["minhash"], edited["minhash"], strict=True)]
        meets = [bool(set(a) & set(b)) for a, b in zip(originals["bands"], edited["bands"], strict=True)]
        shares = [
            sum(meet and value >= threshold for value, meet in zip(near, meets, strict=True)) / len(bodies)
            for threshold in THRESHOLDS
        ]
        say(f"{name:<32}{sum(near) / len(near):6.2f}" + "".join(f"{share:8.3f}" for share in shares))


def speed(articles: pl.DataFrame) -> None:
    """Print articles a second of signing and of finding copies among all articles and an edited copy of each."""
    started = time.perf_counter()
    signed = sign_articles(articles)
    signing = time.perf_counter() - started
    edited = articles.with_columns(pl.col("article_id") + "-copy", pl.col("body") + " Theo báo bạn")
    copies = sign_articles(edited)
    started = time.perf_counter()
    found = find_duplicates(copies, signed.with_columns(duplicate_of=pl.lit(None, pl.String)))
    finding = time.perf_counter() - started
    say(f"signing {len(articles) / signing:,.0f} articles/s")
    say(f"finding {len(found)} near copies among {2 * len(articles)} articles {finding:.2f} s")
    datasketch_speed(articles["body"].head(ARTICLES).to_list())


def datasketch_speed(bodies: list[str]) -> None:
    """Print articles a second of datasketch's sketching alone, on the same shingles."""
    if MinHash is None:
        say("datasketch is not installed")
        return
    shingles = []
    for body in bodies:
        words = re.findall(r"\w+", body.lower())
        shingles.append([" ".join(words[place : place + 4]).encode() for place in range(len(words) - 3)])
    started = time.perf_counter()
    for tokens in shingles:
        MinHash(num_perm=120).update_batch(tokens)
    say(f"datasketch, sketching alone {len(bodies) / (time.perf_counter() - started):,.0f} articles/s")


def main() -> None:
    """Read the corpus, sweep, and time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    corpus = pl.read_parquet(parser.parse_args().corpus, columns=["title", "text"])
    texts = normalise_column(corpus["text"]).to_list()
    titles = normalise_column(corpus["title"]).to_list()
    bodies = [text.removeprefix(title).strip() for text, title in zip(texts, titles, strict=True)]
    long_ones = [body for body in bodies if len(body.split()) >= FEWEST_SYLLABLES]
    random.Random(11).shuffle(long_ones)  # noqa: S311
    sweep(long_ones[:ARTICLES])
    ids = [f"{place:08}" for place in range(len(bodies))]
    speed(
        pl.DataFrame({"article_id": ids, "published_on": pl.Series([None] * len(ids), dtype=pl.Date), "body": bodies})
    )


if __name__ == "__main__":
    main()

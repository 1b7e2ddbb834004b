"""Measures the relevance gate on a Parquet file of articles (columns id, title, text), and draws its hand-check sample.

`python benchmarks/gate.py CORPUS.parquet` prints the share that passes, and articles a second of the gate, of other
ways to look for the same words, and of the decision on what passes (medians of five, one thread where
POLARS_MAX_THREADS=1). `--sample 50 --seed 20261121` prints, for each side of the gate, the ids of that sample with the
decision and its points; `docs/relevance.md` holds the verdicts on it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

from articles.cleaning.unicode import normalise_column
from articles.gate import gate
from articles.relevance import Relevance, explain_relevance
from articles.relevance_words import BODY, FIELD, relevance_rules

RUNS = 5


def say(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(f"{line}\n")


def articles_a_second(count: int, step: Callable[[], object]) -> str:
    """The median of RUNS runs, after one to warm up."""
    step()
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - started)
    return f"{count / statistics.median(seconds):>12,.0f} articles/s"


def decide(row: dict[str, str]) -> Relevance:
    """The decision on an article whose text opens with its title and has a paragraph a line."""
    body = row["text"].removeprefix(row["title"]).strip()
    return explain_relevance(row["title"], None, "\n\n".join(filter(None, body.splitlines())))


def measure(articles: pl.DataFrame) -> None:
    """Print the share that passes and the speeds."""
    texts = articles["text"]
    passed = articles.filter(gate(texts))
    field = [term.lower() for rule in relevance_rules() if rule.group in {FIELD, BODY} for term in rule.terms]
    ignoring_case = "(?i)" + "|".join(term.replace("+", r"\+") for term in field)
    accepted = sum(decide(row).is_relevant for row in passed.iter_rows(named=True))
    say(f"{len(articles)} articles, {len(passed)} pass the gate, {accepted} of them are relevant")
    ways: list[tuple[str, int, Callable[[], object]]] = [
        ("gate", len(texts), lambda: gate(texts)),
        ("normalise and gate", len(texts), lambda: gate(normalise_column(texts))),
        ("field words only: one pattern, case ignored", len(texts), lambda: texts.str.contains(ignoring_case)),
        (
            "field words only: contains_any, lower-cased",
            len(texts),
            lambda: texts.str.to_lowercase().str.contains_any(field),
        ),
        ("field words only: contains_any, as written", len(texts), lambda: texts.str.contains_any(field)),
        ("decision, of what passes", len(passed), lambda: [decide(row) for row in passed.iter_rows(named=True)]),
    ]
    for name, count, step in ways:
        say(f"{name:<48}{articles_a_second(count, step)}")


def draw(articles: pl.DataFrame, size: int, seed: int) -> None:
    """Print a sample of each side of the gate."""
    sides = articles.sort("id").with_columns(passes=gate(articles.sort("id")["text"]))
    for name, side in (("passed", sides.filter("passes")), ("stopped", sides.filter(~pl.col("passes")))):
        ids = side["id"].sample(min(size, len(side)), seed=seed, shuffle=True)
        say(f"{name}: {len(ids)} of {len(side)}")
        for row in ids.to_frame().join(side, on="id", how="left", maintain_order="left").iter_rows(named=True):
            decision = decide(row)
            verdict = "relevant" if decision.is_relevant and row["passes"] else "-"
            say(f"  {row['id']:<18}{verdict:<10}{decision.points:6.1f}  {row['title'][:80]}")


def main() -> None:
    """Read the arguments and the corpus, then measure or draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sample", type=int, help="draw this many of each side of the gate instead of measuring")
    parser.add_argument("--seed", type=int, default=20_261_121)
    arguments = parser.parse_args()
    articles = pl.read_parquet(arguments.corpus, columns=["id", "title", "text"])
    articles = articles.with_columns(normalise_column(articles["text"]), normalise_column(articles["title"]))
    if arguments.sample is None:
        measure(articles)
    else:
        draw(articles, arguments.sample, arguments.seed)


if __name__ == "__main__":
    main()

"""How fast articles are read, cleaned and gated, beside what one would pick instead, on the same articles in one run.

    python benchmarks/reading_to_gate.py CORPUS.parquet [--runs 5]

One thread (set POLARS_MAX_THREADS=1). Each step works on all articles of the file; a line gives the median of the runs
in articles a second, and how many times a peer's figure that is. The peers are trafilatura, on the same articles set in
a plain HTML page each, and underthesea's sentence splitter, on the same texts; underthesea is left out where it is not
installed (`pip install underthesea`; the project does not need it).
"""

from __future__ import annotations

import argparse
import html
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

import polars as pl
import trafilatura

from articles.cleaning import clean_article, normalise_column
from articles.discovery import discover
from articles.gate import gate
from articles.language.sentences import split_sentences
from articles.readers import ReadOptions, read_all
from schemas.articles import Article, RawArticle


def rate(count: int, runs: int, step: Callable[[], object]) -> float:
    """Articles a second: the median of the runs, after one to warm up."""
    step()
    seconds: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - started)
    return count / statistics.median(seconds)


def read(path: str) -> list[pl.DataFrame]:
    """The batches of the file."""
    return [batch.frame for batch in read_all(discover([path]).sources, ReadOptions())]


def clean(frames: list[pl.DataFrame]) -> list[Article]:
    """Every article of the batches, cleaned."""
    return [clean_article(RawArticle.model_validate(row)) for frame in frames for row in frame.iter_rows(named=True)]


def pass_gate(frames: list[pl.DataFrame]) -> int:
    """How many articles of the batches the gate lets through, their text normalised first."""
    return sum(int(gate(normalise_column(frame["content"])).sum()) for frame in frames)


def as_page(article: Article) -> str:
    """The article as a plain HTML page."""
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in article.body.split("\n\n"))
    title = html.escape(article.title or "")
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    frames = read(arguments.corpus)
    articles = clean(frames)
    pages = [as_page(article) for article in articles]
    count, runs = len(articles), arguments.runs
    figures = {
        "read (Parquet)": rate(count, runs, lambda: read(arguments.corpus)),
        "normalise and gate": rate(count, runs, lambda: pass_gate(frames)),
        "clean": rate(count, runs, lambda: clean(frames)),
        "read, clean and gate": rate(count, runs, lambda: (clean(again := read(arguments.corpus)), pass_gate(again))),
        "split into sentences": rate(count, runs, lambda: [split_sentences(article.text) for article in articles]),
        "trafilatura.extract on pages": rate(count, 1, lambda: [trafilatura.extract(page) for page in pages]),
    }
    if find_spec("underthesea") is not None:
        from underthesea import sent_tokenize

        name = "underthesea.sent_tokenize"
        figures[name] = rate(count, 1, lambda: [sent_tokenize(article.text) for article in articles])
    for name, figure in figures.items():
        sys.stdout.write(f"{name:32} {figure:>10,.0f} articles/s\n")
    whole = figures["read, clean and gate"]
    sys.stdout.write(f"whole beside trafilatura: {whole / figures['trafilatura.extract on pages']:.1f} times\n")
    if "underthesea.sent_tokenize" in figures:
        splitting = figures["split into sentences"] / figures["underthesea.sent_tokenize"]
        sys.stdout.write(f"sentences beside underthesea: {splitting:.1f} times\n")


if __name__ == "__main__":
    main()

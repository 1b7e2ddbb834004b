"""What a run costs, stage by stage, beside what one would pick instead and what the machine can do at best.

    python benchmarks/end_to_end.py CORPUS.parquet [--articles 150000] [--short] [--write docs/performance.md]

CORPUS.parquet has the columns id, title and text. A larger corpus is made of it (`made_corpus.py` says how), read,
cleaned, gated, extracted, loaded, audited and published by the steps of `banggiao run`, without Prefect. Every scenario
is a process of its own on one core; figures are articles per second of processor time, so that they compare on a busy
machine, and memory is the process's peak. Relevant articles are the project's samples, made many in the same way, and
facts are taken of all of them. Peers that are not installed are left out (`pip install -c constraints.txt -e
".[benchmark]"`; the project does not need them); they see a sample, and their figures are per article as well.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

Figures = dict[str, float]


@dataclass
class Clock:
    """Processor seconds by name of the step."""

    seconds: Figures = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add what the block takes."""
        started = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started


def main() -> None:
    """Measure, print a table, and write it into a document where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=150_000)
    parser.add_argument("--sample", type=int, default=200, help="articles that the slow peers see")
    parser.add_argument("--short", action="store_true", help="no audit, no start-up times, no peers but trafilatura")
    parser.add_argument("--write", type=Path, help="document whose table is to be replaced")
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.scenario:
        figures = SCENARIOS[arguments.scenario](arguments)
        figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps(figures))
        return
    table = markdown(measure(arguments.corpus, arguments.articles, arguments.sample, short=arguments.short))
    sys.stdout.write(table)
    if arguments.write:
        write_table(arguments.write, table)


def measure(corpus: Path, articles: int, sample: int, *, short: bool) -> dict[str, Figures]:
    """The figures of every scenario, by its name."""
    with tempfile.TemporaryDirectory(prefix="banggiao-benchmark-") as folder:
        from made_corpus import make_corpus

        made = Path(folder) / "made.parquet"
        count = make_corpus(corpus, made, articles)
        wanted = [name for name in SCENARIOS if not short or name not in {"peers", "start-up", "several processes"}]
        results = {}
        for name in wanted:
            command = [sys.executable, __file__, str(made), "--scenario", name, "--sample", str(sample)]
            command += ["--articles", str(count), *(["--short"] if short else [])]
            answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=_one_core(), text=True)  # noqa: S603
            results[name] = json.loads(answer.stdout)
        return results


def _one_core() -> dict[str, str]:
    return {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}


def whole_run(arguments: argparse.Namespace) -> Figures:
    """Articles a second of the whole and of its stages; then of a second run, over what has not changed."""
    from quiet_progress import QuietProgress

    from flows.pipeline_run import IngestOptions, IngestRun
    from warehouse.audit import rehearse

    if not arguments.short:
        rehearse()
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="banggiao-benchmark-") as folder:
        for name in ("first run", "second run, nothing changed"):
            run, clock = (
                IngestRun(IngestOptions(paths=[str(arguments.corpus)], warehouse=Path(folder)), QuietProgress()),
                Clock(),
            )
            with clock.step("open"):
                run.open()
            with clock.step("read, gate, clean, extract, load"):
                for part in range(run.discover()):
                    run.load_part(part)
            with clock.step("copies and identities"):
                run.find_copies()
            if not arguments.short:
                with clock.step("audit"):
                    run.check()
                with clock.step("publish"):
                    run.publish()
            with clock.step("close"):
                summary = run.close()
            stages = clock.seconds if name == "first run" else {}
            figures |= {stage: summary.articles_read / max(seconds, 1e-9) for stage, seconds in stages.items()}
            figures[name] = summary.articles_read / sum(clock.seconds.values())
    return figures


def steps(arguments: argparse.Namespace) -> Figures:
    """Articles a second of each step by itself, on the same batches; rows a second of the load."""
    from articles.cleaning import clean_article, normalise_column
    from articles.cleaning.columnar import clean_columns
    from articles.discovery import discover
    from articles.gate import gate
    from articles.pipeline import process_batch
    from articles.readers import ReadOptions, read_all
    from schemas.articles import RawArticle
    from warehouse.connection import open_for_writing
    from warehouse.loading import load_batch
    from warehouse.locations import Locations
    from warehouse.runs import start_run

    clock, articles, rows, singles = Clock(), 0, 0, 0
    batches = read_all(discover([str(arguments.corpus)]).sources, ReadOptions())
    with tempfile.TemporaryDirectory() as folder, open_for_writing(Locations(Path(folder))) as con:
        run_id = start_run(con, command="run", parameters={}, code_fingerprint="benchmark")
        while articles < 30_000:
            with clock.step("read"):
                batch = next(batches, None)
            if batch is None:
                break
            with clock.step("normalise"):
                contents = normalise_column(batch.frame["content"])
            with clock.step("gate"):
                gate(contents)
            with clock.step("clean, as columns"):
                clean_columns(batch.frame, contents)
            few = [RawArticle.model_validate(row) for row in batch.frame.head(arguments.sample).iter_rows(named=True)]
            with clock.step("clean, one by one"):
                for article in few:
                    clean_article(article)
            singles += len(few)
            with clock.step("all of it, with facts"):
                result = process_batch(batch.frame)
            with clock.step("load"):
                counts = load_batch(con, run_id, batch.frame, result)
            articles += batch.frame.height
            # A raw and a cleaned row for each article, and its facts.
            rows += 2 * counts.articles_in + counts.partner_mentions + counts.meetings + counts.commitments
        with clock.step("load"):
            con.execute("checkpoint")
    seconds = clock.seconds
    counted = {"load": rows, "clean, one by one": singles}
    return {
        (f"{name}, rows" if name == "load" else name): counted.get(name, articles) / seconds[name] for name in seconds
    }


def relevant(arguments: argparse.Namespace) -> Figures:
    """Articles a second where every article is relevant: extraction by itself, all up to the facts, and the load.

    The peers see the same articles.
    """
    import polars as pl
    from made_corpus import make_corpus_of

    from articles.cleaning import clean_article
    from articles.discovery import discover
    from articles.extraction import extract_facts
    from articles.pipeline import process_batch
    from articles.readers import ReadOptions, read_all
    from flows.settings import sample_articles
    from schemas.articles import RawArticle
    from warehouse.connection import open_for_writing
    from warehouse.loading import load_batch
    from warehouse.locations import Locations
    from warehouse.runs import start_run

    samples = pl.concat(batch.frame for batch in read_all(discover([str(sample_articles())]).sources, ReadOptions()))
    cleaned = [clean_article(RawArticle.model_validate(row)) for row in samples.iter_rows(named=True)]
    plain = pl.DataFrame(
        {
            "id": [article.source_name for article in cleaned],
            "title": [article.title for article in cleaned],
            "text": [f"{article.title}\n\n{article.lead or ''}\n\n{article.body}" for article in cleaned],
        }
    )
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "relevant.parquet"
        count = make_corpus_of(plain, made, 300 if arguments.short else 3_000)
        frames = [batch.frame for batch in read_all(discover([str(made)]).sources, ReadOptions())]
        process_batch(samples, extract_all=True)
        articles = [clean_article(RawArticle.model_validate(row)) for row in frames[0].head(300).iter_rows(named=True)]
        with clock.step("extract"):
            for article in articles:
                extract_facts(article)
        with open_for_writing(Locations(Path(folder))) as con:
            run_id = start_run(con, command="run", parameters={}, code_fingerprint="benchmark")
            for frame in frames:
                with clock.step("all but the load"):
                    result = process_batch(frame, extract_all=True)
                with clock.step("load"):
                    load_batch(con, run_id, frame, result)
        peers = {} if arguments.short else _peers(pl.read_parquet(made)["text"].head(arguments.sample).to_list())
    figures = {
        "extract": len(articles) / clock.seconds["extract"],
        "all but the load": count / clock.seconds["all but the load"],
        "load": count / clock.seconds["load"],
        "all of it": count / (clock.seconds["all but the load"] + clock.seconds["load"]),
    }
    ratios = {f"all of it beside {name}, times": figures["all of it"] / figure for name, figure in peers.items()}
    return figures | peers | ratios


def ladder(arguments: argparse.Namespace) -> Figures:
    """What the machine can do at best with the same articles: read them, and look for all names in one pass."""
    import polars as pl
    from ahocorasick_rs import AhoCorasick, MatchKind

    from articles.reference import load_reference

    clock = Clock()
    with clock.step("Parquet to Polars"):
        texts = pl.read_parquet(arguments.corpus, columns=["text"])["text"]
    part = texts.head(20_000).to_list()
    automaton = AhoCorasick(
        sorted({alias.alias for alias in load_reference().aliases}), matchkind=MatchKind.LeftmostLongest
    )
    with clock.step("one Aho-Corasick pass"):
        for text in part:
            automaton.find_matches_as_indexes(text)
    counts = {"Parquet to Polars": len(texts), "one Aho-Corasick pass": len(part)}
    return {name: counts[name] / seconds for name, seconds in clock.seconds.items()}


def pages(arguments: argparse.Namespace) -> Figures:
    """Articles a second of `trafilatura.extract`, on the articles set in plain HTML pages."""
    import html

    import polars as pl
    import trafilatura

    rows = pl.read_parquet(arguments.corpus, columns=["title", "text"]).head(arguments.sample).rows()
    made = [
        f"<html><head><title>{html.escape(title)}</title></head><body><article><h1>{html.escape(title)}</h1>"
        + "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line)
        + "</article></body></html>"
        for title, text in rows
    ]
    trafilatura.extract(made[0])
    clock = Clock()
    with clock.step("trafilatura.extract"):
        for page in made:
            trafilatura.extract(page)
    return {name: len(made) / seconds for name, seconds in clock.seconds.items()}


def peers(arguments: argparse.Namespace) -> Figures:
    """The peers on the corpus."""
    import polars as pl

    return _peers(pl.read_parquet(arguments.corpus, columns=["text"])["text"].head(arguments.sample).to_list())


def _peers(texts: list[str]) -> Figures:
    """Articles a second of underthesea's word_tokenize and ner and of dateparser's search, line by line."""
    from importlib.util import find_spec

    tools: dict[str, Callable[[str], object]] = {}
    if find_spec("underthesea") is not None:
        from underthesea import ner, word_tokenize

        tools |= {"underthesea.word_tokenize": word_tokenize, "underthesea.ner": ner}
    if find_spec("dateparser") is not None:
        from dateparser.search import search_dates

        tools["dateparser.search_dates"] = lambda line: search_dates(line, languages=["vi"])
    figures: Figures = {}
    for name, tool in tools.items():
        tool("Ngày 5/6, hai bên họp tại Hà Nội.")
        part = texts if name.endswith("tokenize") else texts[: max(10, len(texts) // 10)]
        clock = Clock()
        with clock.step(name):
            for line in (line for text in part for line in text.split("\n") if line):
                tool(line)
        figures[name] = len(part) / clock.seconds[name]
    return figures


def starts(_arguments: argparse.Namespace) -> Figures:
    """Seconds by the clock until a command has answered, on a warehouse of the samples; the best of three.

    `banggiao run` finds nothing new, and starts Prefect's server.
    """
    program = Path(sys.executable).with_name("banggiao")
    with tempfile.TemporaryDirectory(prefix="banggiao-benchmark-") as folder:
        environment = {**os.environ, "BANGGIAO_WAREHOUSE": folder, "BANGGIAO_DASHBOARD": "false"}

        def answer(*words: str) -> float:
            started = time.perf_counter()
            subprocess.run([program, *words], check=True, capture_output=True, env=environment, cwd=folder)  # noqa: S603
            return time.perf_counter() - started

        answer("run")
        return {
            f"banggiao {name}, s": min(answer(*name.split(), *more) for _ in range(3)) for name, more in STARTED.items()
        }


STARTED: dict[str, tuple[str, ...]] = {
    "--help": (),
    "status": (),
    "sql": ("select 1",),
    "report": (),
    "report partners_by_meetings": (),
    "rejects": (),
    "dictionary": ("reports.commitments",),
    "export": ("--to", "exported"),
    "evaluate": ("--gold", str(Path(__file__).parents[1] / "tests" / "gold")),
    "dashboard": (),
    "reference check": (),
    "run": (),
}
"""What is measured, and what it is given."""


def several_processes(arguments: argparse.Namespace) -> Figures:
    """Articles a second of wall-clock time up to the load, with one process and with two workers; on all cores."""
    from quiet_progress import QuietProgress

    from flows.pipeline_run import IngestOptions, IngestRun

    figures: Figures = {}
    for workers in (1, 2):
        with tempfile.TemporaryDirectory(prefix="banggiao-benchmark-") as folder:
            options = IngestOptions(paths=[str(arguments.corpus)], warehouse=Path(folder), workers=workers)
            run = IngestRun(options, QuietProgress())
            run.open()
            started = time.perf_counter()
            for part in range(run.discover()):
                run.load_part(part)
            seconds = time.perf_counter() - started
            figures[f"{workers} {'process' if workers == 1 else 'workers'}, by the clock"] = (
                run.close().articles_read / seconds
            )
    one, two = figures.values()
    figures["two beside one, times"] = two / one
    return figures


SCENARIOS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "whole run": whole_run,
    "steps": steps,
    "relevant articles": relevant,
    "several processes": several_processes,
    "ladder": ladder,
    "pages": pages,
    "peers": peers,
    "start-up": starts,
}


def markdown(results: dict[str, Figures]) -> str:
    """A table of all figures; articles a second but where a unit is named."""
    lines = ["| scenario | what | figure |", "|---|---|---|"]
    for scenario, figures in results.items():
        for name, figure in figures.items():
            shown = f"{figure:,.2f}" if figure < 10 else f"{figure:,.0f}"
            lines.append(f"| {scenario} | {name} | {shown} |")
    whole = results.get("whole run", {}).get("first run")
    others = {**results.get("pages", {}), **results.get("peers", {})}
    for name, figure in others.items():
        if whole and "memory" not in name:
            lines.append(f"| ratio | first run beside {name} | {whole / figure:,.1f} times |")
    return "\n".join(lines) + "\n"


_BEGIN, _END = "<!-- table -->", "<!-- end of table -->"


def write_table(document: Path, table: str) -> None:
    """Put the table between the two marks of the document."""
    text = document.read_text(encoding="utf-8")
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    document.write_text(f"{head}{_BEGIN}\n\n{table}\n{_END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()

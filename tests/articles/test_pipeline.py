"""A batch through the pipeline: nothing is lost, the gate decides, a bad row harms no other."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import polars as pl
import pytest
from polars.expr.string import ExprStringNameSpace

from articles.discovery import discover
from articles.pipeline import ARTICLE_SCHEMA, BatchResult, process_batch
from articles.readers import RAW_SCHEMA, ReadOptions, read_all
from schemas.articles import text_of
from schemas.vocabularies import Stage

RELEVANT = (
    "Việt Nam và Na Uy hợp tác ứng phó biến đổi khí hậu\n\n"
    "Chiều 12/5/2023, tại Hà Nội, Bộ trưởng Tài nguyên và Môi trường Nguyễn Văn Minh tiếp Đại sứ Na Uy Lars Hansen.\n\n"
    "Đại sứ Na Uy cam kết hỗ trợ Việt Nam giảm phát thải khí nhà kính và trồng rừng ngập mặn đến năm 2030.\n"
)
SPORT = "Đội nhà thắng đậm\n\nTối qua, đội nhà thắng ba bàn trước khán giả đông nghịt.\n"


def raw(**articles: str | None) -> pl.DataFrame:
    rows = [
        {
            "source_name": f"{name}.txt",
            "source_uri": f"file:///{name}.txt",
            "media_type": "text/plain",
            "content": content,
            "content_sha256": hashlib.sha256((content or "").encode()).hexdigest(),
        }
        for name, content in articles.items()
    ]
    return pl.DataFrame(rows, schema=RAW_SCHEMA)


def names(result: BatchResult) -> list[str]:
    return result.articles["source_name"].to_list()


def test_a_relevant_article_gives_its_facts_and_an_irrelevant_one_is_kept_without() -> None:
    result = process_batch(raw(khi_hau=RELEVANT, the_thao=SPORT))
    assert names(result) == ["khi_hau.txt", "the_thao.txt"]
    assert result.articles["is_relevant"].to_list() == [True, False]
    assert result.articles.schema == ARTICLE_SCHEMA
    assert result.rejected == []
    (facts,) = result.facts
    assert facts.article_id == result.articles["article_id"][0]
    assert {mention.partner_id for mention in facts.mentions} == {"VNM", "NOR"}
    assert [meeting.starts for meeting in facts.meetings] == ["2023-05-12"]
    assert [(fact.kind.value, fact.actors, fact.deadline_year) for fact in facts.commitments] == [
        ("pledge", ("NOR",), 2030)
    ]


def test_facts_are_looked_for_everywhere_on_demand() -> None:
    assert len(process_batch(raw(khi_hau=RELEVANT, the_thao=SPORT), extract_all=True).facts) == 2


def test_quotes_are_cut_out_of_the_text_that_is_stored() -> None:
    result = process_batch(raw(khi_hau=RELEVANT))
    text = text_of(*result.articles.select("title", "lead", "body").row(0))
    for facts in result.facts:
        for fact in (*facts.mentions, *facts.meetings, *facts.commitments):
            assert text[fact.char_start : fact.char_end] == fact.quote


@pytest.mark.parametrize("content", ["", " \n\t ", "\x00\x00"])
def test_an_article_without_a_word_is_rejected_and_harms_no_other(content: str) -> None:
    result = process_batch(raw(rong=content, khi_hau=RELEVANT))
    assert names(result) == ["khi_hau.txt"]
    (rejection,) = result.rejected
    assert (rejection.source_name, rejection.stage) == ("rong.txt", Stage.CLEAN)
    assert rejection.reason
    assert "\n" not in rejection.reason


def test_every_raw_article_is_either_loaded_or_rejected() -> None:
    frame = raw(a=RELEVANT, b="", c=SPORT, d="Một câu.", e="\n\n\n", f=RELEVANT.upper())
    result = process_batch(frame)
    rejected = {rejection.source_name for rejection in result.rejected}
    assert {*names(result)} | rejected == {*frame["source_name"].to_list()}
    assert not {*names(result)} & rejected


def test_a_batch_without_a_row_gives_nothing() -> None:
    result = process_batch(raw())
    assert result.articles.height == 0
    assert result.articles.schema == ARTICLE_SCHEMA
    assert (result.facts, result.rejected) == ([], [])


def test_the_same_batch_gives_the_same_result() -> None:
    first, second = (process_batch(raw(khi_hau=RELEVANT, the_thao=SPORT)) for _ in range(2))
    assert first.articles.equals(second.articles)
    assert first.facts == second.facts


def test_decomposed_letters_and_invisible_marks_hide_no_name() -> None:
    hidden = RELEVANT.replace("Na Uy", "Na\u200b Uy").replace("Việt", "Vie\u0323\u0302t")
    (facts,) = process_batch(raw(an=hidden)).facts
    assert {mention.partner_id for mention in facts.mentions} == {"VNM", "NOR"}


def test_a_batch_needs_fewer_patterns_than_polars_keeps_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    # Polars keeps 32; one more, asked for in turn, and all are compiled anew for each batch: 13 us an article.
    asked: set[str] = set()
    for name in ("contains", "extract", "replace", "replace_all", "count_matches"):
        method = getattr(ExprStringNameSpace, name)

        def noted(self: ExprStringNameSpace, pattern: str, *args: object, method=method, **options: object) -> pl.Expr:
            asked.add(pattern)
            return method(self, pattern, *args, **options)

        monkeypatch.setattr(ExprStringNameSpace, name, noted)
    for batch in read_all(discover([str(files("seeds") / "articles")]).sources, ReadOptions()):
        process_batch(batch.frame)
    assert 20 < len(asked) < 32

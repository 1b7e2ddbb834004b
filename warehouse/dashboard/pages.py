"""The pages of the site: an overview, tables, and a page per partner, meeting and article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from warehouse.dashboard.addresses import article_page, meeting_page, partner_page
from warehouse.dashboard.article_notes import ArticleNotes
from warehouse.dashboard.charts import Chart
from warehouse.dashboard.facts import ArticleText, Commitment, Meeting, Partner, SiteFacts
from warehouse.dashboard.highlighting import marked_paragraphs
from warehouse.dashboard.language import Text, country_names, day_text
from warehouse.dashboard.links import commitment_states, links_from
from warehouse.dashboard.standing import Standing
from warehouse.dashboard.templating import attribute, capital, new_environment, safe_url, said
from warehouse.dictionary import Dictionary

_NAVIGATION = (
    ("index.html", Text("Tổng quan", "Overview")),
    ("meetings.html", Text("Cuộc họp", "Meetings")),
    ("partners.html", Text("Đối tác", "Partners")),
    ("commitments.html", Text("Cam kết", "Commitments")),
    ("targets.html", Text("Mục tiêu", "Targets")),
    ("requests.html", Text("Đề nghị", "Requests")),
    ("about.html", Text("Giới thiệu", "About")),
)


class _Table(NamedTuple):
    """A page with a table that readers filter: `table` names its data, `preset` the part of it that is shown."""

    address: str
    table: str
    preset: str
    title: Text
    lead: Text
    charts: tuple[str, ...]


_TABLES = (
    _Table(
        "meetings.html",
        "meetings",
        "",
        Text("Cuộc họp", "Meetings"),
        Text(
            "Hội đàm, chuyến thăm, hội nghị, lễ ký… đã diễn ra hoặc được dự kiến.",
            "Talks, visits, conferences, ceremonies…, held or planned.",
        ),
        ("meeting-timeline",),
    ),
    _Table(
        "partners.html",
        "partners",
        "",
        Text("Đối tác", "Partners"),
        Text("Các nước và tổ chức được báo chí nhắc đến.", "Countries and organisations that the press names."),
        ("partner-network", "topics-by-partner"),
    ),
    _Table(
        "commitments.html",
        "commitments",
        "",
        Text("Cam kết", "Commitments"),
        Text(
            "Ai cam kết, thỏa thuận, đặt mục tiêu, đề nghị hay đã làm gì, với ai.",
            "Who pledged, agreed, aimed for, asked or delivered what, to whom.",
        ),
        ("commitments-by-partner",),
    ),
    _Table(
        "targets.html",
        "commitments",
        "kind=target",
        Text("Mục tiêu", "Targets"),
        Text("Mục tiêu đã nêu và năm phải đạt.", "Targets and the years in which they are due."),
        ("targets",),
    ),
    _Table(
        "requests.html",
        "commitments",
        "kind=request",
        Text("Đề nghị", "Requests"),
        Text(
            "Ai đề nghị ai làm gì, và trong các bài đã đọc có lời đáp hay chưa.",
            "Who asked whom for what, and whether the articles read hold an answer.",
        ),
        ("requests-by-partner",),
    ),
)
_MOST_LISTED = 40
"""Rows of a list on the page of a partner or a meeting; the tables show the others, filtered by a link."""
_MOST_BARS = 8


class SitePages:
    """Writes pages into a folder. `charts` are the figures by name; `data_folder` is where the data scripts lie."""

    def __init__(self, facts: SiteFacts, folder: Path, *, data_folder: str, charts: Mapping[str, Chart]) -> None:
        self._facts = facts
        self._folder = folder
        self._charts = charts
        self._standing = Standing(facts)
        self._notes = ArticleNotes(facts)
        day = day_text(facts.loaded_on)
        self._environment = new_environment()
        self._environment.globals |= {
            "facts": facts,
            "answers": links_from(facts),
            "navigation": [{"address": address, "title": title} for address, title in _NAVIGATION],
            "loaded": Text(f"Dữ liệu đến {day.vi}", f"Data up to {day.en}"),
            "data_folder": data_folder,
            "chip": self._chip,
        }
        self._frames: dict[tuple[str, str], dict[str, Markup]] = {}
        self._chips: dict[tuple[str, str], Markup] = {}

    def write_all(self, texts: Iterable[ArticleText]) -> None:
        """Write every page; `texts` are the articles that state facts."""
        self._write_overview()
        self._write_tables()
        self._write("search.html.j2", "search.html", Text("Tìm kiếm", "Search"))
        self._write("about.html.j2", "about.html", Text("Cách đọc trang này", "How to read this site"))
        for partner in self._facts.partners.values():
            self._write_partner(partner)
        for meeting in self._facts.meetings.values():
            self._write_meeting(meeting)
        for text in texts:
            self._write_article(text)

    def write_dictionary(self, dictionary: Dictionary) -> None:
        """Write what tables and columns mean, with the pictures of their keys and their lineage."""
        title = Text("Từ điển dữ liệu", "Data dictionary")
        self._write("dictionary.html.j2", "dictionary.html", title, dictionary=dictionary)

    def _write_overview(self) -> None:
        facts = self._facts
        states = commitment_states(facts)
        dated = [meeting for meeting in facts.meetings.values() if meeting.start_date]
        # Meetings stand newest first, so those to come stand before all others.
        coming = [m for m in dated if facts.loaded_on and m.start_date and m.start_date > facts.loaded_on]
        open_ones = [found for found in facts.commitments.values() if states.get(found.commitment_id) == "open"]
        self._write(
            "index.html.j2",
            "index.html",
            Text("Tổng quan", "Overview"),
            tiles=[
                _tile("meetings.html", len(facts.meetings), Text("cuộc họp", "meetings")),
                _tile("commitments.html", len(facts.commitments), Text("cam kết, đề nghị", "commitments")),
                _tile("partners.html", len(facts.partners), Text("đối tác", "partners")),
                _tile("about.html", len(facts.sources), Text("bài báo", "articles")),
            ],
            charts=self._charts,
            latest=[meeting for meeting in dated[len(coming) :] if meeting.salience == "main"][:6],
            coming=coming[::-1][:4],
            requests=open_ones[:4],
        )

    def _write_tables(self) -> None:
        for page in _TABLES:
            self._write(
                "explorer.html.j2",
                page.address,
                page.title,
                table=page.table,
                preset=page.preset,
                lead=page.lead,
                figures=[self._charts[name] for name in page.charts if name in self._charts],
            )

    def _write_partner(self, partner: Partner) -> None:
        standing = self._standing
        self._write(
            "partner.html.j2",
            partner_page(partner.partner_id),
            partner.name,
            partner=partner,
            meetings=standing.meetings_of[partner.partner_id][:_MOST_LISTED],
            given=standing.given_by[partner.partner_id][:_MOST_LISTED],
            received=standing.received_by[partner.partner_id][:_MOST_LISTED],
            together=standing.together_with(partner.partner_id, _MOST_BARS),
            fields=standing.fields_of(partner.partner_id, _MOST_BARS),
            mentions=self._facts.mentions.get(partner.partner_id, ())[:_MOST_LISTED],
        )

    def _write_meeting(self, meeting: Meeting) -> None:
        made: list[Commitment] = self._standing.made_at[meeting.meeting_id]
        name = capital(meeting.name)
        self._write(
            "meeting.html.j2",
            meeting_page(meeting.meeting_id),
            Text(name, name),
            meeting=meeting,
            country=country_names().get(meeting.country or ""),
            commitments=made[:_MOST_LISTED],
            hidden_commitments=max(0, len(made) - _MOST_LISTED),
            editions=self._standing.other_editions(meeting),
        )

    def _write_article(self, article: ArticleText) -> None:
        title = article.title or article.source_name
        notes = self._notes.of_article(article.article_id)
        paragraphs = marked_paragraphs(article.text, list(notes))
        self._write(
            "article.html.j2",
            article_page(article.article_id),
            Text(title, title),
            article=article,
            passages=[
                {"paragraph": paragraph, "notes": [note for span in paragraph.opening for note in notes[span]]}
                for paragraph in paragraphs
            ],
            mark_kind=lambda segment: notes[segment.spans[0]][0].kind,
            url=safe_url(article.url),
            original=self._facts.sources.get(article.duplicate_of or ""),
        )

    def _write(self, template: str, address: str, title: Text, **context: Any) -> None:
        root = "../" * address.count("/")
        page = self._environment.get_template(template).render(
            title=title, root=root, **self._frame(root, address if not root else ""), **context
        )
        path = self._folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="backslashreplace")

    def _frame(self, root: str, here: str) -> dict[str, Markup]:
        """Head and foot of a page, which all pages of one folder share; `here` is marked in the navigation."""
        frame = self._frames.get((root, here))
        if frame is None:
            parts = {name: self._environment.get_template(f"{name}.html.j2") for name in ("header", "footer")}
            frame = {name: Markup(part.render(root=root, here=here)) for name, part in parts.items()}  # noqa: S704
            self._frames[root, here] = frame
        return frame

    def _chip(self, partner_id: str, root: str) -> Markup:
        """A partner's short name as a link to its page, the full name on hover."""
        chip = self._chips.get((root, partner_id))
        if chip is None:
            partner = self._facts.partners[partner_id]
            title = attribute("title", partner.name.vi, partner.name.en) if partner.short != partner.name else ""
            chip = Markup('<a class="chip" href="{}{}" {}><bdi>{}</bdi></a>').format(
                root, partner_page(partner_id), title, said(partner.short)
            )
            self._chips[root, partner_id] = chip
        return chip


def _tile(address: str, count: int, name: Text) -> dict[str, object]:
    return {"address": address, "count": count, "name": name}

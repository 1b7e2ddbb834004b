"""Fetch pages from feeds, sitemaps and lists of URLs into a landing folder, politely and within limits."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import httpx

from articles.readers.refusals import one_line
from flows.fetch_addresses import checked_url
from flows.fetch_landing import Answer, Landing
from flows.fetch_listings import LARGEST_LISTING_BYTES, inflate_listing, is_listing, parse_listing
from flows.fetch_requests import BusyError, Requester, RequestLimits
from flows.fetch_robots import Robots
from schemas.errors import UnreadableInputError
from schemas.rejections import RejectedRecord
from schemas.vocabularies import Stage

USER_AGENT = "banggiao/0.1 (reader of news on environmental cooperation)"
_DEEPEST_LISTING = 3
_LONGEST_CRAWL_DELAY = 60.0
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Settings of a fetch. Sizes are bytes after decoding, times are seconds."""

    user_agent: str = USER_AGENT
    """What servers see; its first word is the name looked for in robots.txt."""
    delay_seconds: float = 1.0
    """Between two requests to one host; a longer Crawl-delay of its robots.txt wins, up to 60 seconds."""
    timeout_seconds: float = 20.0
    total_seconds: float = 60.0
    largest_page_bytes: int = 10_000_000
    most_redirects: int = 5
    most_tries: int = 4
    """For time-outs, lost connections, 408, 425, 429 and 5xx."""
    backoff_seconds: float = 1.0
    """Wait before the second try; doubled for each further one, times a random factor of 0.5 to 1.5."""
    longest_wait_seconds: float = 120.0
    """A server that asks for a longer wait (Retry-After) is given up."""
    most_pages: int = 1_000
    """Pages asked for in one run; what listings name beyond that is left for the next."""
    most_listings: int = 200
    allow_private: bool = False
    """Also fetch from private, loopback and link-local addresses."""
    respect_robots: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one URL that was fetched."""

    url: str
    outcome: Literal["landed", "unchanged", "listing"]
    """`unchanged`: the server says so, or sent the same bytes; `listing`: a feed or sitemap, whose links follow."""
    path: Path


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did. Every URL that was asked for is in `fetched` or in `rejected`."""

    fetched: list[Fetched] = field(default_factory=list)
    rejected: list[RejectedRecord] = field(default_factory=list)
    left_out: int = 0
    """URLs of listings that were not asked for because `most_pages` or `most_listings` was reached."""

    def count(self, outcome: Literal["landed", "unchanged", "listing"]) -> int:
        """How many URLs ended so."""
        return sum(one.outcome == outcome for one in self.fetched)


@dataclass(frozen=True, slots=True)
class _Job:
    url: str
    depth: int
    tries: int = 0


def fetch(
    targets: Sequence[str],
    landing: Path,
    options: FetchOptions | None = None,
    *,
    on_progress: Callable[[Fetched | RejectedRecord], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> FetchReport:
    """Land the pages behind feeds (RSS, Atom), sitemaps (also indexes, gzipped), page URLs, and files of URLs.

    What a target is shows when it is there: a feed or sitemap is followed, an HTML page is landed. A target that is no
    URL is read as a file with one URL a line (blank lines and those that start with # aside). Pages that were landed
    before are asked for conditionally. One bad URL never ends the run: it is in the report with its reason.

    Raises InputError where the landing folder cannot be written.
    """
    chosen = options or FetchOptions()
    limits = RequestLimits(
        chosen.user_agent,
        chosen.timeout_seconds,
        chosen.total_seconds,
        chosen.most_redirects,
        chosen.allow_private,
    )
    with Requester(limits, now=lambda: datetime.now(UTC)) as requester:
        run = _Run(requester, Landing(landing), chosen, on_progress)
        for target in targets:
            run.add_target(target)
        run.work(sleep)
        return run.report()


class _Run:
    """A queue for each host, and the moment from which the host may be asked again."""

    def __init__(
        self,
        requester: Requester,
        landing: Landing,
        options: FetchOptions,
        on_progress: Callable[[Fetched | RejectedRecord], None],
    ) -> None:
        self._requester = requester
        self._landing = landing
        self._options = options
        self._on_progress = on_progress
        self._robots = Robots(requester, options.user_agent)
        self._queues: dict[str, deque[_Job]] = {}
        self._ready_at: dict[str, float] = {}
        self._known: set[str] = set()
        self._asked_pages = self._asked_listings = self._left_out = 0
        self._fetched: list[Fetched] = []
        self._rejected: list[RejectedRecord] = []
        self._random = random.Random()  # noqa: S311 - jitter, no secret

    def report(self) -> FetchReport:
        return FetchReport(self._fetched, self._rejected, self._left_out)

    def add_target(self, target: str) -> None:
        """A URL, or a file of URLs; what is neither is refused."""
        if "://" in target:
            self._enqueue(target, depth=0)
            return
        try:
            for url in _urls_of_file(Path(target)):
                self._enqueue(url, depth=0)
        except UnreadableInputError as error:
            self._refuse(target, error.reason_code, str(error))

    def _enqueue(self, url: str, depth: int) -> None:
        try:
            checked = checked_url(url)
        except UnreadableInputError as error:
            self._refuse(url, error.reason_code, str(error))
            return
        if checked in self._known:
            return
        if len(self._known) >= self._options.most_pages + self._options.most_listings:
            self._left_out += 1
            return
        self._known.add(checked)
        self._queues.setdefault(_host(checked), deque()).append(_Job(checked, depth))

    def work(self, sleep: Callable[[float], None]) -> None:
        """Take one job after the other, always from the host that may be asked soonest, until none is left."""
        while self._queues:
            host = min(self._queues, key=lambda name: self._ready_at.get(name, 0.0))
            wait = self._ready_at.get(host, 0.0) - time.monotonic()
            if wait > 0:
                sleep(wait)
            job = self._queues[host].popleft()
            if not self._queues[host]:
                del self._queues[host]
            self._do(job)

    def _do(self, job: _Job) -> None:
        host = _host(job.url)
        if self._asked_pages >= self._options.most_pages:
            self._left_out += 1
            return
        try:
            outcome = self._fetch_one(job)
        except BusyError as error:
            self._retry_later(job, error)
            return
        except UnreadableInputError as error:
            self._refuse(job.url, error.reason_code, str(error))
        else:
            self._fetched.append(outcome)
            self._on_progress(outcome)
        self._rest(host, job.url)

    def _rest(self, host: str, url: str, at_least: float = 0.0) -> None:
        asked = min(self._robots.delay(url), _LONGEST_CRAWL_DELAY) if self._options.respect_robots else 0.0
        self._ready_at[host] = time.monotonic() + max(self._options.delay_seconds, asked, at_least)

    def _retry_later(self, job: _Job, error: BusyError) -> None:
        tries = job.tries + 1
        backoff = self._options.backoff_seconds * 2 ** (tries - 1) * self._random.uniform(0.5, 1.5)
        wait = max(backoff, error.retry_after or 0.0)
        self._rest(_host(job.url), job.url, min(wait, self._options.longest_wait_seconds))
        if tries >= self._options.most_tries or wait > self._options.longest_wait_seconds:
            self._refuse(job.url, "gave_up", f"{error}; given up after {tries} {'try' if tries == 1 else 'tries'}")
            return
        self._queues.setdefault(_host(job.url), deque()).appendleft(_Job(job.url, job.depth, tries))

    def _fetch_one(self, job: _Job) -> Fetched:
        if self._options.respect_robots:
            self._robots.check(job.url)
        allow = self._robots.check if self._options.respect_robots else lambda _: None
        largest = max(self._options.largest_page_bytes, LARGEST_LISTING_BYTES if job.depth < _DEEPEST_LISTING else 0)
        answer = self._requester.get(job.url, self._landing.validators(job.url), largest, allow)
        if answer.status == 304:
            return self._not_modified(job)
        body = inflate_listing(job.url, answer.body)
        if is_listing(body):
            return self._follow(job, answer, body)
        return self._land(job, answer)

    def _not_modified(self, job: _Job) -> Fetched:
        held = self._landing.held_listing(job.url)
        if held is None:
            self._asked_pages += 1
            path = self._landing.page_path(job.url)
            if not path.is_file():
                raise UnreadableInputError(job.url, "answers 304, unasked", reason_code="http_304")
            return Fetched(job.url, "unchanged", path)
        self._enqueue_listed(job, held)
        return Fetched(job.url, "listing", self._landing.listing_path(job.url))

    def _follow(self, job: _Job, answer: Answer, body: bytes) -> Fetched:
        listing = Answer(answer.url, answer.final_url, answer.status, answer.headers, body, answer.fetched_at)
        path, _ = self._landing.save(listing, is_listing=True)
        self._enqueue_listed(job, body)
        return Fetched(job.url, "listing", path)

    def _enqueue_listed(self, job: _Job, body: bytes) -> None:
        self._asked_listings += 1
        if job.depth >= _DEEPEST_LISTING or self._asked_listings > self._options.most_listings:
            self._left_out += 1
            return
        listing = parse_listing(job.url, body)
        for url in (*listing.listings, *listing.pages):
            self._enqueue(url, job.depth + 1)

    def _land(self, job: _Job, answer: Answer) -> Fetched:
        self._asked_pages += 1
        kind = answer.headers.get("content-type", "text/html").lower()
        if not kind.startswith(_PAGE_TYPES):
            raise UnreadableInputError(job.url, f"is {kind.split(';')[0]}, not a page", reason_code="not_a_page")
        if len(answer.body) > self._options.largest_page_bytes:
            reason = f"is longer than {self._options.largest_page_bytes:,} bytes"
            raise UnreadableInputError(job.url, reason, reason_code="too_large")
        if not answer.body.strip():
            raise UnreadableInputError(job.url, "is empty", reason_code="empty_page")
        path, has_changed = self._landing.save(answer, is_listing=False)
        return Fetched(job.url, "landed" if has_changed else "unchanged", path)

    def _refuse(self, url: str, code: str, reason: str) -> None:
        record = RejectedRecord(
            source_name=one_line(url.rstrip("/").rsplit("/", 1)[-1] or url),
            source_uri=one_line(url),
            stage=Stage.DISCOVER,
            reason_code=code,
            reason=one_line(reason),
        )
        self._rejected.append(record)
        self._on_progress(record)


def _host(url: str) -> str:
    return httpx.URL(url).netloc.decode("ascii")


def _urls_of_file(path: Path) -> Iterator[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(str(path), "is not UTF-8 text", reason_code="not_decodable") from error
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            str(path), "is neither a URL nor a file of URLs that can be opened", reason_code="not_found"
        ) from error
    for line in text.splitlines():
        url = line.strip()
        if url and not url.startswith("#"):
            yield url

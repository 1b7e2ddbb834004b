"""The result of an audit as one page that opens from disk, without a network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path

from schemas.errors import WarehouseError
from warehouse.audit_results import AuditResult, ExpectationResult, printable

PAGE_NAME = "index.html"

_STYLE = """
:root { color-scheme: light dark; --text: #1c2733; --soft: #5b6875; --page: #f5f7f9; --card: #fff; --line: #dde3e9;
  --bad: #b3261e; --bad-soft: #fbe9e7; --warn: #8a5a00; --warn-soft: #fff4d6; --good: #1b6e3c; --good-soft: #e3f4e9; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e9ee; --soft: #9fabb7; --page: #12181e; --card: #1b232b;
  --line: #33404c; --bad: #ff8a80; --bad-soft: #43211f; --warn: #ffc766; --warn-soft: #3d311a; --good: #7ddc9e;
  --good-soft: #1d3a29; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Noto Sans", sans-serif; color: var(--text); background: var(--page); margin: 0 auto;
  max-width: 72rem; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.7rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.75rem; }
h3 { font-size: 1rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
p { margin: 0.25rem 0 0.75rem; }
.soft { color: var(--soft); }
.verdict { border-radius: 0.5rem; font-weight: 600; margin: 1.25rem 0; padding: 0.9rem 1.1rem; }
.tiles { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
.tile, .card, details { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
.tile { padding: 0.7rem 1rem; }
.tile b { display: block; font-size: 1.6rem; line-height: 1.2; }
.card { margin: 0 0 1rem; padding: 1rem; }
.wide { overflow-x: auto; }
details { margin: 0 0 0.75rem; }
summary { cursor: pointer; font-weight: 600; padding: 0.75rem 1rem; }
details .wide { padding: 0 1rem 0.75rem; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
th, td { border-top: 1px solid var(--line); padding: 0.4rem 0.75rem 0.4rem 0; text-align: left; vertical-align: top; }
th { border-top: 0; color: var(--soft); font-weight: 600; }
td { min-width: 6rem; }
td.text { overflow-wrap: anywhere; }
code { font-size: 0.85rem; overflow-wrap: anywhere; }
.badge { border-radius: 1rem; font-size: 0.8rem; font-weight: 600; padding: 0.1rem 0.6rem; white-space: nowrap; }
.block { background: var(--bad-soft); color: var(--bad); }
.warn { background: var(--warn-soft); color: var(--warn); }
.pass { background: var(--good-soft); color: var(--good); }
"""
_NAMES = {"block": "chặn (block)", "warn": "cảnh báo (warn)", "pass": "đạt (passed)"}


def write_quality_page(result: AuditResult, folder: Path) -> Path:
    """Write the page over the last one in `folder`, in one step, and return its path.

    Every text of the data is escaped, characters that turn text around are replaced, and the page loads nothing.
    Raises WarehouseError where it cannot be written.
    """
    page = folder / PAGE_NAME
    following = folder / f".{PAGE_NAME}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        following.write_text(quality_page(result), encoding="utf-8", errors="backslashreplace")
        following.replace(page)
    except OSError as error:
        raise WarehouseError(f"{page}: cannot write the quality page: {error}") from error
    return page


def quality_page(result: AuditResult) -> str:
    """The page as HTML: verdict, broken expectations with their rows, then all expectations by suite."""
    broken = [*result.blocking, *result.warnings]
    parts = [
        "<!doctype html>",
        '<html lang="vi"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>banggiao: chất lượng dữ liệu</title><style>{_STYLE}</style></head><body>",
        "<h1>Chất lượng dữ liệu (data quality)</h1>",
        f'<p class="soft">Run {escape(result.run_id)}, {result.audited_at:%Y-%m-%d %H:%M:%S} UTC</p>',
        _verdict(result),
        '<div class="tiles">',
        _tile(len(result.results), "kỳ vọng (expectations)"),
        _tile(len(result.results) - len(broken), "đạt (passed)"),
        _tile(len(result.blocking), "chặn (blocking)"),
        _tile(len(result.warnings), "cảnh báo (warnings)"),
        "</div>",
    ]
    if broken:
        parts.append("<h2>Vi phạm (broken)</h2>")
        parts.extend(_broken(found) for found in broken)
    parts.append("<h2>Tất cả (all expectations)</h2>")
    suites = dict.fromkeys(found.suite for found in result.results)
    parts.extend(_suite(suite, [found for found in result.results if found.suite == suite]) for suite in suites)
    parts.append("</body></html>")
    return "\n".join(parts)


def _verdict(result: AuditResult) -> str:
    if result.passed:
        return '<p class="verdict pass">Đạt: dữ liệu được công bố. (Passed: the data may be published.)</p>'
    return (
        '<p class="verdict block">Không đạt: giữ nguyên tệp đã công bố.'
        " (Failed: the published file stays as it was.)</p>"
    )


def _tile(count: int, label: str) -> str:
    return f'<div class="tile"><b>{count:,}</b><span class="soft">{label}</span></div>'


def _badge(kind: str) -> str:
    return f'<span class="badge {kind}">{_NAMES[kind]}</span>'


def _broken(found: ExpectationResult) -> str:
    head = (
        f'<div class="card"><h3>{_badge(found.severity)} {escape(found.suite)}.{escape(found.name)}</h3>'
        f"<p>{escape(found.meaning)}</p>"
    )
    table = f'<p class="soft">Table {escape(found.table)}'
    if found.unexpected_rows is None:
        return f"{head}{table}; observed: {escape(printable(str(found.observed)))}.</p></div>"
    names = list(found.offending[0]) if found.offending else []
    header = "".join(f'<th scope="col">{escape(printable(name))}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f'<td class="text">{escape(printable(row.get(name, "")))}</td>' for name in names) + "</tr>"
        for row in found.offending
    )
    return (
        f"{head}{table}: {found.unexpected_rows:,} rows, the first {len(found.offending)} of them:</p>"
        f'<div class="wide"><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div></div>'
    )


def _suite(name: str, results: Sequence[ExpectationResult]) -> str:
    """One suite, folded; its first line says how many of its expectations hold."""
    passed = sum(found.is_passed for found in results)
    rows = "".join(
        f"<tr><td>{_badge('pass' if found.is_passed else found.severity)}</td>"
        f"<td><code>{escape(found.name)}</code></td><td>{escape(found.meaning)}</td>"
        f"<td><code>{escape(found.table)}</code></td><td>{found.severity}</td></tr>"
        for found in results
    )
    header = "".join(
        f'<th scope="col">{title}</th>' for title in ("result", "expectation", "meaning", "table", "severity")
    )
    return (
        f"<details><summary>{escape(name)}: {passed}/{len(results)}</summary>"
        f'<div class="wide"><table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )

"""The result of an audit as one page that opens from disk, without a network."""

from __future__ import annotations

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path

from schemas.errors import WarehouseError
from warehouse.audit_results import AuditResult, ExpectationResult

PAGE_NAME = "index.html"

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --warn: #ffc766; --good: #7ddc9e; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
.block { color: var(--bad); font-weight: 600; }
.warn { color: var(--warn); font-weight: 600; }
.pass { color: var(--good); }
summary { cursor: pointer; }
"""


def write_quality_page(result: AuditResult, folder: Path) -> Path:
    """Write the page over the last one in `folder`, in one step, and return its path.

    Every text of the data is escaped, and the page loads nothing. Raises WarehouseError where it cannot be written.
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
    verdict = (
        '<p class="pass">Đạt: dữ liệu được công bố. (Passed: the data may be published.)</p>'
        if result.passed
        else '<p class="block">Không đạt: giữ nguyên tệp đã công bố. (Failed: the published file stays as it was.)</p>'
    )
    broken = [*result.blocking, *result.warnings]
    parts = [
        "<!doctype html>",
        '<html lang="vi"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>banggiao: chất lượng dữ liệu</title><style>{_STYLE}</style></head><body>",
        "<h1>Chất lượng dữ liệu (data quality)</h1>",
        f"<p>Run {escape(result.run_id)}, {result.audited_at:%Y-%m-%d %H:%M:%S} UTC.</p>",
        verdict,
        f"<p>{len(result.results)} kỳ vọng (expectations): {len(result.results) - len(broken)} đạt (passed), "
        f"{len(result.blocking)} chặn (blocking), {len(result.warnings)} cảnh báo (warnings).</p>",
    ]
    if broken:
        parts.append("<h2>Vi phạm (broken)</h2>")
        parts.extend(_broken(found) for found in broken)
    for suite in dict.fromkeys(found.suite for found in result.results):
        parts.append(f"<h2>{escape(suite)}</h2>")
        parts.append(_table(found for found in result.results if found.suite == suite))
    parts.append("</body></html>")
    return "\n".join(parts)


def _broken(found: ExpectationResult) -> str:
    head = (
        f'<h3><span class="{found.severity}">{found.severity}</span> {escape(found.suite)}.{escape(found.name)}</h3>'
        f"<p>{escape(found.meaning)} Table {escape(found.table)}"
    )
    if found.unexpected_rows is None:
        return f"{head}; observed: {escape(str(found.observed))}.</p>"
    names = list(found.offending[0]) if found.offending else []
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(row.get(name, ''))}</td>" for name in names) + "</tr>" for row in found.offending
    )
    return (
        f"{head}; {found.unexpected_rows} rows, the first {len(found.offending)}:</p>"
        f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
    )


def _table(results: Iterable[ExpectationResult]) -> str:
    rows = "".join(
        f"<tr><td>{escape(found.name)}</td><td>{escape(found.table)}</td><td>{found.severity}</td>"
        f'<td class="{"pass" if found.is_passed else found.severity}">{"passed" if found.is_passed else "broken"}</td>'
        f"<td>{escape(found.meaning)}</td></tr>"
        for found in results
    )
    header = "".join(
        f'<th scope="col">{name}</th>' for name in ("expectation", "table", "severity", "result", "meaning")
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"

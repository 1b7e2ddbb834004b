"""The dictionary as one Markdown page: schemas, diagrams (Mermaid), and each table with its columns."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.dictionary import Dictionary, DictionaryColumn, DictionaryTable, nearest_reads

_HEAD = """\
# Dictionary

Every table and view of the published file `published/banggiao.duckdb`, and what each column means. Written by
`banggiao dictionary` from the comments, keys and statements in the file itself; not edited by hand.

Most questions are answered by the views of `reports`: one row per article and fact. Count facts in `core`, where a
meeting or commitment that several articles tell of has one row.
"""


def dictionary_page(dictionary: Dictionary) -> str:
    """The whole page, ending in a line break; the same for the same dictionary."""
    return "\n".join(_lines(dictionary)) + "\n"


def relations_mermaid(dictionary: Dictionary) -> str:
    """An entity-relationship diagram of `core` in Mermaid: key columns, and a line for each foreign key."""
    lines = ["erDiagram"]
    core = [table for table in dictionary.tables if table.schema == "core"]
    for table in core:
        name = _short(table.name)
        lines.append(f"    {name} {{")
        for column in table.columns:
            marks = [mark for mark, is_set in (("PK", column.is_key), ("FK", column.references)) if is_set]
            if marks:
                lines.append(f"        {column.data_type.lower()} {column.name} {', '.join(marks)}")
        lines.append("    }")
    for table in core:
        for column in table.columns:
            if column.references:
                many = "|o" if column.is_nullable else "||"
                lines.append(f"    {_short(column.references[0])} {many}--o{{ {_short(table.name)} : {column.name}")
    return "\n".join(lines)


def lineage_mermaid(dictionary: Dictionary) -> str:
    """A flow chart in Mermaid from `raw` over `core` to the views of `reports`; steps of a run stand on the arrows."""
    nearest = nearest_reads(dictionary)
    shown = [table for table in dictionary.tables if table.name in nearest]
    lines = ["flowchart LR"]
    for schema in ("raw", "core", "reports"):
        lines.append(f"    subgraph {schema}")
        lines.extend(
            f'        {_node(table.name)}["{_short(table.name)}"]' for table in shown if table.schema == schema
        )
        lines.append("    end")
    for table in shown:
        label = f"|{table.step}|" if table.step else ""
        lines.extend(f"    {_node(source)} -->{label} {_node(table.name)}" for source in nearest[table.name])
    return "\n".join(lines)


def _lines(dictionary: Dictionary) -> Iterator[str]:
    yield _HEAD
    yield "| schema | what it holds |"
    yield "|---|---|"
    yield from (f"| `{schema}` | {_cell(meaning)} |" for schema, meaning in dictionary.schemas.items())
    yield "\n## How tables are joined\n"
    yield "The keys are declared in the file, so that tools find the joins. Other columns are left out here.\n"
    yield f"```mermaid\n{relations_mermaid(dictionary)}\n```"
    yield "\n## What is made from what\n"
    yield f"```mermaid\n{lineage_mermaid(dictionary)}\n```"
    yield "\nWhat each question of `banggiao report` reads:\n"
    yield "| report | question | reads |"
    yield "|---|---|---|"
    for report in dictionary.reports:
        yield f"| `{report.name}` | {_cell(report.question)} | {', '.join(f'`{name}`' for name in report.reads)} |"
    for schema in dictionary.schemas:
        yield f"\n## {schema}"
        for table in dictionary.tables:
            if table.schema == schema:
                yield from _table(table)


def _table(table: DictionaryTable) -> Iterator[str]:
    yield f"\n### {table.name}\n"
    yield f"{table.meaning}\n"
    yield f"{table.kind.capitalize()}{_origin(table)}\n"
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}`{_marks(column)} | {column.data_type} | {_cell(column.meaning)} |"


def _origin(table: DictionaryTable) -> str:
    step = f", filled by {table.step}" if table.step else ""
    reads = f", from {', '.join(f'`{name}`' for name in table.reads)}" if table.reads else ""
    key = f". Key: {', '.join(f'`{name}`' for name in table.primary_key)}" if table.primary_key else ""
    return f"{step}{reads}{key}."


def _marks(column: DictionaryColumn) -> str:
    key = " PK" if column.is_key else ""
    return f"{key} → `{'.'.join(column.references)}`" if column.references else key


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _short(name: str) -> str:
    return name.partition(".")[2]


def _node(name: str) -> str:
    return name.replace(".", "_")

"""The shape of the project: who may import whom, what starts fast, how large a file may be."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from schemas import errors

ROOT = Path(__file__).parents[1]
LAYERS = ["schemas", "articles", "warehouse", "flows"]
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
LONGEST_FILE = 400
SLOW_IMPORTS = ("prefect", "great_expectations", "polars", "trafilatura", "pyarrow", "pandas", "sqlalchemy")
READING_COMMANDS = (["report"], ["report", "--help"], ["--help"], ["run", "--help"], ["sql", "select 1"], ["status"])


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(path: Path) -> set[str]:
    """Top-level names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    # The warehouse names what it loads in annotations (articles is below it), never a flow.
    assert not _imports(path) & above, f"{_name(path)} imports upward"


@pytest.mark.parametrize("path", [path for path in MODULES if "flows" not in path.relative_to(ROOT).parts], ids=_name)
def test_only_flows_know_prefect(path: Path) -> None:
    assert "prefect" not in _imports(path)


@pytest.mark.parametrize("path", [path for path in MODULES if path.is_relative_to(ROOT / "articles")], ids=_name)
def test_reading_a_text_needs_no_database_and_no_network(path: Path) -> None:
    assert not _imports(path) & {"duckdb", "prefect", "great_expectations", "httpx", "requests", "sqlalchemy"}


@pytest.mark.parametrize("path", sorted([*MODULES, *(ROOT / "tests").rglob("*.py")]), ids=_name)
def test_no_file_does_too_much(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_is_a_drawer_for_odds_and_ends(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc"}


def test_every_error_is_in_the_one_hierarchy() -> None:
    classes = [value for value in vars(errors).values() if inspect.isclass(value)]
    assert all(issubclass(value, errors.BanggiaoError) for value in classes)
    strays = [
        f"{_name(path)}: {node.name}"
        for path in MODULES
        if path != ROOT / "schemas" / "errors.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and {base.id for base in node.bases if isinstance(base, ast.Name)} & BUILTIN
    ]
    assert not strays


BUILTIN = {"Exception", "ValueError", "RuntimeError", "TypeError", "KeyError", "OSError", "LookupError"}


@pytest.mark.parametrize("arguments", READING_COMMANDS, ids=" ".join)
def test_reading_commands_import_nothing_slow(arguments: list[str], tmp_path: Path) -> None:
    script = f"""
import sys
sys.argv = ["banggiao", *{arguments!r}]
from flows.cli import main
try:
    main()
except SystemExit:
    pass
print(*[name for name in {SLOW_IMPORTS!r} if name in sys.modules], sep=",", file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr.splitlines()[-1] == ""

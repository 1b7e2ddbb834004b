"""Settings and environment: what the user has set wins, what is missing gets a sound default."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.readers import ReadOptions
from flows.environment import prepare_environment, state_folder
from flows.fingerprint import code_fingerprint
from flows.settings import Settings, load_settings, sample_articles
from schemas.errors import ConfigurationError
from warehouse.connection import ROW_GROUP_ROWS


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANGGIAO_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.warehouse == Path("warehouse")
    assert settings.batch_size == ReadOptions().batch_size == ROW_GROUP_ROWS


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BANGGIAO_WAREHOUSE=from-file\nBANGGIAO_BATCH_SIZE=7\nPREFECT_API_URL=x\n", "utf-8")
    monkeypatch.setenv("BANGGIAO_WAREHOUSE", "from-environment")
    settings = load_settings()
    assert settings.warehouse == Path("from-environment")
    assert settings.batch_size == 7


@pytest.mark.parametrize("value", ["none", "0", "-5", "100001"])
def test_a_value_that_cannot_work_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BANGGIAO_BATCH_SIZE", value)
    with pytest.raises(ConfigurationError, match=rf"BANGGIAO_BATCH_SIZE: .*'{value}'"):
        load_settings()


def test_sample_articles_come_with_the_package() -> None:
    assert len([path for path in sample_articles().rglob("*") if path.is_file()]) >= 10


def test_nobody_is_told_that_the_project_runs(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    prepare_environment(environ)
    assert environ["DO_NOT_TRACK"] == "1"
    assert environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environ["GX_ANALYTICS_ENABLED"] == "false"


def test_what_the_user_has_set_stays(tmp_path: Path) -> None:
    chosen = {"GX_ANALYTICS_ENABLED": "true", "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "DEBUG"}
    environ = {**chosen, "XDG_STATE_HOME": str(tmp_path)}
    prepare_environment(environ, in_terminal=True)
    assert {name: environ[name] for name in chosen} == chosen


def test_the_embedded_server_keeps_its_records_apart(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    prepare_environment(environ)
    assert environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"].endswith(f"{tmp_path}/banggiao/prefect.db")
    assert state_folder(environ).is_dir()


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in its place", "utf-8")
    with pytest.raises(ConfigurationError, match=r"/state/banggiao.*XDG_STATE_HOME.*PREFECT_API_URL"):
        prepare_environment({"XDG_STATE_HOME": str(tmp_path / "state")})


@pytest.mark.parametrize(
    "name", ["PREFECT_API_URL", "PREFECT_HOME", "PREFECT_PROFILE", "PREFECT_API_DATABASE_CONNECTION_URL"]
)
def test_a_server_or_database_of_the_user_is_used(name: str, tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path), name: "theirs"}
    prepare_environment(environ)
    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL" not in environ
    assert environ[name] == "theirs"


def test_the_fingerprint_is_short_and_the_same_twice() -> None:
    assert code_fingerprint() == code_fingerprint()
    assert len(code_fingerprint()) == 16

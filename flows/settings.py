"""What a user can set: by environment (`BANGGIAO_...`) or in a `.env` file of the current folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, InstanceOf, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from schemas.errors import ConfigurationError
from warehouse.lake_address import LakeAddress, Warehouse, named_warehouse

PREFIX = "BANGGIAO_"


def _named(value: str | Path) -> Warehouse:
    """What the environment names, or the default, which is a path already."""
    return named_warehouse(value) if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings of one command. Read when asked for, never at import; a command-line option wins over them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    # Read as text: a path knows no `//`, and an address is no JSON.
    warehouse: Annotated[InstanceOf[Path] | InstanceOf[LakeAddress], NoDecode, BeforeValidator(_named)] = Field(
        Path("warehouse"), description="Folder of the working database and the published file, or address of a lake"
    )
    lake_data: str = Field("", description="Folder of the Parquet files, where the warehouse is a DuckLake")
    batch_size: int = Field(4_096, ge=1, le=100_000, description="Most articles of one batch")
    workers: int = Field(1, ge=1, le=64, description="Processes that clean and extract")
    column_map: Annotated[str, NoDecode] = Field("", description="Field to column, as `text=content,url=link`")
    reference: Path | None = Field(None, description="Folder with rows of your own beside the reference data")
    dashboard: bool = Field(True, description="Whether runs write the dashboard after each publication")
    lock_wait_seconds: float = Field(0.0, ge=0, description="How long a run waits for another one that writes")
    dashboard_url: str | None = Field(None, description="Where people find the dashboard; runs link to it in Prefect")


def load_settings() -> Settings:
    """The settings in force. Raises ConfigurationError, naming the variable, where a value cannot work."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{name}: {first['msg']} (value: {first['input']!r})") from error


def sample_articles() -> Path:
    """The folder of sample articles that come with the package."""
    return Path(str(files("seeds"))) / "articles"

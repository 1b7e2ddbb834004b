"""Which warehouse a command or a flow works on, and which of them need one in a folder."""

from __future__ import annotations

import os
from pathlib import Path

from flows.settings import PREFIX, load_settings
from schemas.errors import ConfigurationError
from warehouse.lake_address import LakeAddress, Warehouse, is_lake, named_warehouse
from warehouse.locations import Locations

_SETTING = f"{PREFIX}WAREHOUSE"


def chosen_warehouse(option: str | None) -> Warehouse:
    """The warehouse of the option `--warehouse`, else that of the settings. Raises ConfigurationError."""
    return named_warehouse(option) if option else load_settings().warehouse


def local_warehouse(option: str | None) -> Locations:
    """The places of the chosen warehouse, for what is not for a lake. Raises ConfigurationError where it is one."""
    return locations_of(chosen_warehouse(option))


def locations_of(warehouse: Warehouse) -> Locations:
    """The places of a warehouse in a folder. Raises ConfigurationError for a lake, which has no published file."""
    if isinstance(warehouse, LakeAddress):
        raise ConfigurationError(
            f"{warehouse}: this is not for a lake: attach it in DuckDB (docs/scaling.md), or name a folder"
        )
    return Locations(warehouse)


def flow_parameter(warehouse: Warehouse) -> Path | None:
    """What a flow of this process, or of its children, is given to work on `warehouse`.

    Prefect stores and shows parameters: the address of a lake goes by the environment, which this sets.
    """
    if isinstance(warehouse, LakeAddress):
        os.environ[_SETTING] = warehouse.whole
        return None
    return warehouse


def warehouse_of_flow(parameter: Path | None) -> Warehouse:
    """The warehouse of a flow run: its parameter, else that of the settings.

    Raises ConfigurationError for the address of a lake as a parameter, which would be stored with its password.
    """
    if parameter is None:
        return load_settings().warehouse
    if is_lake(str(parameter)):
        raise ConfigurationError(
            f"the address of a lake is no parameter, which Prefect stores and shows: set {_SETTING} in the"
            " environment of the run"
        )
    return parameter

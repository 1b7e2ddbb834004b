"""Where a run extracts: in its own process, or on a Dask cluster of the user's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.errors import ConfigurationError

Runner = Literal["local", "dask"]


@dataclass(frozen=True, slots=True)
class DaskCluster:
    """Where articles are extracted instead of in this process."""

    address: str
    """Of the scheduler: `tcp://host:8786`."""
    exchange: str | None = None
    """Folder or fsspec URL that workers hand their fact files over in; None: `exchange/` of the warehouse."""


def dask_cluster(runner: Runner, address: str | None, exchange: str | None) -> DaskCluster | None:
    """The cluster that the options name; None where the run extracts by itself.

    Raises ConfigurationError where one of the options is missing that the others need.
    """
    if runner == "local":
        if address or exchange:
            raise ConfigurationError("--address and --exchange are for --runner dask")
        return None
    if not address:
        raise ConfigurationError("--runner dask needs --address, the scheduler of the cluster: tcp://host:8786")
    return DaskCluster(address, exchange)

"""The Prefect server that the user runs: schedules and automations live there, not on the embedded one."""

from __future__ import annotations

from flows.environment import prepare_environment
from schemas.errors import ConfigurationError

_PATIENCE_SECONDS = 10.0


def require_server() -> str:
    """The address of the API of the user's server, which answers.

    Raises ConfigurationError where PREFECT_API_URL is not set, or nothing answers there.
    """
    prepare_environment()
    import httpx
    from prefect.settings import PREFECT_API_URL

    address: str | None = PREFECT_API_URL.value()
    if not address:
        raise ConfigurationError(
            "PREFECT_API_URL is not set: this needs a server that stays; start one with `prefect server start`"
        )
    try:
        httpx.get(f"{address.rstrip('/')}/health", timeout=_PATIENCE_SECONDS)
    except httpx.HTTPError as error:
        raise ConfigurationError(f"PREFECT_API_URL: nothing answers at {address} ({error})") from error
    return address

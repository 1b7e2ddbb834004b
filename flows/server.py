"""The Prefect server that the user runs: schedules and automations live there, not on the embedded one."""

from __future__ import annotations

from flows.environment import prepare_environment
from schemas.errors import ConfigurationError

_PATIENCE_SECONDS = 10.0


def require_server() -> str:
    """The address of the API of the user's server, which answers.

    Raises ConfigurationError where PREFECT_API_URL is not set, or no such API answers there.
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
        answer = httpx.get(f"{address.rstrip('/')}/health", timeout=_PATIENCE_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ConfigurationError(f"PREFECT_API_URL: nothing answers at {address} ({error})") from error
    # Another web server answers too, and Prefect's own shows its pages beside the API.
    if answer.status_code != httpx.codes.OK or answer.text.strip() != "true":
        raise ConfigurationError(
            f"PREFECT_API_URL: what answers at {address} is no API of a Prefect server (status {answer.status_code}); "
            "its address ends in /api, as in http://127.0.0.1:4200/api"
        )
    return address

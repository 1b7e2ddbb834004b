"""Settings of Prefect and Great Expectations that must stand before either is imported.

Each is a default: what the user has set in the environment stays. Nothing here imports either of them.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

from schemas.errors import ConfigurationError

_SERVER_ADDRESS = ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_HOME")
_SERVER_DATABASE = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")

_DEFAULTS = {
    # Nobody is told that the project runs.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    # The embedded server takes 6 to 13 s to start on two cores (measured 2026-11-21), longer on a busy machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "240",
    # Prefect's own block types (1.5 s of that start) serve no flow of ours; a standalone server registers them itself.
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}

_TERMINAL_DEFAULTS = {
    # The user sees the run's own progress and messages; Prefect's records go to its server, tracebacks included.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}


def prepare_environment(environ: MutableMapping[str, str] = os.environ, *, in_terminal: bool = False) -> None:
    """Set the defaults in `environ` that are missing there; with `in_terminal` also those that keep Prefect quiet.

    Without a server, profile or database of the user's own, the embedded server keeps its records in a database of
    its own under `state_folder()`, so that another Prefect on the machine, of whatever version, is not touched.
    Raises ConfigurationError where that folder cannot be made or written to.
    """
    for name, value in {**_DEFAULTS, **(_TERMINAL_DEFAULTS if in_terminal else {})}.items():
        environ.setdefault(name, value)
    if any(environ.get(name) for name in (*_SERVER_ADDRESS, *_SERVER_DATABASE)):
        return
    try:
        folder = state_folder(environ)
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(f"{folder} cannot be written to")
    # Without a home, Path.home() raises RuntimeError.
    except (OSError, RuntimeError) as error:
        raise ConfigurationError(
            f"no folder for the records of Prefect's embedded server: {error}; name one that can be written to in "
            "XDG_STATE_HOME, or a server in PREFECT_API_URL"
        ) from error
    environ[_SERVER_DATABASE[0]] = f"sqlite+aiosqlite:///{folder / 'prefect.db'}"


def state_folder(environ: MutableMapping[str, str] = os.environ) -> Path:
    """Folder for what is worth keeping between commands but belongs to no warehouse (XDG base directories)."""
    base = environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "banggiao"

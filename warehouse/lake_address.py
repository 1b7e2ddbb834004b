"""How a warehouse is named: a folder, or the address of a lake, whose password is shown nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote, unquote

from schemas.errors import ConfigurationError

_LAKE = "ducklake:"
_CATALOGUE = f"{_LAKE}postgres:"
_FORM = f"{_CATALOGUE}dbname=... host=... user=..., or {_CATALOGUE}postgresql://user@host/dbname"
_HIDDEN = "***"


@dataclass(frozen=True, repr=False)
class LakeAddress:
    """The address of a lake whose catalogue is in PostgreSQL: `ducklake:postgres:`, and keywords or a URI of libpq.

    Shown, formatted or printed it is without its password; who connects takes `catalogue` and `password`.
    Raises ConfigurationError, which quotes nothing of it, where it is none: libpq would repeat what it cannot read.
    """

    whole: str
    """As it was given, password included: for the environment of a process and nothing else."""

    def __post_init__(self) -> None:
        """Read it at once, so that one of no use is refused where it was given."""
        if not self.whole.startswith(_CATALOGUE):
            raise ConfigurationError(f"the address of a lake has the form {_FORM}")
        others = [name for name in self._parameters if name != "password" and name.endswith(("password", "secret"))]
        if others:
            # DuckDB takes a password apart from the address, and repeats all the rest in its messages.
            raise ConfigurationError(f"{others[0]}: the address of a lake holds no secret but the password")

    @property
    def catalogue(self) -> str:
        """What DuckDB attaches: the address in keywords, without the password."""
        return f"{_CATALOGUE}{_keywords(self._parameters, without='password')}"

    @property
    def password(self) -> str | None:
        """The password of the catalogue; None where libpq finds it by itself (PGPASSFILE, PGPASSWORD)."""
        return self._parameters.get("password") or None

    def __str__(self) -> str:
        shown = {name: _HIDDEN if name == "password" else value for name, value in self._parameters.items()}
        return f"{_CATALOGUE}{_keywords(shown)}"

    def __repr__(self) -> str:
        return f"LakeAddress({str(self)!r})"

    def redacted(self, text: str) -> str:
        """The text of a message without the password, in whatever form it repeats it."""
        text = text.replace(self.whole.removeprefix(_CATALOGUE), str(self).removeprefix(_CATALOGUE))
        for form in (_quoted(self.password), quote(self.password, safe=""), self.password) if self.password else ():
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", _HIDDEN, text)
        return text

    @cached_property
    def _parameters(self) -> dict[str, str]:
        """Keywords of libpq and their values, unquoted, in the order of the address."""
        text = self.whole.removeprefix(_CATALOGUE).strip()
        found = _from_uri(text) if re.match(r"postgres(ql)?://", text) else _from_keywords(text)
        if found is None:
            raise ConfigurationError(
                f"the address of the lake cannot be read: {_FORM}. A value with spaces stands in single quotes;"
                " in a URI, what is not a letter or digit of a password is percent-encoded"
            )
        return found


Warehouse: TypeAlias = Path | LakeAddress
"""The folder of a warehouse, or the address of a lake."""


def is_lake(text: str) -> bool:
    """Whether the text names a lake and not a folder."""
    return text.startswith(_LAKE)


def named_warehouse(text: str) -> Warehouse:
    """The warehouse that a setting or an option names.

    Raises ConfigurationError for an address of something else: no warehouse is in an object store.
    """
    if is_lake(text):
        return LakeAddress(text)
    if "://" in text:
        raise ConfigurationError("a warehouse is a folder of this machine or a lake (ducklake:postgres:...), no URL")
    return Path(text)


_KEYWORD = re.compile(r"\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*)?)(?=\s|$)", re.DOTALL)


def _from_keywords(text: str) -> dict[str, str] | None:
    """The parameters of `name=value name='other value'`; None where it is not that."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        pair = _KEYWORD.match(text, at)
        if pair is None:
            return None
        found[pair[1]] = re.sub(r"\\(.)", r"\1", pair[2] or pair[3] or "", flags=re.DOTALL)
        at = pair.end()
    return found


_URI = re.compile(
    r"postgres(?:ql)?://(?:(?P<user>[^:@/]*)(?::(?P<password>[^@/]*))?@)?(?P<hosts>[^@/?]*)"
    r"(?:/(?P<dbname>[^?@/]*))?(?:\?(?P<rest>[^?]*))?"
)
_HOST = re.compile(r"(?:\[(?P<address>[^\[\]]*)\]|(?P<name>[^:\[\]]*))(?::(?P<port>\d*))?")


def _from_uri(text: str) -> dict[str, str] | None:
    """The parameters of `postgresql://user:password@host:port,other/dbname?name=value`; None where it is not that."""
    uri = _URI.fullmatch(text)
    hosts = [] if uri is None else [_HOST.fullmatch(host) for host in uri["hosts"].split(",")]
    rest = [] if uri is None or not uri["rest"] else [pair.split("=") for pair in uri["rest"].split("&")]
    if uri is None or any(host is None for host in hosts) or any(len(pair) != 2 for pair in rest):
        return None
    known = [host for host in hosts if host is not None]
    ports = [host["port"] or "" for host in known]
    found = {
        "dbname": uri["dbname"],
        "host": ",".join(host["address"] or host["name"] or "" for host in known),
        "port": ",".join(ports) if any(ports) else None,
        "user": uri["user"],
        "password": uri["password"],
        **{unquote(name): value for name, value in rest},
    }
    return {name: unquote(value) for name, value in found.items() if value}


def _keywords(parameters: dict[str, str], *, without: str = "") -> str:
    return " ".join(f"{name}={_quoted(value)}" for name, value in parameters.items() if name != without)


def _quoted(value: str) -> str:
    """The value as it stands behind a keyword: in quotes where it must."""
    if re.fullmatch(r"[^\s'\\]+", value):
        return value
    return "'" + re.sub(r"(['\\])", r"\\\1", value) + "'"

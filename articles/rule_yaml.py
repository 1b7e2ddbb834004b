"""Reads the YAML of `seeds/`: with the C parser where PyYAML has it, which is about eight times faster."""

from __future__ import annotations

from typing import Any

import yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """The document that the text holds: mappings, lists, strings, numbers. Raises yaml.YAMLError where it is none."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - both are safe loaders, only chosen at run time

"""Why a page yields no article."""

from __future__ import annotations

from schemas.errors import InputError


class CleaningError(InputError):
    """No article is left of a page, or it is not safe to read; `reason_code` is stable, for grouping."""

    def __init__(self, source: str, reason: str, reason_code: str) -> None:
        self.reason_code = reason_code
        super().__init__(source, reason)

"""What tables of the published file can be exported as."""

from __future__ import annotations

from enum import StrEnum


class ExportFormat(StrEnum):
    """One file a table, of this kind; the value is also the suffix."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"

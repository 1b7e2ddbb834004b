"""Reads and understands a text: pure functions from bytes to records. No Prefect, no database, no clock."""

"""Prefect flows and the command line: orchestration only. Nothing here is imported by the other packages."""

"""The DuckDB warehouse: connection, migrations, loading, auditing, publishing."""

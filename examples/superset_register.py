"""Register a published file in Apache Superset: a database, two data sets that keep their descriptions, and two charts.

Run it by the Python that Superset is installed in, where Superset is set up (docs/clients.md has the whole sequence):

    superset-venv/bin/python examples/superset_register.py warehouse/published/banggiao.duckdb

It may be run again at any time; what is there already is brought up to date. At the end it asks each chart for its
data, as the page would, and prints the first rows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NAME = "banggiao"
CHARTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "Commitments by kind": (
        "fct_commitment",
        "pie",
        {"groupby": ["kind"], "metric": "count", "row_limit": 10},
    ),
    "Meetings by year": (
        "fct_meeting",
        "echarts_timeseries_bar",
        {"x_axis": "start_date", "time_grain_sqla": "P1Y", "metrics": ["count"], "groupby": [], "row_limit": 100},
    ),
}
"""By name: the table of `core`, the kind of chart, and what it shows."""


def main(published: Path) -> None:
    """Register the file and say what came of it. Ends with code 2 where there is no such file."""
    if not published.is_file():
        sys.exit(f"{published}: no such file; run `banggiao run` first")
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        database = register_database(published.absolute())
        for name, (table, kind, parameters) in CHARTS.items():
            dataset = register_dataset(database, table)
            chart = register_chart(name, kind, dataset, parameters)
            rows = chart_rows(dataset, parameters)
            sys.stdout.write(f"{name}: chart {chart.id} on core.{table}, {len(rows)} rows, such as {rows[:3]}\n")


def register_database(published: Path) -> Any:
    """The database of that file in Superset, opened for reading only, so that runs can go on publishing."""
    from superset.extensions import db
    from superset.models.core import Database

    database = db.session.query(Database).filter_by(database_name=NAME).one_or_none() or Database(database_name=NAME)
    database.set_sqlalchemy_uri(f"duckdb:////{str(published).lstrip('/')}")
    database.extra = json.dumps({"engine_params": {"connect_args": {"read_only": True}}})
    database.expose_in_sqllab = True
    db.session.add(database)
    db.session.commit()
    return database


def register_dataset(database: Any, table: str) -> Any:
    """The data set of a table of `core`, its columns with the meanings that the file gives them."""
    from superset.connectors.sqla.models import SqlaTable
    from superset.extensions import db

    known = db.session.query(SqlaTable).filter_by(database_id=database.id, schema="core", table_name=table)
    dataset = known.one_or_none() or SqlaTable(database=database, schema="core", table_name=table)
    db.session.add(dataset)
    dataset.fetch_metadata()
    with database.get_raw_connection() as connection:
        cursor = connection.cursor()
        cursor.execute(
            "select column_name, comment from duckdb_columns() where schema_name = 'core' and table_name = ?", [table]
        )
        meanings = dict(cursor.fetchall())
    for column in dataset.columns:
        column.description = meanings.get(column.column_name)
    db.session.commit()
    return dataset


def register_chart(name: str, kind: str, dataset: Any, parameters: dict[str, Any]) -> Any:
    """The chart of that name, with these parameters."""
    from superset.extensions import db
    from superset.models.slice import Slice

    chart = db.session.query(Slice).filter_by(slice_name=name).one_or_none() or Slice(slice_name=name)
    chart.viz_type = kind
    chart.datasource_type = "table"
    chart.datasource_id = dataset.id
    chart.params = json.dumps({"datasource": f"{dataset.id}__table", "viz_type": kind, **parameters})
    db.session.add(chart)
    db.session.commit()
    return chart


def chart_rows(dataset: Any, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """What the chart shows, asked for by the same query object as by the page."""
    grain = parameters.get("time_grain_sqla")
    axis = {"columnType": "BASE_AXIS", "expressionType": "SQL", "label": parameters.get("x_axis")}
    columns = [{**axis, "sqlExpression": parameters["x_axis"], "timeGrain": grain}] if grain else parameters["groupby"]
    query = {
        "columns": columns,
        "metrics": parameters.get("metrics") or [parameters["metric"]],
        "row_limit": parameters["row_limit"],
        "granularity": None,
        "filter": [],
        "extras": {"time_grain_sqla": grain} if grain else {},
        "is_timeseries": False,
        "from_dttm": None,
        "to_dttm": None,
    }
    return list(dataset.query(query).df.to_dict("records"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: superset_register.py PUBLISHED.duckdb")
    main(Path(sys.argv[1]))

"""Counts rows that break a rule. The rows are made up."""

from prefect import flow, get_run_logger


@flow(name="data-quality")
def data_quality(tables: list[str] = ["ORDERS", "CUSTOMERS"], allowed_percent: float = 0.5) -> None:
    for table in tables:
        get_run_logger().info("%s: no more than %.1f percent", table, allowed_percent)

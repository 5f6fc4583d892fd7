"""Adds up a quarter."""

from prefect import flow, get_run_logger


@flow(name="quarterly-report")
def quarterly_report(year: int | None = None, quarter: int | None = None) -> None:
    get_run_logger().info("quarter %s of %s", quarter or "before this one", year or "this year")

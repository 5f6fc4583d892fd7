"""Fetches the report of a day on what advertising earned."""

from datetime import date

from prefect import flow, get_run_logger


@flow(name="freestar-reporting")
def freestar_reporting(first: date | None = None, last: date | None = None) -> None:
    get_run_logger().info("report of %s to %s", first or "yesterday", last or "yesterday")

"""Adds up impressions of a day."""

from datetime import date

from prefect import flow, get_run_logger


@flow(name="user-impressions")
def user_impressions(day: date | None = None, sample_percent: float = 100.0) -> None:
    get_run_logger().info("impressions of %s, %.1f percent", day or "yesterday", sample_percent)

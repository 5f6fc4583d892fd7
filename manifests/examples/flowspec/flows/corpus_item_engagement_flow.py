"""Counts engagement by item."""

from prefect import flow, get_run_logger


@flow(name="corpus-item-engagement")
def item_engagement(days: int = 7) -> None:
    get_run_logger().info("engagement of %d days", days)

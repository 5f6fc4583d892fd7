"""Counts opens and saves in short windows."""

from datetime import datetime, timedelta, timezone

from prefect import flow, get_run_logger


@flow(name="aggregate-engagement")
def aggregate_engagement(minutes: int = 15, until: datetime | None = None) -> None:
    """Counts one window.

    Args:
        minutes: Length of the window.
        until: Its end; now without.
    """
    end = until or datetime.now(timezone.utc)
    get_run_logger().info("window %s to %s", end - timedelta(minutes=minutes), end)

"""Brings the scores of items up to date."""

from prefect import flow, get_run_logger


@flow(name="update-pocket-score-data")
def update_pocket_score_data(full: bool = False) -> None:
    """Updates scores.

    Args:
        full: Whether all items are scored, and not only those that changed.
    """
    get_run_logger().info("scores: %s", "all" if full else "changed")

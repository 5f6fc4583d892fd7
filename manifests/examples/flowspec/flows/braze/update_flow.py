"""Sends users that changed to a mailing service. Nothing leaves the machine here."""

import os

from prefect import flow, get_run_logger


@flow(name="braze.update")
def update_braze(max_users: int = 10_000, dry_run: bool = True) -> None:
    """Sends changed users.

    Args:
        max_users: How many at most.
        dry_run: Whether they are only counted.
    """
    get_run_logger().info("up to %d users, dry run %s, key %s", max_users, dry_run, bool(os.environ.get("BRAZE_KEY")))

"""Deletes data of accounts that are gone."""

import os

from prefect import flow, get_run_logger


@flow(name="data-retention.deleted-accounts")
def delete_accounts(tables: list[str] | None = None) -> None:
    """Deletes what is due.

    Args:
        tables: Which tables; all without.
    """
    dry_run = os.environ.get("DF_CONFIG_DRY_RUN", "true") != "false"
    verb = "would delete" if dry_run else "deleting"
    get_run_logger().info("%s in %s", verb, tables or "all tables")

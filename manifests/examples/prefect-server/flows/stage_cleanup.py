"""Removes files of a stage that are older than a number of days. The stage is made up, so it needs no account."""

from prefect import flow, get_run_logger


@flow(name="stage-cleanup")
def stage_cleanup(stage: str = "PREFECT_FLOWS", retention_days: int = 30, dry_run: bool = True) -> None:
    get_run_logger().info("%s: %s files older than %d days", stage, "would remove" if dry_run else "removing", retention_days)

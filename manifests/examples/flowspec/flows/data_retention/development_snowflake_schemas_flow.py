"""Finds schemas of developers that nobody used for a while."""

from prefect import flow, get_run_logger


@flow(name="data-retention.development-schemas")
def drop_schemas(unused_days: int = 30, keep: list[str] = ["PUBLIC"]) -> None:
    get_run_logger().info("unused for %d days, without %s", unused_days, keep)

"""Writes one set of the old service."""

from typing import Literal

from prefect import flow, get_run_logger


@flow(name="legacy-candidate-sets")
def legacy_sets(set_params_id: Literal["topics", "longreads", "shortreads", "curated", "syndicated"]) -> None:
    """Writes a set.

    Args:
        set_params_id: Which set.
    """
    get_run_logger().info("set %s", set_params_id)

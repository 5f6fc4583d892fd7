"""Writes the sets that recommendations choose from."""

from prefect import flow, get_run_logger


@flow(name="corpus-candidate-sets")
def candidate_sets(surfaces: list[str] = ["home", "newtab"], size: int = 200) -> None:
    for surface in surfaces:
        get_run_logger().info("%d candidates for %s", size, surface)

"""Says that the server and a worker answer."""

from prefect import flow, get_run_logger


@flow(name="health-check")
def health_check(timeout_seconds: int = 30) -> None:
    get_run_logger().info("answered within %d seconds", timeout_seconds)

"""Describes publishers by what they published."""

from prefect import flow, get_run_logger


@flow(name="publisher-features")
def publisher_features(days: int = 28, minimum_articles: int = 5) -> None:
    get_run_logger().info("publishers with %d articles in %d days", minimum_articles, days)

"""Reads the text of articles that came in since the last run. The parser is made up, so it needs no network."""

import os

from prefect import flow, get_run_logger, task


@task(retries=2, retry_delay_seconds=10)
def read_text(batch: int) -> list[str]:
    return [f"article {number}" for number in range(batch)]


@flow(name="article-text-streaming.main")
def main(lookback_hours: int = 1, batch: int | None = None) -> int:
    """Reads new articles.

    Args:
        lookback_hours: How far back new articles are looked for.
        batch: How many at once; that of the environment without.
    """
    size = batch or int(os.environ.get("DF_CONFIG_TEXT_BATCH", "20"))
    texts = read_text(size)
    get_run_logger().info("%d articles of the last %d hours", len(texts), lookback_hours)
    return len(texts)

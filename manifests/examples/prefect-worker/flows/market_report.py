"""Aggregates the orders of the last days by region. The orders are made up from the date, so it runs anywhere."""

import os
import random
from datetime import date, datetime, timedelta, timezone

from prefect import flow, get_run_logger, task


@task(retries=2, retry_delay_seconds=5)
def load_orders(region: str, day: date) -> list[float]:
    """The amounts of one region's orders of one day; the same ones at every call."""
    source = random.Random(f"{region} {day.isoformat()}")
    return [round(source.uniform(5, 500), 2) for _ in range(source.randint(0, 40))]


@task
def summarize(orders: list[float]) -> dict[str, float]:
    total = round(sum(orders), 2)
    return {"orders": len(orders), "total": total, "average": round(total / len(orders), 2) if orders else 0.0}


@flow(name="market-report")
def market_report(days: int = 1, fail_on_gaps: bool = False) -> dict[str, dict[str, float]]:
    """Reports on the regions in MARKET_REGIONS, separated by commas."""
    logger = get_run_logger()
    regions = [name.strip() for name in os.environ.get("MARKET_REGIONS", "eu-west").split(",") if name.strip()]
    today = datetime.now(timezone.utc).date()
    dates = [today - timedelta(days=back) for back in range(1, days + 1)]
    report = {}
    for region in regions:
        by_day = [load_orders(region, day) for day in dates]
        gaps = sum(1 for orders in by_day if not orders)
        if gaps and fail_on_gaps:
            raise ValueError(f"{region}: no orders on {gaps} of {days} days")
        report[region] = summarize([amount for orders in by_day for amount in orders])
        logger.info("%s: %s", region, report[region])
    return report


if __name__ == "__main__":
    market_report(days=7)

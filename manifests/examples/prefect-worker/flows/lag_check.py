"""Says which replication slots lag behind. The slots are made up, so it needs no database."""

import os
import random
from datetime import datetime, timezone

from prefect import flow, get_run_logger, task


@task(retries=2, retry_delay_seconds=5)
def read_slots(source: str) -> dict[str, int]:
    """Lag in MB of each slot; it moves by the hour."""
    hour = datetime.now(timezone.utc).strftime("%Y-%m-%d %H")
    noise = random.Random(f"{source} {hour}")
    return {f"{source}_slot_{number}": noise.randint(0, 90) for number in range(1, 4)}


@task
def judge(slots: dict[str, int], warning_lag_mb: int, critical_lag_mb: int) -> dict[str, str]:
    def verdict(lag: int) -> str:
        return "critical" if lag >= critical_lag_mb else "warning" if lag >= warning_lag_mb else "ok"

    return {name: verdict(lag) for name, lag in slots.items()}


@flow(name="lag-check")
def lag_check(
    source: str = "snowflake", warning_lag_mb: int = 100, critical_lag_mb: int = 500, fail_on_problems: bool = True
) -> dict[str, str]:
    logger = get_run_logger()
    slots = read_slots(source)
    verdicts = judge(slots, warning_lag_mb, critical_lag_mb)
    for name, verdict in verdicts.items():
        logger.info("%s: %s (%d MB behind)", name, verdict, slots[name])
    critical = sorted(name for name, verdict in verdicts.items() if verdict == "critical")
    if critical and fail_on_problems:
        # Whoever wants a message posts it here; that the secret arrived is all that is ever said about it.
        logger.error("alert webhook configured: %s", bool(os.environ.get("ALERT_WEBHOOK")))
        raise RuntimeError(f"critical replication lag: {', '.join(critical)}")
    return verdicts


if __name__ == "__main__":
    lag_check()

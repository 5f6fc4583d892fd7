"""Removes files that runs left behind."""

import time
from pathlib import Path

from prefect import flow, get_run_logger, task


@task
def find_old(directory: Path, retention_days: int) -> list[Path]:
    """Regular files older than that, links not followed; none when the directory does not exist."""
    limit = time.time() - retention_days * 86_400
    files = directory.rglob("*") if directory.is_dir() else []
    return sorted(path for path in files if path.is_file() and not path.is_symlink() and path.stat().st_mtime < limit)


@flow(name="housekeeping")
def housekeeping(directory: str = "/tmp/flow-results", retention_days: int = 3, dry_run: bool = False) -> int:
    logger = get_run_logger()
    if retention_days < 1:
        raise ValueError("retention_days must be at least 1")
    old = find_old(Path(directory), retention_days)
    for path in old:
        logger.info("%s %s", "would remove" if dry_run else "removing", path)
        if not dry_run:
            path.unlink(missing_ok=True)
    return len(old)


if __name__ == "__main__":
    housekeeping(dry_run=True)

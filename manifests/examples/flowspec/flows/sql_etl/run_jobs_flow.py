"""Runs the SQL files of one job in their order."""

from typing import Literal

from prefect import flow, get_run_logger
from pydantic import BaseModel, Field


class Window(BaseModel):
    """How much is loaded at once."""

    unit: Literal["hour", "day"] = "day"
    count: int = Field(1, ge=1, le=31)


class EtlInput(BaseModel):
    """What a job is told."""

    job: str = Field(description="Folder of the SQL files")
    window: Window = Field(default_factory=Window)
    only: list[str] = Field(default_factory=list, description="Names of files; all without")


@flow(name="sql-etl.run-jobs")
def run_jobs(etl_input: EtlInput) -> None:
    """Runs a job.

    Args:
        etl_input: The job, and what it loads.
    """
    get_run_logger().info("job %s, %d %s", etl_input.job, etl_input.window.count, etl_input.window.unit)

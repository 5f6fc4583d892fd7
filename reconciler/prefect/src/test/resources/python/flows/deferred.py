"""Annotations that stay text."""
from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Optional

from prefect import flow
from pydantic import BaseModel

if TYPE_CHECKING:
    from pandas import DataFrame


class Color(Enum):
    RED = "red"


class Model(BaseModel):
    color: Optional[Color] = None


@flow
def known(a: int, b: Optional[date], c: Color, d: Model, e: list[Later] = []) -> dict[str, int]: pass


@flow
def quoted(a: "int", b: list["str"], unclear_c: Optional["Color"]): pass


@flow
def unknown_parameter(a: int, unclear_b: DataFrame, unclear_c: Optional[date], d=1): pass


@flow
def unknown_result(a: int, unclear_b: date, c: str = "x") -> DataFrame: pass


class Later(Enum):
    A = 1

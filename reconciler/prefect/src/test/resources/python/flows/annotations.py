"""Annotations, one flow for each family of types."""

import collections.abc as abc
import datetime as dt
import decimal
import typing
import typing as t
import uuid
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Callable, Dict, FrozenSet, Iterable, List, Literal
from typing import Mapping, NewType, Optional, Sequence, Set, Tuple, Type, Union

from prefect import flow
from pydantic import AnyUrl, Field, HttpUrl, PositiveInt, SecretStr

Rows = list[dict[str, Any]]
MaybeDay = Optional[date]
UserId = NewType("UserId", int)
Nested = Union[MaybeDay, "int"]


@flow
def plain(a, b: int, c: str, d: float, e: bool, f: bytes, g: Any, h: None, i: object, j: type):
    pass


@flow
def lists(a: list, b: List, c: list[int], d: List[str], e: List[List[float]], f: Sequence[int]):
    pass


@flow
def more_lists(a: Iterable[str], b: abc.Sequence, c: abc.Iterable[int], d: list[Any]):
    pass


@flow
def dictionaries(a: dict, b: Dict, c: dict[str, int], d: Dict[str, Any], e: Mapping[str, list[int]]):
    pass


@flow
def keys(a: dict[int, str], b: dict[date, int], c: Dict[Literal["x", "y"], int], d: dict[uuid.UUID, Any]):
    pass


@flow
def tuples(a: tuple, b: Tuple, c: tuple[int, str], d: tuple[int, ...], e: Tuple[()], f: Tuple[str]):
    pass


@flow
def sets(a: set, b: Set[int], c: frozenset, d: FrozenSet[str], e: set[date], f: abc.Set[int]):
    pass


@flow
def optional(a: Optional[int], b: int | None, c: None | int, d: Union[None, str, int], e: Optional[Any]):
    pass


@flow
def unions(a: Union[int, str], b: int | float | str, c: Union[int], d: Optional[Union[int, Optional[str]]]):
    pass


@flow
def nested_unions(a: Optional[None], b: list[int | None], c: dict[str, int | str] | None, d: Optional[List[int]]):
    pass


@flow
def literals(a: Literal["x"], b: Literal["x", "y"], c: Literal[1], d: Literal[1, 2], e: Literal[True]):
    pass


@flow
def mixed_literals(a: Literal[1, "x", None, True], b: Optional[Literal["x", "y"]], c: Literal[-1, 0], d: t.Literal[None]):
    pass


@flow
def times(a: datetime, b: date, c: time, d: timedelta, e: dt.datetime, f: dt.date, g: dt.time, h: dt.timedelta):
    pass


@flow
def others(a: uuid.UUID, b: Path, c: decimal.Decimal, d: SecretStr, e: HttpUrl, f: PositiveInt, g: AnyUrl):
    pass


@flow
def optional_others(a: Optional[decimal.Decimal], b: datetime | None, c: list[Path], d: Optional[SecretStr] = None):
    pass


@flow
def modules(a: typing.Optional[typing.List[int]], b: t.Union[t.Text, int], c: typing.Any):
    pass


@flow
def aliases(a: Rows, b: MaybeDay, c: UserId, d: list[UserId], e: Nested, f: Optional[Rows] = None):
    pass


@flow
def callables(a: Callable, b: Callable[[int], str], c: list[Callable], d: Optional[Callable[..., int]] = None):
    pass


@flow
def classes(a: Type[int], b: list[type]):
    pass


@flow
def text(a: "int", b: "Optional[date]", c: "list[Path] | None" = None, d: "str" = "x"):
    pass


@flow
def text_in_brackets(a: list["int"], b: Optional["str"], unclear_c: Optional["Rows"]):
    pass


@flow
def annotated(
    a: Annotated[int, Field(ge=1, le=10)],
    b: Annotated[str, "a note"],
    c: Annotated[str, Field(min_length=2, max_length=4, pattern="^a", description="hidden")],
    d: Annotated[list[Annotated[int, Field(gt=0, description="inside")]], Field(min_length=1)],
    e: Annotated[float, Field(lt=1.5, multiple_of=0.5, title="hidden")] = 1.0,
    f: Annotated[Optional[int], Field(description="hidden")] = None,
    g: Optional[Annotated[int, Field(description="seen", title="Seen")]] = None,
):
    pass

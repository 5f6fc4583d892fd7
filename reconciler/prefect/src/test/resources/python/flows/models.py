"""Classes of the same file."""
import enum
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum, auto
from typing import Any, ClassVar, Literal, NamedTuple, Optional

import pydantic
from prefect import flow
from pydantic import BaseModel, ConfigDict, Field, field_validator


class Color(Enum):
    """Of the light."""

    RED = "red"
    GREEN = "green"

    @property
    def nice(self):
        return True


class Size(str, enum.Enum):
    S = "s"
    M = "m"


class Step(IntEnum):
    ONE = auto()
    TWO = auto()
    TEN = 10
    ELEVEN = auto()


class Mixed(Enum):
    A = 1
    B = "b"
    C = 1.5
    D = None


class Single(Enum):
    ONLY = 1


class Aliased(Enum):
    A = 1
    B = 1


class Computed(Enum):
    A = len("abc")
    B = 1


class Flags(enum.Flag):
    A = 1
    B = 2


class Address(BaseModel):
    """Where it goes."""

    street: str
    house_no: int = 1
    zip2code: Optional[str] = None


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, description="Full name")
    age: int = Field(0, ge=0, le=150, title="Years")
    address: Address
    home: Optional[Address] = None
    colors: list[Color] = [Color.RED]
    color: Color = Color.GREEN
    tags: list[str] = Field(default_factory=list)
    kind: Literal["a", "b"] = "a"
    anything: Any = None
    born: date | None = None
    shown: int = Field(..., alias="shownAs")
    limit: ClassVar[int] = 3
    _private: int = 1

    @field_validator("name")
    @classmethod
    def check(cls, value):
        return value

    def method(self):
        return self


class Tree(BaseModel):
    value: int
    children: "list[Tree]" = []
    parent: Optional["Tree"] = None


class Base(BaseModel):
    a: int
    b: str = "x"


class Derived(Base):
    c: float
    a: str


class Through(pydantic.BaseModel):
    a: int


class Odd(BaseModel):
    a: int

    @field_validator("a", mode="plain")
    @classmethod
    def check(cls, value):
        return value


class Factory(BaseModel):
    a: int = len("x")


@dataclass
class Point:
    """On the plane."""

    x: int
    y_axis: float = 0.5
    labels: list[str] = field(default_factory=list)
    color: Color = Color.RED


@dataclass(frozen=True)
class Frozen:
    x: int


class Plain:
    def __init__(self, a):
        self.a = a


class Pair(NamedTuple):
    a: int


@flow
def enumerations(a: Color, b: Size, c: Step, e: Mixed, f: Single): pass


@flow
def unclear_enumerations(unclear_a: Aliased, unclear_b: Computed, unclear_c: Flags): pass


@flow
def around(a: Optional[Color], b: list[Color], c: dict[Color, int], d: Color | None = None, e: Color = Color.RED, f: dict[str, Address] = {}): pass


@flow
def model(a: Address): pass


@flow
def models(a: Person, b: Optional[Person] = None, c: list[Person] = []): pass


@flow
def recursive(a: Tree): pass


@flow
def inherited(a: Derived, b: Base, c: Through): pass


@flow
def odd(unclear_a: Odd, unclear_b: Factory, unclear_c: Pair): pass


@flow
def dataclasses(a: Point, b: Frozen, c: Optional[Point] = None): pass


@flow
def plain(a: Plain, b: list[Plain], c: Optional[Plain] = None, d: dict[str, Plain] = {}): pass


@flow
def dictionary_default(a: Address = {"street": "x"}, unclear_b: Address = Address(street="y")): pass

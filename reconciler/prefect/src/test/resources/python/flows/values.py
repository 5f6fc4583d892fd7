"""Defaults."""

import datetime as dt
import enum
from datetime import date, timedelta
from pathlib import Path
from typing import Optional

from prefect import flow
from pydantic import Field

SIZE = 500
NAME = "orders"
RATE: float = 0.25
TABLES = ("a", "b")
SEEN = ["a"]
SEEN.append("b")
DAY = 60 * 60 * 24
CHANGED = 1
CHANGED = 2


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


def computed():
    return 3


@flow
def numbers(a=1, b=-1, c=1.5, d=-2.5, e=1e10, f=1_000, g=0x10, h=0o17, i=0b11, j=1.0, k=.5, l=1., m=12345678901234567890):
    pass


@flow
def texts(a="x", b='y', c="", d="a" "b", e=r"\d+", f="""two
lines""", g="tab\tnew\nline\\ \x41 \u00e9 \N{BULLET} \101", h="\
joined", i=u"u", j='it''s', k="😀"):
    pass


@flow
def constants(a=None, b=True, c=False, d: Optional[int] = None, e: bool = True, f: str = None):
    pass


@flow
def containers(a=[], b={}, c=(), d=[1, "x", None], e={"k": [1, 2], "l": {"m": True}}, f=(1,), g=(1, 2), h={1: "x"}, i={"only"}):
    pass


@flow
def empty_calls(a=list(), b=dict(), c=set(), d=tuple()):
    pass


@flow
def named(a: int = SIZE, b=NAME, c=RATE, d=DAY, unclear_e=TABLES, unclear_f=SEEN, unclear_g=CHANGED):
    pass


@flow
def arithmetic(a=60 * 60, b=1024 * 1024, c=10 - 3, d="a" + "b", e=2 * (3 + 4), unclear_f=10 ** 3, unclear_g=7 / 2):
    pass


@flow
def members(a: Level = Level.LOW, b=Level.HIGH, c: Optional[Level] = Level.LOW, d=[Level.LOW], e={"k": Level.HIGH}):
    pass


@flow
def days(a=date(2024, 1, 31), b=dt.date(2024, 2, 29), c: timedelta = timedelta(days=1), d=timedelta(hours=1, minutes=30), e=timedelta(1, 5), f=timedelta(weeks=1), g=timedelta(0)):
    pass


@flow
def paths(a=Path("in"), b: Path = Path("/data/in.csv"), c=Path("a/b")):
    pass


@flow
def calculated(unclear_a=computed(), unclear_b=1 if SIZE else 2, unclear_c=not True, unclear_d=[x for x in "ab"], unclear_e={**{"a": 1}}, unclear_f=SIZE > 3):
    pass


@flow
def unspoken(a=print, b=int, c=computed, d=Level, e=...):
    pass


@flow
def formatted(a=f"plain", b=f"{NAME}-{SIZE}", c="x" f"-{NAME}", unclear_d=f"{computed()}", unclear_e=f"{SIZE:>5}", unclear_f=f"{NAME!r}"):
    pass


@flow
def lambdas(unclear_a=lambda x, y=1: {x: y}, b=1, unclear_c=lambda: (1, 2), d: int = 2):
    pass


@flow
def byte_strings(a=b"x", b: bytes = b"a" b"b", unclear_c=b"\xff"):
    pass


@flow
def fields(a: int = Field(3, description="three", ge=1), b: int = Field(...), c: int = Field(default=5), d: int = Field(default_factory=int), e: str = Field("x", description=""), unclear_f: int = Field(1, json_schema_extra={"unit": "s"})):
    pass

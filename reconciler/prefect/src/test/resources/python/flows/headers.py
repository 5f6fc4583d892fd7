"""Ways to write a flow and its header."""
import functools
import sys

import prefect
import prefect as p
from prefect import flow, task
from prefect import flow as f
from prefect.flows import flow as direct

PROJECT = "shop"
OPTIONS = {"name": "hidden"}


@flow
def bare(): pass


@flow()
def called(x: int = 1) -> None: ...


@flow(name="Named flow")
def named_flow(): pass


@flow(name='single', description='Given.', retries=3, log_prints=True)
def single_quotes():
    """Not this."""


@flow(name="")
def empty_name(): pass


@flow(name=None, description=None)
def no_name():
    """Documented."""


@prefect.flow(name="through module")
def through_module(): pass


@p.flow
def through_alias(): pass


@f(name="renamed")
def renamed(): pass


@direct
def from_flows(): pass


@flow
async def coroutine(a: int, *, b: str = "x"):
    """Runs later."""


@flow(name="gen")
def generator(n: int):
    yield n


@flow
def __dunder__name__(): pass


@flow
def ÜberFlow(größe: int = 1): pass


@flow(
    name=(
        "several "
        "lines"
    ),  # a comment, with "quotes" and (brackets
    on_failure=[lambda flow, run, state: print(flow, run, state)],
    flow_run_name=lambda: f"{'run'}-{PROJECT}",
)
def several_lines(
    a: int,  # first
    # nothing
    b: dict[
        str,
        int,
    ] = {  # second
        "x": 1,
    },
    *,
    c="(,",
) -> dict[str, int]:
    """Doc."""
    return {}


@flow(name=PROJECT + "-plus")
def plus(): pass


@flow(name=f"{PROJECT}-formatted")
def formatted(): pass


@flow(name="-".join(["a", "b"]))
def computed_name(): pass


@flow(**OPTIONS)
def computed_options(): pass


@flow(description=PROJECT)
def constant_description(): pass


@flow
def positional_only(a, b: int = 1, /, c: str = "x", *, d: float, e=None): pass


@flow
def variadic(a, *args: int, b=2, **kwargs: str): pass


@flow
def untyped_variadic(*args, **kwargs): pass


@flow
def bare_star(a, *, b): pass


@flow
def trailing_comma(a, b=1,): pass


@flow
def names_of_pydantic(copy: int, json: str = "x", schema=1): pass


if sys.version_info >= (3, 8):
    @flow
    def conditional(a: int): pass

try:
    import this_module_is_not_there
except ImportError:
    this_module_is_not_there = None

    @flow
    def fallback(a: int): pass

with open(__file__) as handle:
    @flow
    def in_with(a: int): pass

if True:
    @flow
    def twice(unclear_a: int): pass
else:
    @flow
    def twice(unclear_a: str): pass


@flow
def defined_again(a: int): pass


@flow(name="second")
def defined_again(b: str = "x"):
    """The later one."""


@flow(name="outer")
@flow(name="inner", description="Inner.")
def doubled(a: int):
    """Function."""


@flow
@task
def flow_of_task(a: int): pass


def wrapper(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn(*args, **kwargs)

    return inner


@flow
@wrapper
def wrapped(unclear_a: int, unclear_b=1): pass


class Reports:
    @flow
    def method(self, day: str, size: int = 3):
        """A method."""

    @staticmethod
    @flow
    def static(day: str): pass

    @flow
    @staticmethod
    def inner_static(day: str): pass

    @classmethod
    @flow
    def of_class(cls, day: str): pass


def function(a: int, b: str = "x"):
    """A function that becomes a flow."""


made = flow(function)
made_named = flow(function, name="made", description="Made.")
made_called = flow(name="made called")(function)
changed = called.with_options(name="changed")
same = called
called_with = named_flow.with_options(description="Other.")


@flow
def tabs(
	a: int,
		b: str = "x",
):
	"""Indented
	by tabs.
	  A little more.
	"""


@flow
def nested(a: int):
    @flow
    def inside(b: int):
        pass

    class Local:
        pass

    return inside


@flow
def oneliner(a: int): """Here."""; return 1


@flow
def strange_body(a: int):
    x = f"{a!r:>{10}} {{}} {'nested'}"; y = """a triple
def not_a_flow(): '''
"""
    match x:
        case {"a": [1, *rest]}:
            pass
        case _:
            pass
    z = [i for i in (1, 2) if (j := i)]
    global PROJECT_NAME
    return \
        x + y


@flow
def after_strange(a: int): pass


@flow
def return_annotation(a: int) -> "list[dict[str, tuple[int, ...]]]": pass


@flow
def \
    continued \
    (a: int,
     b: str \
     = "x"):
    pass

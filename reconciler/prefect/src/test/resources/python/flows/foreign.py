"""What other modules bring."""
import ipaddress
import logging
import os.path
from collections import OrderedDict, deque
from logging import Logger
from typing import *

import yaml as y
from prefect import flow
from prefect.blocks.system import Secret

DEFAULT_PATH = os.path.join("a", "b")


@flow
def star(a: Optional[int], b: List[str], c: Union[int, str], d: Any = None): pass


@flow
def imported(unclear_a: Logger, unclear_b: logging.Logger, unclear_c: Optional[Logger] = None, unclear_d: list[Logger] = []): pass


@flow
def libraries(unclear_a: ipaddress.IPv4Address, unclear_b: Secret, unclear_c: OrderedDict, unclear_d: y.Loader): pass


@flow
def collections(unclear_a: deque, unclear_b: Deque[int], unclear_c: DefaultDict[str, int]): pass


@flow
def values(unclear_a=DEFAULT_PATH, unclear_b=logging.INFO, unclear_c=os.sep): pass

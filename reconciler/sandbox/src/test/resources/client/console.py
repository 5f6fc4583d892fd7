"""Runs snippets that use snowflake-connector-python.

Reads one snippet a line, as JSON text, and writes one JSON line for each: the value that the snippet left in `answer`,
or the traceback of what it raised. The first argument holds the settings of `connect`.
"""

import datetime
import decimal
import json
import sys
import traceback

import snowflake.connector
from snowflake.connector import DictCursor
from snowflake.connector.constants import FIELD_ID_TO_NAME

SETTINGS = json.loads(sys.argv[1])
replies = sys.stdout
sys.stdout = sys.stderr


def connect(**changes):
    """A connection by password, unless the changes say otherwise."""
    return snowflake.connector.connect(**{"password": "sandbox", **SETTINGS, **changes})


def connect_without_password(**changes):
    return snowflake.connector.connect(**{**SETTINGS, **changes})


def refused(work):
    """The error that the work raises, as a dictionary; None when it raises none."""
    try:
        work()
    except snowflake.connector.errors.Error as error:
        return {"type": type(error).__name__, "errno": error.errno, "sqlstate": error.sqlstate,
                "message": str(error), "sfqid": error.sfqid}
    return None


def columns(cursor):
    """The names and types of a result's columns."""
    return [f"{column.name} {FIELD_ID_TO_NAME[column.type_code]}" for column in cursor.description]


def plain(value):
    """The value in a form that JSON has."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return f"Decimal {value}"
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return repr(value)


for line in sys.stdin:
    names = {"connect": connect, "connect_without_password": connect_without_password, "refused": refused,
             "columns": columns, "DictCursor": DictCursor, "snowflake": snowflake}
    try:
        exec(compile(json.loads(line), "snippet", "exec"), names)
        reply = {"answer": plain(names.get("answer"))}
    except Exception:
        reply = {"failure": traceback.format_exc()}
    print(json.dumps(reply), file=replies, flush=True)

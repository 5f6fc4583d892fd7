"""Runs commands of the installed `snow`, each in a process of its own.

Reads one command a line, as a JSON list: the file for its output, the one for its errors, and its arguments; writes its
exit code on a line. Importing snow takes longer than most commands do, so it is imported once and every command is a
fork of the process that has.
"""

import importlib
import json
import os
import pkgutil
import sys

import snowflake.cli._plugins as plugins
from snowflake.cli._app.__main__ import main

for group in ("connection", "object", "spcs", "sql", "stage"):
    package = importlib.import_module(f"{plugins.__name__}.{group}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
import snowflake.connector.cursor
import snowflake.cli._app.snow_connector
import snowflake.cli._app.printing


def run(out, err, arguments):
    os.dup2(os.open(out, os.O_WRONLY | os.O_TRUNC), 1)
    os.dup2(os.open(err, os.O_WRONLY | os.O_TRUNC), 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["snow", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


for line in sys.stdin:
    out, err, *arguments = json.loads(line)
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = run(out, err, arguments)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)

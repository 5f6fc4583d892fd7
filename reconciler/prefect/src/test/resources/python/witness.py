"""Prints what Prefect computes for every flow of the files that are named on the command line.

A file is imported as `prefect deploy` does it, and once, since Prefect keeps it loaded.
"""
import json
import sys
import warnings

from prefect.flows import Flow
from prefect.utilities.callables import parameter_schema
from prefect.utilities.importtools import load_script_as_module

warnings.simplefilter("ignore")


def flows(module):
    for name, value in vars(module).items():
        if isinstance(value, Flow):
            yield name, value
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for member in vars(value):
                if isinstance(getattr(value, member, None), Flow):
                    yield f"{name}.{member}", getattr(value, member)


def stored(schema):
    """What a deployment shows: `prefect deploy` sends no definitions rather than empty ones."""
    shown = schema.model_dump_for_openapi()
    if not shown["definitions"]:
        del shown["definitions"]
    return shown


for path in sys.argv[1:]:
    for name, found in flows(load_script_as_module(path)):
        print(json.dumps({
            "file": path,
            "function": name,
            "name": found.name,
            "description": found.description,
            "schema": stored(parameter_schema(found)),
        }))

# -*- coding: utf-8 -*-
from prefect import flow


@flow
def marked(a: str = "ä"):
    pass

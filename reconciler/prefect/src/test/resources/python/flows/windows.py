from prefect import flow


@flow(
    name="windows",
)
def carriage_returns(a: int, \
                     b: str = """x
y"""):
    """Summary.

    Args:
        a: One.
    """
    pass

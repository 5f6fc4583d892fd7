"""Docstrings."""
from prefect import flow


@flow
def none(a): pass


@flow
def one_line(a):
    """One line."""


@flow
def padded(a):
    """   Spaces around.   """


@flow
def starts_below(a):
    """

    Starts below.

        Indented more.
    Ends above.

    """


@flow
def raw(a):
    r"""Raw \d and \n."""


@flow
def joined(a):
    "one " 'two'


@flow
def bracketed(a):
    ("in "
     "brackets")


@flow
def formatted_is_none(a):
    f"""Not a docstring."""


@flow
def bytes_are_none(a):
    b"""Not a docstring."""


@flow
def comment_first(a):
    # A comment.
    """After a comment."""


@flow
def google(a: int, b: str = "x", c=None, *rest, **options):
    """Summary.

    More text: with a colon.

    Args:
        a: The first.
        b (str, optional): The second
            goes on.

            And on.
        c: Has: colons.
          odd indentation
        unknown: Not there.
        rest: The rest.
        no colon here

    Returns:
        a: Not a parameter.
    """


@flow
def arguments(a, b):
    """Summary.

    Arguments:
        a: One.

        b: Two after a blank line.
    """


@flow
def params_titled(a):
    """Summary.

    Params: Of the flow
        a: One.
    """


@flow
def parameters_two_spaces(a, b):
    """Summary.

    Parameters:
      a: One.
        More.
      b: Two.
    """


@flow
def no_blank_above(a):
    """Summary.
    Args:
        a: Text only.
    """


@flow
def blank_below(a):
    """Summary.

    Args:

        a: Text only.
    """


@flow
def first_line(a):
    """Args:
        a: At once.
    """


@flow
def in_code(a):
    """Summary.

    ```
    Args:
        a: In a fence.
    ```
    """


@flow
def keyword_args(a):
    """Summary.

    Keyword Args:
        a: Another kind.
    """


@flow
def numpy_style(a):
    """Summary.

    Parameters
    ----------
    a : int
        Not Google.
    """


@flow
def sphinx_style(a):
    """Summary.

    :param a: Not Google.
    """


@flow
def twice(a, b):
    """Summary.

    Args:
        a: First.

    Args:
        b: Second.
    """


@flow
def after_admonition(a):
    """Summary.

    Note:
        Args:
            a: Inside.

    Args:
        a: Outside.
    """


@flow
def starred(*args, **kwargs):
    """Summary.

    Args:
        *args: With a star.
        **kwargs: With two.
    """


@flow
def not_indented(a):
    """Summary.

    Args:
    a: Not indented.
    """


@flow
def lower_case(a):
    """Summary.

    args:
        a: Lower case.

    ARGS: x
        a: Upper case.
    """


@flow(description="""
    Not cleaned.
""")
def given_description(a):
    """Summary.

    Args:
        a: Still read.
    """


class Documented:
    """Of the class."""

    @flow
    def method(self, a):
        """Of the method.

        Args:
            a: In a method.
        """

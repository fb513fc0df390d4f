"""Tells what is going on."""

import sys


def tell(*what: object) -> None:
    """Prints to standard error."""
    print(*what, file=sys.stderr)

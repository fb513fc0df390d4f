"""Tells nothing."""


def tell(*_: object) -> None:
    """Does nothing."""

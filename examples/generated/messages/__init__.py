"""Looks messages up in the catalogue that the build has made."""

from importlib import import_module


def message(name: str) -> str:
    """Returns the text of a message."""
    catalogue = import_module("catalogue")
    return catalogue.MESSAGES[name]

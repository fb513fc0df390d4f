"""The Python versions that tool/pyc writes bytecode for.

A test holds this list against the compiler's own.
"""

PYTHON_VERSIONS = [
    "3.13",
]

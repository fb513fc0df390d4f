"""The Python versions that the compiler of the default toolchain knows.

Written by go test ./tests/rules -run PythonVersions -update.
"""

PYTHON_VERSIONS = [
    "3.11",
    "3.12",
    "3.13",
    "3.14",
    "3.15",
]

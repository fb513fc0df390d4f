"""What the rules tell each other, and rules that build on them."""

PyBytecodeInfo = provider(
    doc = """\
Bytecode of a py_bytecode target and of everything below it.

An entry is a struct that says where the files of one source belong:

- `pyc`: the bytecode file; empty when the source was skipped (`on_error = "skip"`).
- `pyc_path`: its destination, relative to the root of a deployment.
- `source`: the source file.
- `source_path`: the destination of the source.
""",
    fields = {
        "direct_entries": "list of entries: the sources that this target itself lists.",
        "direct_pyc": "depset of File: the bytecode of this target's own sources.",
        "python_version": "string: the Python version of all bytecode here, such as `3.13`.",
        "reports": "depset of File: what was skipped, one file for each source compiled with `on_error = \"skip\"`.",
        "runfiles": "runfiles: files under which Python finds the bytecode at the place of its source.",
        "transitive_entries": "depset of entries: those of this target and all below it.",
        "transitive_pyc": "depset of File: all bytecode.",
        "transitive_sources": "depset of File: all sources.",
    },
)

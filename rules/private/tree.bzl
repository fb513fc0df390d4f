"""py_bytecode_tree."""

load(":providers.bzl", "PyBytecodeInfo")

def _py_bytecode_tree_impl(ctx):
    placed = {}
    for target in ctx.attr.deps:
        for entry in target[PyBytecodeInfo].transitive_entries.to_list():
            # A source may be listed twice, by a target and by a library: the bytecode is the same.
            placed.setdefault(entry.pyc_path, entry.pyc)
            if ctx.attr.include_sources:
                placed.setdefault(entry.source_path, entry.source)
    files = []
    for path, file in placed.items():
        link = ctx.actions.declare_file("%s/%s" % (ctx.label.name, path))
        ctx.actions.symlink(output = link, target_file = file)
        files.append(link)
    return DefaultInfo(
        files = depset(files),
        runfiles = ctx.runfiles(files = files),
    )

py_bytecode_tree = rule(
    implementation = _py_bytecode_tree_impl,
    doc = """\
Gathers the bytecode of py_bytecode targets and of all below them in one directory, named after
the target, with every file at its destination path: what one copies into an image,
or puts on `PYTHONPATH`.""",
    attrs = {
        "deps": attr.label_list(
            doc = "py_bytecode targets.",
            mandatory = True,
            providers = [PyBytecodeInfo],
        ),
        "include_sources": attr.bool(
            doc = "Whether the sources are put there too.",
        ),
    },
)

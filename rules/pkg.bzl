"""For those who package with rules_pkg: bytecode as files of a package.

This file loads rules_pkg; nothing else here does.
"""

load("@rules_pkg//pkg:providers.bzl", "PackageFilesInfo")
load("//rules/private:providers.bzl", "PyBytecodeInfo")

def _py_bytecode_pkg_files_impl(ctx):
    placed = {}
    prefix = ctx.attr.prefix.strip("/")
    for target in ctx.attr.srcs:
        for entry in target[PyBytecodeInfo].transitive_entries.to_list():
            pairs = [(entry.pyc_path, entry.pyc)]
            if ctx.attr.include_sources:
                pairs.append((entry.source_path, entry.source))
            for path, file in pairs:
                placed.setdefault(prefix + "/" + path if prefix else path, file)
    return [
        PackageFilesInfo(
            attributes = {"mode": ctx.attr.mode},
            dest_src_map = placed,
        ),
        DefaultInfo(files = depset(placed.values())),
    ]

py_bytecode_pkg_files = rule(
    implementation = _py_bytecode_pkg_files_impl,
    doc = "Bytecode at its destination paths, for `pkg_tar`, `pkg_zip` and the others of rules_pkg.",
    attrs = {
        "include_sources": attr.bool(
            doc = "Whether the sources are packaged too.",
        ),
        "mode": attr.string(
            default = "0644",
            doc = "The permission bits of the files.",
        ),
        "prefix": attr.string(
            doc = "A directory in front of all destination paths.",
        ),
        "srcs": attr.label_list(
            doc = "py_bytecode targets.",
            mandatory = True,
            providers = [PyBytecodeInfo],
        ),
    },
    provides = [PackageFilesInfo],
)

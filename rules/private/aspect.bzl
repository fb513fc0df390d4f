"""The aspect that compiles libraries.

It needs no provider of anybody's: what has `deps` is followed, and what has
`srcs` gives its sources, which holds for every rule that provides PyInfo by
being written in Python. A rule without `srcs` that makes Python files, such as
py_proto_library, gives its outputs.
"""

load(":compile.bzl", "bytecode")
load(":providers.bzl", "PyBytecodeInfo")
load(":settings.bzl", "PycSettingsInfo")
load(":toolchain.bzl", "TOOLCHAIN_TYPE")

def _targets(attrs, name):
    value = getattr(attrs, name, None)
    return value if type(value) == type([]) else []

def _sources(target, ctx):
    if hasattr(ctx.rule.files, "srcs"):
        return ctx.rule.files.srcs
    return target[DefaultInfo].files.to_list()

def _compile_aspect_impl(target, ctx):
    if PyBytecodeInfo in target:
        return []
    return bytecode(
        ctx,
        settings = ctx.attr._settings[PycSettingsInfo],
        sources = _sources(target, ctx),
        deps = _targets(ctx.rule.attr, "deps"),
        data = _targets(ctx.rule.attr, "data"),
        # Not the target's name: a py_binary has a file of that name.
        directory = "_pyc/" + target.label.name,
    )

compile_aspect = aspect(
    implementation = _compile_aspect_impl,
    doc = "Compiles the Python sources of a target and of all that it depends on.",
    attr_aspects = ["deps"],
    attrs = {
        "_settings": attr.label(
            default = "//rules/settings:current",
            doc = "The settings of the build.",
            providers = [PycSettingsInfo],
        ),
    },
    toolchains = [TOOLCHAIN_TYPE],
)

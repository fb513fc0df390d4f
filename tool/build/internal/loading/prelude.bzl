"""The rules that pyc build has of its own: those of Bazel that hold Python sources.

They build nothing. What they are for is to carry sources and dependencies to
py_bytecode.
"""

def _sources(ctx):
    files = depset(ctx.files.srcs)
    runfiles = ctx.runfiles(files = ctx.files.srcs + ctx.files.data)
    targets = ctx.attr.srcs + ctx.attr.data + getattr(ctx.attr, "deps", [])
    return DefaultInfo(
        files = files,
        runfiles = runfiles.merge_all([target[DefaultInfo].default_runfiles for target in targets]),
    )

_PY_ATTRS = {
    "data": attr.label_list(allow_files = True),
    "deps": attr.label_list(),
    "imports": attr.string_list(),
    "srcs": attr.label_list(allow_files = [".py", ".py3"]),
}

# They take any further attribute: how a program is started or tested changes no bytecode.
py_library = rule(implementation = _sources, attrs = _PY_ATTRS)
py_binary = rule(implementation = _sources, attrs = _PY_ATTRS)
py_test = rule(implementation = _sources, attrs = _PY_ATTRS)

filegroup = rule(
    implementation = _sources,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "output_group": attr.string(),
        "path": attr.string(),
        "srcs": attr.label_list(allow_files = True),
    },
)

def _nothing(_ctx):
    return []

toolchain_type = rule(implementation = _nothing, attrs = {"no_match_error": attr.string()})

# Not followed: pyc build is its own toolchain.
toolchain = rule(
    implementation = _nothing,
    attrs = {
        "exec_compatible_with": attr.string_list(),
        "target_compatible_with": attr.string_list(),
        "target_settings": attr.string_list(),
        "toolchain": attr.string(),
        "toolchain_type": attr.string(),
        "use_target_platform_constraints": attr.bool(),
    },
)

config_setting = rule(
    implementation = _nothing,
    attrs = {
        "constraint_values": attr.string_list(),
        "define_values": attr.string_dict(),
        "flag_values": attr.string_dict(),
        "values": attr.string_dict(),
    },
)

alias = rule(
    implementation = _nothing,
    attrs = {"actual": attr.label(allow_files = True, mandatory = True)},
)

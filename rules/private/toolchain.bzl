"""The compiler that the rules run."""

TOOLCHAIN_TYPE = Label("//rules:toolchain_type")

def _pyc_toolchain_impl(ctx):
    return platform_common.ToolchainInfo(
        compiler = ctx.attr.compiler[DefaultInfo].files_to_run,
        persistent_worker = ctx.attr.persistent_worker,
        python_versions = ctx.attr.python_versions,
    )

pyc_toolchain = rule(
    implementation = _pyc_toolchain_impl,
    doc = """\
A compiler for py_bytecode. Name it in a `toolchain` of type `@rules_pyc//rules:toolchain_type`
and register that. `@rules_pyc//rules/toolchain:default` is the one that is built from source.""",
    attrs = {
        "compiler": attr.label(
            allow_files = True,
            cfg = "exec",
            doc = """\
The executable: a target, or a file that is one. The rules run `compile @FILE` with a parameter file of one argument a line:
`--python_version`, `--optimize`, `--invalidation_mode`, `--destdir`, `--src`, `--src_name`,
`--pyc`, each followed by its value. With `on_error = "skip"` there are also `--on_error skip`
and `--report FILE` (a source that does not compile gives an empty output and a report that
says why; any other gives an empty report), and the reports are joined by
`report @FILE` with `--output FILE` and the paths of the reports.""",
            executable = True,
            mandatory = True,
        ),
        "persistent_worker": attr.bool(
            doc = """\
Whether the executable is a persistent worker when it is started with `compile --persistent_worker`:
one process for many actions, several of them at once.""",
        ),
        "python_versions": attr.string_list(
            doc = "The Python versions that the compiler knows; if empty, it is trusted to know any.",
        ),
    },
)

def find_toolchain(ctx, python_version):
    """Returns the toolchain of a rule or an aspect.

    Args:
      ctx: the context of the rule or aspect.
      python_version: the version that the compiler must know.

    Returns:
      A ToolchainInfo with the fields `compiler`, `persistent_worker` and `python_versions`.
    """
    toolchain = ctx.toolchains[TOOLCHAIN_TYPE]
    if toolchain.python_versions and python_version not in toolchain.python_versions:
        fail("%s: no bytecode for Python %s; the compiler knows %s" % (
            ctx.label,
            python_version,
            ", ".join(toolchain.python_versions),
        ))
    return toolchain

"""py_bytecode."""

load(":aspect.bzl", "compile_aspect")
load(":compile.bzl", "PATH_MAPPING", "bytecode", "new_args")
load(":providers.bzl", "PyBytecodeInfo")
load(":settings.bzl", "PycSettingsInfo", "SETTING_ATTRS", "resolve_settings")
load(":toolchain.bzl", "TOOLCHAIN_TYPE", "find_toolchain")
load(":transition.bzl", "hand_down")

def _join_reports(ctx, info):
    if not info.reports:
        return []
    report = ctx.actions.declare_file(ctx.label.name + ".report.txt")
    args = new_args(ctx)
    args.add("--output", report)
    args.add_all(info.reports)
    ctx.actions.run(
        mnemonic = "PyCompileReport",
        executable = find_toolchain(ctx, info.python_version).compiler,
        arguments = ["report", args],
        inputs = info.reports,
        outputs = [report],
        progress_message = "Reporting skipped sources of %{label}",
        execution_requirements = PATH_MAPPING,
        env = {},
        toolchain = TOOLCHAIN_TYPE,
    )
    return [report]

def _py_bytecode_impl(ctx):
    info = bytecode(
        ctx,
        settings = resolve_settings(ctx.attr, ctx.attr._settings[PycSettingsInfo]),
        sources = ctx.files.srcs,
        deps = ctx.attr.deps,
        directory = ctx.label.name,
    )
    report = depset(_join_reports(ctx, info))
    files = [info.transitive_pyc, report]
    if ctx.attr.include_sources:
        files.append(info.transitive_sources)
    return [
        info,
        DefaultInfo(
            files = depset(transitive = files),
            runfiles = info.runfiles,
        ),
        OutputGroupInfo(
            pyc = info.transitive_pyc,
            report = report,
            sources = info.transitive_sources,
        ),
    ]

py_bytecode = rule(
    implementation = _py_bytecode_impl,
    doc = """\
Compiles Python sources to bytecode, one action for each.

The bytes are those that CPython itself would write. Outputs of the target's own
sources stand under a directory named after the target, at their destination paths;
those of a library stand in the library's package and are shared by all that ask for
them with the same settings.

Output groups: `pyc` has all bytecode, `sources` all sources, `report` the list of
sources that `on_error = "skip"` left out.""",
    attrs = SETTING_ATTRS | {
        "deps": attr.label_list(
            aspects = [compile_aspect],
            cfg = hand_down,
            doc = """\
Other py_bytecode targets, and Python libraries and programs of any rule set. Their own sources and
those of everything they depend on are compiled too, each library once.""",
        ),
        "include_sources": attr.bool(
            doc = """\
Whether the default outputs hold the sources beside the bytecode. (Runfiles do so in the layout
`pycache` without being told: Python reads `__pycache__` only beside a source.)""",
        ),
        "srcs": attr.label_list(
            allow_files = [".py"],
            doc = "Python sources: files, checked in or generated, or targets that give files.",
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
            doc = "Bazel wants this of every rule that changes settings.",
        ),
        "_settings": attr.label(
            default = "//rules/settings:current",
            doc = "The settings of the build.",
            providers = [PycSettingsInfo],
        ),
    },
    provides = [PyBytecodeInfo],
    toolchains = [TOOLCHAIN_TYPE],
)

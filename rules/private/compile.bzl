"""The compile actions, and the PyBytecodeInfo that collects what they make.

Both the rule and the aspect come here: one action for each source, nothing in it
but the source and the settings, so that any machine that has compiled this
source with these settings has done the work for all.
"""

load(":paths.bzl", "bytecode_path", "source_path", "strip")
load(":providers.bzl", "PyBytecodeInfo")
load(":toolchain.bzl", "TOOLCHAIN_TYPE", "find_toolchain")

# Lets Bazel take the configuration out of an action's paths
# (--experimental_output_paths=strip), so that configurations share results.
PATH_MAPPING = {"supports-path-mapping": "1"}

# One process for many actions, several at once, each seeing its own inputs
# (--experimental_worker_multiplex_sandboxing).
_WORKER = {
    "supports-multiplex-sandboxing": "1",
    "supports-multiplex-workers": "1",
    "supports-worker-cancellation": "1",
    "supports-workers": "1",
}

def new_args(ctx):
    """Returns an Args that is always written to a parameter file, one argument a line.

    Args:
      ctx: the context of a rule or an aspect.

    Returns:
      An Args.
    """
    args = ctx.actions.args()
    args.set_param_file_format("multiline")
    args.use_param_file("@%s", use_always = True)
    return args

def _compile(ctx, toolchain, settings, source, path, pyc, report):
    args = new_args(ctx)
    args.add("--python_version", settings.python_version)
    args.add("--optimize", str(settings.optimize))
    args.add("--invalidation_mode", settings.invalidation_mode)
    if settings.dest_dir:
        args.add("--destdir", settings.dest_dir)
    if report:
        args.add("--on_error", "skip")
        args.add("--report", report)
    args.add("--src", source)
    args.add("--src_name", path)
    args.add("--pyc", pyc)
    ctx.actions.run(
        mnemonic = "PyCompile",
        executable = toolchain.compiler,
        arguments = ["compile", args],
        inputs = [source],
        outputs = [pyc] + ([report] if report else []),
        progress_message = "Compiling %{input}",
        execution_requirements = PATH_MAPPING | (_WORKER if toolchain.persistent_worker else {}),
        env = {},
        toolchain = TOOLCHAIN_TYPE,
    )

def _compile_all(ctx, settings, sources, directory):
    toolchain = find_toolchain(ctx, settings.python_version)
    entries = {}
    reports = []
    for source in sources:
        path = strip(source_path(source), settings.strip_prefix)
        if path in entries:
            if entries[path].source == source:
                continue
            fail("%s: %s and %s would both be installed as %s" % (
                ctx.label,
                entries[path].source.path,
                source.path,
                path,
            ))
        pyc_path = bytecode_path(path, settings)
        pyc = ctx.actions.declare_file("%s/%s" % (directory, pyc_path))
        report = None
        if settings.on_error == "skip":
            report = ctx.actions.declare_file("%s.reports/%s.txt" % (directory, path))
            reports.append(report)
        _compile(ctx, toolchain, settings, source, path, pyc, report)
        entries[path] = struct(pyc = pyc, pyc_path = pyc_path, source = source, source_path = path)
    return entries.values(), reports

def _runfiles(ctx, settings, entries):
    # Python looks for bytecode beside the source, in the repository's own tree.
    here, elsewhere = {}, {}
    for entry in entries:
        place = bytecode_path(entry.source.short_path, settings)
        if place.startswith("../"):
            elsewhere[place[len("../"):]] = entry.pyc
        else:
            here[place] = entry.pyc
    sources = [entry.source for entry in entries] if settings.layout == "pycache" else []
    return ctx.runfiles(files = sources, symlinks = here, root_symlinks = elsewhere)

def _check_version(ctx, settings, deps):
    for label, info in deps:
        if info.python_version != settings.python_version:
            fail(("%s is Python %s, but %s below it is Python %s: one closure holds one version. " +
                  "Remove python_version from one of the two, or set both alike.") % (
                ctx.label,
                settings.python_version,
                label,
                info.python_version,
            ))

def bytecode(ctx, settings, sources, deps, directory, data = []):
    """Compiles the sources of a target.

    Args:
      ctx: the context of a rule or an aspect.
      settings: a PycSettingsInfo.
      sources: a list of Files; those that are not .py files are left out.
      deps: a list of targets; those without PyBytecodeInfo are left out.
      directory: where the outputs go, relative to the package.
      data: a list of targets whose files belong to the runfiles.

    Returns:
      A PyBytecodeInfo.
    """
    deps = [(dep.label, dep[PyBytecodeInfo]) for dep in deps if PyBytecodeInfo in dep]
    _check_version(ctx, settings, deps)
    infos = [info for _, info in deps]
    sources = [source for source in sources if source.extension == "py"]
    entries, reports = _compile_all(ctx, settings, sources, directory)
    runfiles = _runfiles(ctx, settings, entries).merge_all(
        [info.runfiles for info in infos] +
        [ctx.runfiles(transitive_files = target[DefaultInfo].files) for target in data] +
        [target[DefaultInfo].default_runfiles for target in data],
    )
    pycs = [entry.pyc for entry in entries]
    return PyBytecodeInfo(
        python_version = settings.python_version,
        direct_entries = entries,
        direct_pyc = depset(pycs),
        transitive_entries = depset(entries, transitive = [info.transitive_entries for info in infos]),
        transitive_pyc = depset(pycs, transitive = [info.transitive_pyc for info in infos]),
        transitive_sources = depset(
            [entry.source for entry in entries],
            transitive = [info.transitive_sources for info in infos],
        ),
        reports = depset(reports, transitive = [info.reports for info in infos]),
        runfiles = runfiles,
    )

"""Build settings: what holds for a whole build unless a target says otherwise.

The settings stand in //rules/settings. A target that sets an attribute of the
same name changes the setting for what it depends on (see transition.bzl), so the
aspect that compiles a library reads settings alone. That is what makes it compile
a library once in each configuration, however many targets ask.
"""

LAYOUTS = ["pycache", "sourceless"]
INVALIDATION_MODES = ["checked_hash", "unchecked_hash"]
ON_ERROR = ["fail", "skip"]
OPTIMIZE = [0, 1, 2]

_SettingInfo = provider(
    doc = "The value of one build setting.",
    fields = {"value": "string or int: the value that the build has."},
)

PycSettingsInfo = provider(
    doc = "All settings of a compilation.",
    fields = {
        "dest_dir": "string: the directory in front of every co_filename, or nothing.",
        "invalidation_mode": "string: `checked_hash` or `unchecked_hash`.",
        "layout": "string: `pycache` or `sourceless`.",
        "on_error": "string: `fail` or `skip`.",
        "optimize": "int: 0, 1 or 2.",
        "python_version": "string: such as `3.13`.",
        "strip_prefix": "string: the directory that destination paths lose.",
    },
)

def _check(ctx):
    value = ctx.build_setting_value
    if ctx.attr.values and str(value) not in ctx.attr.values:
        fail("%s is set to %r, which is none of %s" % (ctx.label, value, ", ".join(ctx.attr.values)))
    return _SettingInfo(value = value)

_VALUES = attr.string_list(doc = "The values that are allowed; any if empty.")

pyc_string_setting = rule(
    implementation = _check,
    doc = "A build setting that is a string.",
    attrs = {"values": _VALUES},
    build_setting = config.string(flag = True),
)

pyc_int_setting = rule(
    implementation = _check,
    doc = "A build setting that is a number.",
    attrs = {"values": _VALUES},
    build_setting = config.int(flag = True),
)

def _settings_impl(ctx):
    return PycSettingsInfo(**{
        name: getattr(ctx.attr, name)[_SettingInfo].value
        for name in SETTINGS
    })

# Every setting; an attribute of py_bytecode has the same name.
SETTINGS = [
    "dest_dir",
    "invalidation_mode",
    "layout",
    "on_error",
    "optimize",
    "python_version",
    "strip_prefix",
]

pyc_settings = rule(
    implementation = _settings_impl,
    doc = "Collects the settings, so that a rule needs one label to read them all.",
    attrs = {
        name: attr.label(
            doc = "The build setting `%s`." % name,
            mandatory = True,
            providers = [_SettingInfo],
        )
        for name in SETTINGS
    },
)

def is_set(name, value):
    """Tells whether a target sets an attribute or leaves it to the build setting.

    Args:
      name: the attribute, one of SETTINGS.
      value: its value in a target.

    Returns:
      True if the target sets it.
    """
    return value != (-1 if name == "optimize" else "")

def resolve_settings(attrs, settings):
    """Returns the settings of a target: its attributes, and the build's for those it leaves out.

    Args:
      attrs: the attributes of the target, `ctx.attr`.
      settings: the PycSettingsInfo of the build.

    Returns:
      A PycSettingsInfo.
    """
    values = {}
    for name in SETTINGS:
        value = getattr(attrs, name)
        values[name] = value if is_set(name, value) else getattr(settings, name)
    return PycSettingsInfo(**values)

# The attributes of a rule whose targets can override the settings.
SETTING_ATTRS = {
    "dest_dir": attr.string(
        doc = """\
The directory in front of every `co_filename`: where the files will be installed, so that
tracebacks show it. Without it a `co_filename` is the destination path alone.
Default: the setting `//rules/settings:dest_dir`, which is empty.""",
    ),
    "invalidation_mode": attr.string(
        doc = """\
How Python finds out that a source has changed: `checked_hash` lets it compare the hash of the
source, `unchecked_hash` lets it trust the bytecode. Time stamps are not offered, since a time
is no input of an action. Default: the setting `//rules/settings:invalidation_mode`, which is
`checked_hash`.""",
        values = [""] + INVALIDATION_MODES,
    ),
    "layout": attr.string(
        doc = """\
`pycache` names files as PEP 3147 does, `pkg/__pycache__/mod.cpython-313.pyc`, for use beside the
sources. `sourceless` puts `pkg/mod.pyc` where `pkg/mod.py` would be, for use without them.
Default: the setting `//rules/settings:layout`, which is `pycache`.""",
        values = [""] + LAYOUTS,
    ),
    "on_error": attr.string(
        doc = """\
What to do with a source that is not valid Python of this version. `fail` fails the build. `skip`
leaves an empty .pyc, which Python takes for none where the source is at hand, and names the source in
the output group `report`. Default: the setting `//rules/settings:on_error`, which is `fail`.""",
        values = [""] + ON_ERROR,
    ),
    "optimize": attr.int(
        default = -1,
        doc = """\
The optimisation level: 1 drops assertions (`python -O`), 2 docstrings too (`python -OO`).
Default, or -1: the setting `//rules/settings:optimize`, which is 0.""",
        values = [-1] + OPTIMIZE,
    ),
    "python_version": attr.string(
        doc = """\
The Python version whose bytecode is wanted, such as `3.13`: one that the toolchain knows. One
closure holds one version. Default: the setting `//rules/settings:python_version`.""",
    ),
    "strip_prefix": attr.string(
        doc = """\
A directory, relative to the root of the repository, that destination paths lose: with `src`,
`src/pkg/mod.py` goes to `pkg/mod.py`. Paths that lie elsewhere stay as they are.
Default: the setting `//rules/settings:strip_prefix`, which is empty.""",
    ),
}

"""The settings that a py_bytecode target hands down to what it depends on."""

load(":settings.bzl", "SETTINGS", "is_set")

_FLAGS = {name: str(Label("//rules/settings:" + name)) for name in SETTINGS}

def _hand_down(settings, attr):
    handed = {}
    for name, flag in _FLAGS.items():
        value = getattr(attr, name)
        handed[flag] = value if is_set(name, value) else settings[flag]
    return handed

# On `deps`: a library is compiled as the target wants it that asks for it. Where
# the target sets no attribute, the configuration stays the same one, and so does
# the work of the libraries.
hand_down = transition(
    implementation = _hand_down,
    inputs = _FLAGS.values(),
    outputs = _FLAGS.values(),
)

"""A rule that writes a Python module, as a code generator would."""

def _catalogue_impl(ctx):
    module = ctx.actions.declare_file(ctx.label.name + ".py")
    lines = ['"""Messages of the program. Generated; do not edit."""', "", "MESSAGES = {"]
    for name in sorted(ctx.attr.messages):
        lines.append("    %s: %s," % (repr(name), repr(ctx.attr.messages[name])))
    ctx.actions.write(module, "\n".join(lines + ["}", ""]))
    return DefaultInfo(files = depset([module]))

catalogue = rule(
    implementation = _catalogue_impl,
    doc = "Writes a module that holds messages.",
    attrs = {
        "messages": attr.string_dict(doc = "The messages by name."),
    },
)

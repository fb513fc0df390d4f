"""Prints the opcode table of the Python that runs it, as Go for package target:

    python3.16 gen/opcodes.py | gofmt > opcodes_316.go

Operations that opcode.go does not name yet are listed on standard error: add them
there first.
"""
import opcode
import pathlib
import re
import sys

version = "%d.%d" % sys.version_info[:2]
suffix = version.replace(".", "")


def specialised():
    """The names of what the interpreter puts in place of an operation at run time."""
    names = set(getattr(opcode, "_specialized_instructions", ()))
    names |= set(getattr(opcode, "_specialized_opmap", ()))
    try:
        import _opcode_metadata
    except ImportError:
        return names
    return names | set(_opcode_metadata._specialized_opmap)


def caches(name, number):
    """The inline cache entries behind an operation."""
    entries = opcode._inline_cache_entries
    if hasattr(entries, "get"):  # by name from 3.13 on, a list by number before
        return entries.get(name, 0)
    return entries[number] if number < len(entries) else 0


def has_arg(number):
    if hasattr(opcode, "hasarg"):
        return number in opcode.hasarg
    return number >= opcode.HAVE_ARGUMENT


def go_name(name):
    return "".join(part.capitalize() for part in name.split("_"))


def main():
    skip = specialised()
    ops = sorted((number, name) for name, number in opcode.opmap.items()
                 if name not in skip and not name.startswith("INSTRUMENTED"))
    print(f"""package target

// opcodes{suffix} is CPython {version}'s opcode table: number, inline cache entries, and
// whether the operation has an argument (CPython: Lib/opcode.py and
// Include/internal/pycore_opcode_metadata.h).
var opcodes{suffix} = [numOps]opInfo{{""")
    for number, name in ops:
        print(f"\t{go_name(name)}: {{{number}, {caches(name, number)}, {str(has_arg(number)).lower()}, true}},")
    print("}")
    known = pathlib.Path(__file__).parent.parent.joinpath("opcode.go").read_text()
    for _, name in ops:
        if not re.search(rf"// {name}$", known, re.M):
            print(f"opcode.go does not name {name}", file=sys.stderr)


main()

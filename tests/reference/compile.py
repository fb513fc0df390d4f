"""Compiles files the way py_compile does, one JSON request a line.

A request names a file, the name that the code object shall carry, the
optimisation level and the invalidation mode. The answer has the SHA-256 of the
.pyc file and, if asked for, its bytes; or else the exception that the source
raised. Nothing is written to disk.
"""
import base64
import hashlib
import importlib._bootstrap_external
import json
import os
import py_compile
import sys
import warnings

written = []


def keep(path, data, mode=0o666):
    """Stands in for the function with which py_compile writes its output."""
    written.append(bytes(data))


importlib._bootstrap_external._write_atomic = keep
warnings.simplefilter("ignore")


def describe(error):
    """What a test can compare of an exception."""
    answer = {"class": type(error).__name__, "message": str(error)}
    if isinstance(error, SyntaxError):
        answer["message"] = str(error.msg)
        answer["line"] = error.lineno or 0
        answer["column"] = error.offset or 0
        answer["end_line"] = error.end_lineno or 0
        answer["end_column"] = error.end_offset or 0
        answer["text"] = error.text or ""
    return answer


def compile_one(request):
    mode = py_compile.PycInvalidationMode[request["mode"].upper()]
    del written[:]
    try:
        # The second name is where the result would go, but for keep.
        py_compile.compile(
            request["path"], "unwritten.pyc", request["name"], True,
            optimize=request["optimize"], invalidation_mode=mode)
    except py_compile.PyCompileError as error:
        return {"error": describe(error.exc_value)}
    except Exception as error:
        return {"error": describe(error)}
    data = written.pop()
    answer = {"sum": hashlib.sha256(data).hexdigest(), "size": len(data)}
    if request.get("data"):
        answer["data"] = base64.b64encode(data).decode("ascii")
    return answer


def answer(line):
    return json.dumps(compile_one(json.loads(line)))


def write_answer(line):
    sys.stdout.write(answer(line) + "\n")
    sys.stdout.flush()


def main():
    for line in sys.stdin:
        if not json.loads(line).get("fresh"):
            write_answer(line)
            continue
        # The child is as a new process is: nothing that it interns stays.
        child = os.fork()
        if not child:
            write_answer(line)
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__" and sys.platform != "emscripten":
    main()

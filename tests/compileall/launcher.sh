#!/bin/sh
# Stands in for a Python interpreter: `-m compileall` and `-m py_compile` go to
# pyc ($PYC), everything else to the real one ($REAL_PYTHON). Of the interpreter's
# own options those that matter to the two modules are passed on as the
# environment variables that mean the same.
optimize=$PYTHONOPTIMIZE
isolated=
n=0
for arg in "$@"; do
  n=$((n + 1))
  case $arg in
    -O) optimize=1 ;;
    -OO) optimize=2 ;;
    -I | -E) isolated=1 ;;
    -m | -Om)
      [ "$arg" = -m ] || optimize=1
      shift "$n"
      module=$1
      break
      ;;
    -*) ;;
    *) [ "$arg" = faulthandler ] || break ;;
  esac
done
case ${module-} in
  compileall | py_compile)
    shift
    [ -z "$isolated" ] || unset PYTHONPATH PYTHONPYCACHEPREFIX
    PYTHONOPTIMIZE=$optimize exec "$PYC" "$module" "$@"
    ;;
  '') exec "$REAL_PYTHON" "$@" ;;
  *) exec "$REAL_PYTHON" -m "$@" ;;
esac

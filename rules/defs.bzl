"""All that a BUILD file loads from rules_pyc.

```starlark
load("@rules_pyc//rules:defs.bzl", "py_bytecode")

py_bytecode(
    name = "app_pyc",
    deps = [":app"],
)
```
"""

load("//rules/private:bytecode.bzl", _py_bytecode = "py_bytecode")
load("//rules/private:providers.bzl", _PyBytecodeInfo = "PyBytecodeInfo")
load("//rules/private:toolchain.bzl", _pyc_toolchain = "pyc_toolchain")
load("//rules/private:tree.bzl", _py_bytecode_tree = "py_bytecode_tree")

py_bytecode = _py_bytecode
py_bytecode_tree = _py_bytecode_tree
pyc_toolchain = _pyc_toolchain
PyBytecodeInfo = _PyBytecodeInfo

"""For WORKSPACE: registers the default toolchain, after repositories.bzl."""

load("@io_bazel_rules_go//go:deps.bzl", "go_register_toolchains", "go_rules_dependencies")

GO_VERSION = "1.26.8"

# buildifier: disable=unnamed-macro
def rules_pyc_register_toolchains(go_version = GO_VERSION):
    """Registers the compiler that is built from source, and the Go that builds it.

    Args:
      go_version: the version of Go to download, `host` for the one that is installed, or None
        if the workspace registers one itself.
    """
    go_rules_dependencies()
    if go_version:
        go_register_toolchains(version = go_version)
    native.register_toolchains("@rules_pyc//rules/toolchain:default")

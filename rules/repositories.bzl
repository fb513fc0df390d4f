"""For WORKSPACE: the repositories that the default toolchain needs.

With MODULE.bazel there is nothing to load from here.
"""

load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")

def rules_pyc_repositories():
    """Declares rules_go, unless the workspace has it already."""
    maybe(
        http_archive,
        name = "io_bazel_rules_go",
        sha256 = "a729c8ed2447c90fe140077689079ca0acfb7580ec41637f312d650ce9d93d96",
        urls = [
            "https://mirror.bazel.build/github.com/bazel-contrib/rules_go/releases/download/v0.57.0/rules_go-v0.57.0.zip",
            "https://github.com/bazel-contrib/rules_go/releases/download/v0.57.0/rules_go-v0.57.0.zip",
        ],
    )

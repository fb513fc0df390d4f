// Package rules carries the Starlark files of rules_pyc in the binary, so that
// pyc build has them in any workspace that names @rules_pyc.
package rules

import "embed"

// Files are the packages below rules/, as they lie in the repository.
//
//go:embed *.bzl BUILD.bazel private settings toolchain
var Files embed.FS

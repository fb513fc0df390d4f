module github.com/rules-pyc/rules_pyc

go 1.26.8

require (
	go.starlark.net v0.0.0-20260908191801-89a6a09411d5
	golang.org/x/sys v0.49.0
	golang.org/x/term v0.47.0
)

require google.golang.org/protobuf v1.36.12 // indirect

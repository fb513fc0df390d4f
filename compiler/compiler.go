// Package compiler compiles Python source to the bytes that CPython would write
// to its .pyc file. It is pure: no files, no clock, no environment, no state
// that outlives a call.
package compiler

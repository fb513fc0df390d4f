package main

import "fmt"

// explain says where two .pyc files differ first.
func explain(theirs, ours []byte) string {
	n := min(len(theirs), len(ours))
	at := 0
	for at < n && theirs[at] == ours[at] {
		at++
	}
	return fmt.Sprintf("first difference at byte %d of %d (CPython) and %d (ours)\nCPython: % x\nours:    % x\n",
		at, len(theirs), len(ours), around(theirs, at), around(ours, at))
}

func around(data []byte, at int) []byte {
	return data[max(0, min(at-8, len(data))):min(at+24, len(data))]
}

// equalObjects tells whether two .pyc files hold equal code objects.
func equalObjects(version string, a, b []byte) bool { return false }

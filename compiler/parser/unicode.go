package parser

import "golang.org/x/text/unicode/norm"

// normalize returns the NFKC form of an identifier.
func normalize(name string) string { return norm.NFKC.String(name) }

// lookupName returns the characters that \N{name} stands for.
func (p *parser) lookupName(name string) (string, bool) { return "", false }

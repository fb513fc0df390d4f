package target

// Syntax is what differs in the tokenizer and the parser beside the PEPs that
// Features names: which mistakes a version finds, and how it words them.
type Syntax struct {
	PositivePatterns bool // a number in a pattern may have a plus sign
	CommentEscapes   bool // the source that f"{x=}" shows is freed of comments with regard to backslashes in its strings

	WideNewlines    bool // the end of a NEWLINE token is behind the newline
	SyntaxWarnings  bool // invalid escapes and literals give SyntaxWarning, not DeprecationWarning
	PrefixErrors    bool // string prefixes that exclude each other have a message of their own
	NoNewlineInSpec bool // a line end in the format spec of a single-quoted f-string has a message of its own
}

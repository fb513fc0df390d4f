package target

// Syntax is what differs in the tokenizer and the parser beside the PEPs that
// Features names: which mistakes a version finds, and how it words them.
type Syntax struct {
	ConditionalDepth int  // how many levels of the parser's stack a conditional expression takes
	OverflowMessage  bool // MemoryError says that the parser's stack overflowed

	PositivePatterns    bool // a number in a pattern may have a plus sign
	DecodedDebugText    bool // the source that f"{x=}" shows is decoded like the text around it
	DebugTextToNotEqual bool // the source that f"{x=}" shows ends in front of "!="
	CommentsAnywhere    bool // the source that f"{x=}" shows loses all that looks like a comment, in strings too
	CommentEscapes      bool // the source that f"{x=}" shows is freed of comments with regard to backslashes in its strings
	DecodedRawSpecs     bool // format specs of raw f-strings have escapes

	FutureBarry        bool // from __future__ import barry_as_FLUFL means something
	PairedNotEqual     bool // "<>" is two tokens
	WideNewlines       bool // the end of a NEWLINE token is behind the newline
	EscapeLines        bool // warnings of invalid escapes are about the escape's line, not the literal's first
	EscapeHints        bool // warnings of invalid escapes say what was probably meant
	SyntaxWarnings     bool // invalid escapes and literals give SyntaxWarning, not DeprecationWarning
	RangesInCharacters bool // all of the tokenizer's columns count characters
	PrefixErrors       bool // string prefixes that exclude each other have a message of their own
	EscapedQuoteHint   bool // "perhaps you escaped the end quote?"
	NoNewlineInSpec    bool // a line end in the format spec of a single-quoted f-string has a message of its own

	// What mistakes the second pass of the parser looks for.
	SoftKeywordPrefixes bool // "mat x" lacks no comma, since "mat" begins a soft keyword
	OldParameterErrors  bool // "non-default argument follows default argument"
	ParametersNamedSo   bool // "parameter" for what was "argument", and what came with that
	EagerDefErrors      bool // a function without "(" or ":" ends the first pass
	ArgumentMistakes    bool // "expected argument value expression"
	NotOperandError     bool // "'not' after an operator must be parenthesized"
	EmptyImportError    bool // "Expected one or more names after 'import'"
	StarError           bool // "Invalid star expression"
	ForInError          bool // "'in' expected after for-loop variables"
	EagerMistakes       bool // those two and the bounds of some type parameters end the first pass
	UnpackingRange      bool // unpacking that "follows keyword argument unpacking" is shown from the comma on
	Exclamanation       bool // the spelling in 3.12's "right after the exclamanation mark"
	EagerConversions    bool // an unknown conversion in an f-string is found before what follows it
	StatementMistakes   bool // "expected expression after 'else', but statement is given"
	CommaOnLastLine     bool // a missing comma behind a long expression is shown on its last line
}

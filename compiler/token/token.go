// Package token cuts source text into tokens (CPython: Parser/lexer/lexer.c).
//
// Scan turns a whole file into one flat slice, so that the parser may look ahead
// and go back by changing an index. The slice ends with an EndMarker or, where
// the text cannot be cut further, with an Error token that stands for the error
// that Scan returns; whether that error is ever reported is the parser's
// decision, which may have found one before it.
package token

// Kind is the kind of a token. Keywords have kinds of their own; soft keywords
// (match, case, type, _, lazy) are names.
type Kind uint8

// The kinds.
const (
	EndMarker Kind = iota
	Error
	Newline
	Indent
	Dedent
	Name
	Number
	String
	FStringStart
	FStringMiddle
	FStringEnd
	TStringStart
	TStringMiddle
	TStringEnd
	Unknown // a printable byte that no rule takes: $, ? or `

	LParen
	RParen
	LBracket
	RBracket
	LBrace
	RBrace
	Colon
	Comma
	Semicolon
	Dot
	Ellipsis
	Arrow
	Exclamation
	ColonEqual
	Equal

	Plus
	Minus
	Star
	At
	Slash
	Percent
	DoubleStar
	LeftShift
	RightShift
	VBar
	Caret
	Ampersand
	DoubleSlash
	Tilde

	// The augmented assignments stand in the order of their operators above.
	PlusEqual
	MinusEqual
	StarEqual
	AtEqual
	SlashEqual
	PercentEqual
	DoubleStarEqual
	LeftShiftEqual
	RightShiftEqual
	VBarEqual
	CaretEqual
	AmpersandEqual
	DoubleSlashEqual

	EqEqual
	NotEqual // "!=" or "<>"
	Less
	LessEqual
	Greater
	GreaterEqual

	False
	None
	True
	And
	As
	Assert
	Async
	Await
	Break
	Class
	Continue
	Def
	Del
	Elif
	Else
	Except
	Finally
	For
	From
	Global
	If
	Import
	In
	Is
	Lambda
	Nonlocal
	Not
	Or
	Pass
	Raise
	Return
	Try
	While
	With
	Yield

	NumKinds // not a kind
)

// Pos is where a token stands: lines from 1, columns from 0 in bytes, the end
// exclusive.
type Pos struct {
	Line, EndLine, Col, EndCol int32
}

// Token is one token. Indent, Dedent, EndMarker and Error tokens have column -1,
// as they have in CPython.
type Token struct {
	Pos
	Start, End int32 // offsets of its text
	Kind       Kind
	Level      uint8 // how many brackets were open after it
}

var texts = [NumKinds]string{
	LParen: "(", RParen: ")", LBracket: "[", RBracket: "]", LBrace: "{", RBrace: "}",
	Colon: ":", Comma: ",", Semicolon: ";", Dot: ".", Ellipsis: "...", Arrow: "->",
	Exclamation: "!", ColonEqual: ":=", Equal: "=",
	Plus: "+", Minus: "-", Star: "*", At: "@", Slash: "/", Percent: "%", DoubleStar: "**",
	LeftShift: "<<", RightShift: ">>", VBar: "|", Caret: "^", Ampersand: "&", DoubleSlash: "//", Tilde: "~",
	PlusEqual: "+=", MinusEqual: "-=", StarEqual: "*=", AtEqual: "@=", SlashEqual: "/=",
	PercentEqual: "%=", DoubleStarEqual: "**=", LeftShiftEqual: "<<=", RightShiftEqual: ">>=",
	VBarEqual: "|=", CaretEqual: "^=", AmpersandEqual: "&=", DoubleSlashEqual: "//=",
	EqEqual: "==", NotEqual: "!=", Less: "<", LessEqual: "<=", Greater: ">", GreaterEqual: ">=",
	False: "False", None: "None", True: "True", And: "and", As: "as", Assert: "assert",
	Async: "async", Await: "await", Break: "break", Class: "class", Continue: "continue",
	Def: "def", Del: "del", Elif: "elif", Else: "else", Except: "except", Finally: "finally",
	For: "for", From: "from", Global: "global", If: "if", Import: "import", In: "in", Is: "is",
	Lambda: "lambda", Nonlocal: "nonlocal", Not: "not", Or: "or", Pass: "pass", Raise: "raise",
	Return: "return", Try: "try", While: "while", With: "with", Yield: "yield",
}

// String returns the text of an operator or keyword.
func (k Kind) String() string { return texts[k] }

// IsKeyword tells whether a kind is a keyword's.
func (k Kind) IsKeyword() bool { return k >= False && k < NumKinds }

// keyword returns the kind of a word: a keyword's, or Name.
func keyword(word string) Kind {
	switch len(word) {
	case 2:
		switch word {
		case "as":
			return As
		case "if":
			return If
		case "in":
			return In
		case "is":
			return Is
		case "or":
			return Or
		}
	case 3:
		switch word {
		case "and":
			return And
		case "def":
			return Def
		case "del":
			return Del
		case "for":
			return For
		case "not":
			return Not
		case "try":
			return Try
		}
	case 4:
		switch word {
		case "None":
			return None
		case "True":
			return True
		case "elif":
			return Elif
		case "else":
			return Else
		case "from":
			return From
		case "pass":
			return Pass
		case "with":
			return With
		}
	case 5:
		switch word {
		case "False":
			return False
		case "async":
			return Async
		case "await":
			return Await
		case "break":
			return Break
		case "class":
			return Class
		case "raise":
			return Raise
		case "while":
			return While
		case "yield":
			return Yield
		}
	case 6:
		switch word {
		case "assert":
			return Assert
		case "except":
			return Except
		case "global":
			return Global
		case "import":
			return Import
		case "lambda":
			return Lambda
		case "return":
			return Return
		}
	case 7:
		if word == "finally" {
			return Finally
		}
	case 8:
		switch word {
		case "continue":
			return Continue
		case "nonlocal":
			return Nonlocal
		}
	}
	return Name
}

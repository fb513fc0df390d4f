package target

// Source is how a version reads source files and shows errors in them.
type Source struct {
	CheckedUTF8     bool  // all of an UTF-8 source must be valid, comments too
	BOMErrorLine    bool  // a cookie that denies the BOM is an error at a place
	CodecNames      uint8 // state of Python's package encodings and its aliases, counted from 3.11's
	LineAfterCRLF   bool  // a source that ends with "\r\n" gets one more line
	WrapCodecErrors bool  // the error of the codec "undefined" tells its name
	ByteColumns     bool  // the parser's errors count bytes, unless a BOM or cookie declares the encoding
	LinesFromFile   bool  // errors show a line as it stands in the file
	ClippedCaret    bool  // carets end with the line that an error begins on
	WideCaret       bool  // carets are under the columns of a terminal, not under characters
}

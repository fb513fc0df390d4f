package ast

// Ident is an interned identifier: a small number that stands for a name
// within one compilation. The zero Ident is no name.
type Ident int32

// Idents is the table of one compilation's identifiers. It is not safe for
// concurrent use.
type Idents struct {
	index map[string]Ident
	names []string
}

// NewIdents returns a table that holds only the zero Ident.
func NewIdents() *Idents {
	return &Idents{index: make(map[string]Ident, 256), names: []string{""}}
}

// maxKept is the greatest number of names whose room is kept for the next
// compilation.
const maxKept = 1 << 13

// Reset makes the table as good as new. Idents that it has given out mean nothing
// any more.
func (t *Idents) Reset() {
	if len(t.names) > maxKept {
		*t = *NewIdents()
		return
	}
	clear(t.index)
	clear(t.names)
	t.names = t.names[:1]
}

// Intern returns the Ident of a name, which must be NFKC-normalised already.
func (t *Idents) Intern(name string) Ident {
	if id, ok := t.index[name]; ok {
		return id
	}
	return t.add(name)
}

// InternBytes is Intern for a piece of source text; it allocates only for a
// name that is new.
func (t *Idents) InternBytes(name []byte) Ident {
	if id, ok := t.index[string(name)]; ok {
		return id
	}
	return t.add(string(name))
}

// Has tells whether a name has an Ident.
func (t *Idents) Has(name string) bool {
	_, ok := t.index[name]
	return ok
}

func (t *Idents) add(name string) Ident {
	id := Ident(len(t.names))
	t.names = append(t.names, name)
	t.index[name] = id
	return id
}

// Name returns the text of an identifier.
func (t *Idents) Name(id Ident) string { return t.names[id] }

// Len returns one more than the greatest Ident.
func (t *Idents) Len() int { return len(t.names) }

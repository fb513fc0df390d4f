// Package target says what each supported Python version is: its magic number,
// its opcode table, and the features that its compiler has. Every other package
// asks for a feature and never compares a version number. There is one file for
// each version.
package target

// Version is one minor version of CPython. The values are shared and must not
// be changed.
type Version struct {
	Name     string // "3.13"
	Tag      string // PEP 3147's: "cpython-313"
	Magic    uint16 // first two bytes of a .pyc file, before "\r\n"
	Unicode  string // version of the Unicode data, "15.1.0"
	Features        // what its compiler does
	Scoping         // what its symbol table does
	Folding         // what its constant folding does
	Codegen         // what instructions it emits
	Syntax          // what its parser does
	Source   Source // how it reads sources and shows errors
	Flow     Flow   // how it optimises and assembles
	// Preinterned are qualified names that the interpreter has interned before
	// it compiles anything, because they are in modules that it starts with. It
	// only shows for those of classes in functions.
	Preinterned []string

	operations *[numOps]opInfo // this and Flow say all that the rest is made of
	opcodes    [256]opInfo
	ops        [256]Op // the reverse of opcodes
	flags      [256]OpFlags
	uses       [256]StackUse
	lowered    [256]Op
	directed   [256]Direction
}

// Number returns the number of an operation in this version's bytecode. It is
// over 255 for a pseudo operation. ok tells whether the version has it.
func (v *Version) Number(op Op) (n int, ok bool) {
	info := &v.opcodes[op]
	return int(info.number), info.ok
}

// Has tells whether this version has an operation.
func (v *Version) Has(op Op) bool { return v.opcodes[op].ok }

// Op returns the operation that has a number in this version's bytecode, or NoOp.
func (v *Version) Op(number byte) Op { return v.ops[number] }

// Caches returns how many 16-bit inline cache entries follow an operation.
func (v *Version) Caches(op Op) int { return int(v.opcodes[op].caches) }

// HasArg tells whether an operation's argument means anything.
func (v *Version) HasArg(op Op) bool { return v.opcodes[op].hasArg }

// Flags returns what kind of operation op is.
func (v *Version) Flags(op Op) OpFlags { return v.flags[op] }

// StackUse returns what an operation does to the stack.
func (v *Version) StackUse(op Op) *StackUse { return &v.uses[op] }

// Lowered returns the operation that stands for op in the bytecode: op itself
// unless it is a pseudo operation.
func (v *Version) Lowered(op Op) Op { return v.lowered[op] }

// Directed returns the operation that a jump is if it leads backward or forward.
func (v *Version) Directed(op Op, backward bool) Op {
	if backward {
		return v.directed[op].Backward
	}
	return v.directed[op].Forward
}

// Versions are all supported versions, oldest first.
var Versions = []*Version{Python311, Python312, Python313, Python314, Python315}

// Lookup returns the version with a name such as "3.13", or nil.
func Lookup(name string) *Version {
	for _, v := range Versions {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// known are all versions that are described, compiled for or not.
var known = []*Version{Python311, Python312, Python313, Python314, Python315}

// ByMagic returns the version whose .pyc files begin with a magic number, or
// nil. It need not be one of Versions.
func ByMagic(magic uint16) *Version {
	for _, v := range known {
		if v.Magic == magic {
			return v
		}
	}
	return nil
}

// The versions are data that the linker lays out, but for their tables. A program that
// only asks whether files are up to date starts faster so than with calls for each of them.
func init() {
	for _, v := range known {
		v.define()
	}
}

// define makes the tables of a version.
func (v *Version) define() {
	copy(v.opcodes[:], v.operations[:])
	for op := Op(1); op < numOps; op++ {
		if info := v.operations[op]; info.ok && info.number < 256 {
			v.ops[info.number] = op
		}
	}
	v.defineFlow()
}

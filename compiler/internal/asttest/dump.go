package asttest

import (
	"fmt"
	"math"
	"math/big"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// Dump writes a tree as dump.py --text does, one line for each statement and the
// like, so that trees can be compared as text.
func Dump(mod *ast.Module, idents *ast.Idents) string {
	d := dumper{idents: idents}
	for _, s := range mod.Body {
		d.line(s, 0)
	}
	return d.b.String()
}

type dumper struct {
	b      strings.Builder
	idents *ast.Idents
}

// line writes a statement on a line of its own, and below it, indented, those in it.
func (d *dumper) line(n any, depth int) {
	d.b.WriteString(strings.Repeat("  ", depth))
	nested := d.node(reflect.ValueOf(n).Elem())
	d.b.WriteByte('\n')
	for _, field := range nested {
		for i := range field.Len() {
			d.line(field.Index(i).Interface(), depth+1)
		}
	}
}

// node writes a node and returns its lists of statements, handlers and cases.
func (d *dumper) node(v reflect.Value) (nested []reflect.Value) {
	d.b.WriteString(v.Type().Name())
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch value := v.Field(i); {
		case f.Name == "Span":
			s := value.Interface().(ast.Span)
			fmt.Fprintf(&d.b, "@%d.%d-%d.%d", s.Line, s.Col, s.EndLine, s.EndCol)
		case f.Name == "U" || value.IsZero() || value.Kind() == reflect.Slice && value.Len() == 0:
		case isBody(f.Type):
			nested = append(nested, value)
		default:
			d.b.WriteString(" " + strings.ToLower(f.Name) + "=")
			d.value(value)
		}
	}
	return nested
}

func isBody(t reflect.Type) bool {
	return t == reflect.TypeFor[[]ast.Stmt]() || t == reflect.TypeFor[[]*ast.ExceptHandler]() ||
		t == reflect.TypeFor[[]*ast.MatchCase]()
}

func (d *dumper) value(v reflect.Value) {
	switch x := v.Interface().(type) {
	case ast.Ident:
		d.b.WriteString(d.idents.Name(x))
	case *code.Const:
		d.b.WriteString(constantText(x))
	case ast.Operator, ast.UnaryOperator, ast.BoolOperator, ast.CmpOperator, ast.Context:
		fmt.Fprintf(&d.b, "%d", x)
	case bool, int32:
		fmt.Fprint(&d.b, x)
	default:
		d.compound(v)
	}
}

func (d *dumper) compound(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		d.b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				d.b.WriteString(", ")
			}
			d.value(v.Index(i))
		}
		d.b.WriteByte(']')
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			d.b.WriteString("None")
			return
		}
		for v.Kind() != reflect.Struct {
			v = v.Elem()
		}
		d.b.WriteByte('(')
		d.node(v)
		d.b.WriteByte(')')
	}
}

func constantText(c *code.Const) string {
	switch c.Kind {
	case code.None:
		return "None"
	case code.True:
		return "True"
	case code.False:
		return "False"
	case code.Ellipsis:
		return "Ellipsis"
	case code.Int:
		if c.Big != nil {
			return "int:" + c.Big.Text(16)
		}
		return "int:" + big.NewInt(c.Int).Text(16)
	case code.Float:
		return fmt.Sprintf("float:%016x", math.Float64bits(c.Float))
	case code.Complex:
		return fmt.Sprintf("complex:%016x%016x", math.Float64bits(c.Float), math.Float64bits(c.Imag))
	case code.Str:
		return "str:" + quoted(c.Text)
	case code.Bytes:
		return "bytes:" + quoted(c.Text)
	}
	items := make([]string, len(c.Items))
	for i, item := range c.Items {
		items[i] = constantText(item)
	}
	kind := "tuple"
	if c.Kind == code.FrozenSet {
		kind = "frozenset"
		sort.Strings(items)
	}
	return kind + ":[" + strings.Join(items, ", ") + "]"
}

// quoted shortens and quotes a text byte by byte.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := range len(s) {
		if i == 100 {
			b.WriteString("...' of " + strconv.Itoa(len(s)))
			return b.String()
		}
		if c := s[i]; c < ' ' || c > '~' || c == '\'' || c == '\\' {
			fmt.Fprintf(&b, "\\x%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

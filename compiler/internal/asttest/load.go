// Package asttest loads syntax trees that Python's own ast module made, so that
// the stages behind the parser can be tested without it. Only tests use it.
// testdata/dump.py writes what Load reads.
package asttest

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
)

// Load builds the tree that dump.py printed.
func Load(data []byte, pool *constant.Pool, idents *ast.Idents) (mod *ast.Module, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("asttest: %v", r)
		}
	}()
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	l := loader{pool, idents}
	return l.node(root).Interface().(*ast.Module), nil
}

type loader struct {
	pool   *constant.Pool
	idents *ast.Idents
}

// nodeTypes are the nodes by the name of their Python class.
var nodeTypes = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, n := range []any{
		ast.Module{}, ast.BoolOp{}, ast.NamedExpr{}, ast.BinOp{}, ast.UnaryOp{}, ast.Lambda{}, ast.IfExp{},
		ast.Dict{}, ast.Set{}, ast.ListComp{}, ast.SetComp{}, ast.DictComp{}, ast.GeneratorExp{}, ast.Await{},
		ast.Yield{}, ast.YieldFrom{}, ast.Compare{}, ast.Call{}, ast.FormattedValue{}, ast.Interpolation{},
		ast.JoinedStr{}, ast.TemplateStr{}, ast.Constant{}, ast.Attribute{}, ast.Subscript{}, ast.Starred{},
		ast.Name{}, ast.List{}, ast.Tuple{}, ast.Slice{},
		ast.FunctionDef{}, ast.ClassDef{}, ast.Return{}, ast.Delete{}, ast.Assign{}, ast.TypeAlias{},
		ast.AugAssign{}, ast.AnnAssign{}, ast.For{}, ast.While{}, ast.If{}, ast.With{}, ast.Match{}, ast.Raise{},
		ast.Try{}, ast.Assert{}, ast.Import{}, ast.ImportFrom{}, ast.Global{}, ast.Nonlocal{}, ast.Pass{},
		ast.Break{}, ast.Continue{},
		ast.MatchValue{}, ast.MatchSingleton{}, ast.MatchSequence{}, ast.MatchMapping{}, ast.MatchClass{},
		ast.MatchStar{}, ast.MatchAs{}, ast.MatchOr{}, ast.TypeVar{}, ast.ParamSpec{}, ast.TypeVarTuple{},
		ast.ExceptHandler{},
	} {
		m[reflect.TypeOf(n).Name()] = reflect.TypeOf(n)
	}
	m["Expr"] = reflect.TypeFor[ast.ExprStmt]()
	m["AsyncFunctionDef"] = m["FunctionDef"]
	m["AsyncFor"] = m["For"]
	m["AsyncWith"] = m["With"]
	m["TryStar"] = m["Try"]
	m["comprehension"] = reflect.TypeFor[ast.Comprehension]()
	m["arguments"] = reflect.TypeFor[ast.Arguments]()
	m["arg"] = reflect.TypeFor[ast.Arg]()
	m["keyword"] = reflect.TypeFor[ast.Keyword]()
	m["alias"] = reflect.TypeFor[ast.Alias]()
	m["withitem"] = reflect.TypeFor[ast.WithItem]()
	m["match_case"] = reflect.TypeFor[ast.MatchCase]()
	return m
}()

// fieldNames are the fields whose Python name is not the Go name in lower case
// without underscores.
var fieldNames = map[string]string{
	"Arg.Name":               "arg",
	"FunctionDef.Decorators": "decoratorlist",
	"ClassDef.Decorators":    "decoratorlist",
	"WithItem.Context":       "contextexpr",
	"WithItem.Vars":          "optionalvars",
	"Comprehension.Async":    "isasync",
	"Import.Lazy":            "islazy",
	"ImportFrom.Lazy":        "islazy",
	"TypeVar.Default":        "defaultvalue",
	"ParamSpec.Default":      "defaultvalue",
	"TypeVarTuple.Default":   "defaultvalue",
	"FunctionDef.Async":      "",
	"For.Async":              "",
	"With.Async":             "",
	"Try.Star":               "",
	"Constant.U":             "",
}

// words are the operators and contexts by their Python class.
var words = map[string]uint64{
	"Load": uint64(ast.Load), "Store": uint64(ast.Store), "Del": uint64(ast.Del),
	"And": uint64(ast.And), "Or": uint64(ast.Or),
	"Add": uint64(ast.Add), "Sub": uint64(ast.Sub), "Mult": uint64(ast.Mult), "MatMult": uint64(ast.MatMult),
	"Div": uint64(ast.Div), "Mod": uint64(ast.Mod), "Pow": uint64(ast.Pow), "LShift": uint64(ast.LShift),
	"RShift": uint64(ast.RShift), "BitOr": uint64(ast.BitOr), "BitXor": uint64(ast.BitXor),
	"BitAnd": uint64(ast.BitAnd), "FloorDiv": uint64(ast.FloorDiv),
	"Invert": uint64(ast.Invert), "Not": uint64(ast.Not), "UAdd": uint64(ast.UAdd), "USub": uint64(ast.USub),
	"Eq": uint64(ast.Eq), "NotEq": uint64(ast.NotEq), "Lt": uint64(ast.Lt), "LtE": uint64(ast.LtE),
	"Gt": uint64(ast.Gt), "GtE": uint64(ast.GtE), "Is": uint64(ast.Is), "IsNot": uint64(ast.IsNot),
	"In": uint64(ast.In), "NotIn": uint64(ast.NotIn),
}

func (l loader) node(m map[string]any) reflect.Value {
	class := m[""].(string)
	t, ok := nodeTypes[class]
	if !ok {
		panic("no node " + class)
	}
	p := reflect.New(t)
	v := p.Elem()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name == "Span" {
			l.span(v.Field(i), m["span"].([]any))
			continue
		}
		name, special := fieldNames[t.Name()+"."+f.Name]
		if !special {
			name = strings.ToLower(f.Name)
		}
		switch value := m[name]; {
		case name == "" && f.Name == "U":
			v.Field(i).SetBool(m["kind"] == "u")
		case name == "":
			v.Field(i).SetBool(strings.HasPrefix(class, "Async") || class == "TryStar")
		case value != nil:
			l.set(v.Field(i), value)
		}
	}
	return p
}

func (l loader) span(v reflect.Value, numbers []any) {
	var n [4]int32
	for i := range n {
		n[i] = int32(numbers[i].(float64))
	}
	v.Set(reflect.ValueOf(ast.Span{Line: n[0], EndLine: n[1], Col: n[2], EndCol: n[3]}))
}

func (l loader) set(v reflect.Value, value any) {
	switch value := value.(type) {
	case map[string]any:
		v.Set(l.node(value))
	case bool:
		v.SetBool(value)
	case string:
		if v.Type() == reflect.TypeFor[ast.Ident]() {
			v.SetInt(int64(l.idents.Intern(value)))
		} else {
			v.SetUint(words[value])
		}
	case float64:
		if v.Kind() == reflect.Bool {
			v.SetBool(value != 0)
		} else {
			v.SetInt(int64(value))
		}
	case []any:
		if v.Type() == reflect.TypeFor[*code.Const]() {
			v.Set(reflect.ValueOf(l.constant(value)))
			return
		}
		if len(value) == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), len(value), len(value)))
		for i, item := range value {
			if item != nil {
				l.set(v.Index(i), item)
			}
		}
	}
}

func (l loader) constant(c []any) *code.Const {
	p := l.pool
	switch c[0] {
	case "None":
		return p.None
	case "True":
		return p.True
	case "False":
		return p.False
	case "Ellipsis":
		return p.Ellipsis
	case "int":
		n, _ := new(big.Int).SetString(c[1].(string), 0)
		return p.BigInt(n)
	case "float":
		return p.Float(float(unhex(c[1])))
	case "complex":
		b := unhex(c[1])
		return p.Complex(float(b), float(b[8:]))
	case "str":
		return p.Str(string(unhex(c[1])))
	case "bytes":
		return p.Bytes(string(unhex(c[1])))
	}
	var items []*code.Const
	for _, item := range c[1].([]any) {
		items = append(items, l.constant(item.([]any)))
	}
	if c[0] == "frozenset" {
		return p.FrozenSet(items)
	}
	return p.Tuple(items)
}

func unhex(s any) []byte {
	b, err := hex.DecodeString(s.(string))
	if err != nil {
		panic(err)
	}
	return b
}

func float(b []byte) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b)) }

package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Config is the configuration of a target: the build settings that differ from
// their defaults.
type Config struct {
	values map[label.Label]starlark.Value
	root   string // output directory
}

// config returns the configuration with some settings. Equal settings give the
// same Config. The first one made, that of the command line, has the output
// directory itself; others have one inside it, named after what is set.
func (a *Analyzer) config(values map[label.Label]starlark.Value) (*Config, error) {
	kept := map[label.Label]starlark.Value{}
	var lines []string
	for setting, value := range values {
		def, err := a.settingDefault(setting)
		if err != nil {
			return nil, err
		}
		if equal, _ := starlark.Equal(value, def); equal {
			continue
		}
		kept[setting] = value
		lines = append(lines, fmt.Sprintf("%v=%v", setting, value))
	}
	sort.Strings(lines)
	key := strings.Join(lines, "\n")
	if c := a.configs[key]; c != nil {
		return c, nil
	}
	c := &Config{values: kept, root: loading.OutputDir}
	if len(a.configs) > 0 {
		sum := sha256.Sum256([]byte(key))
		c.root += "/.settings-" + hex.EncodeToString(sum[:6])
	}
	a.configs[key] = c
	return c, nil
}

// settingDefault returns the default of a build setting.
func (a *Analyzer) settingDefault(name label.Label) (starlark.Value, error) {
	t, err := a.loader.Target(name)
	if err != nil {
		return nil, err
	}
	if t.Rule == nil || !t.Rule.BuildSetting {
		return nil, fmt.Errorf("%v is no build setting", name)
	}
	return t.Attrs["build_setting_default"], nil
}

func (a *Analyzer) setting(name label.Label, c *Config) (starlark.Value, error) {
	if v, ok := c.values[name]; ok {
		return v, nil
	}
	return a.settingDefault(name)
}

// TopLevel returns the configuration of the command line: settings maps labels
// to values as they are written there.
func (a *Analyzer) TopLevel(settings map[label.Label]string) (*Config, error) {
	values := map[label.Label]starlark.Value{}
	for name, text := range settings {
		def, err := a.settingDefault(name)
		if err != nil {
			return nil, err
		}
		values[name] = starlark.String(text)
		if _, ok := def.(starlark.Int); ok {
			n, err := strconv.Atoi(text)
			if err != nil {
				return nil, fmt.Errorf("--%v=%s: a number is wanted", name, text)
			}
			values[name] = starlark.MakeInt(n)
		}
	}
	return a.config(values)
}

// transition returns the configuration that a transition leads to.
func (a *Analyzer) transition(t *loading.Transition, c *Config, attrs starlark.Value) (*Config, error) {
	settings := starlark.NewDict(len(t.Inputs))
	for _, flag := range t.Inputs {
		value, err := a.setting(flag.Label, c)
		if err != nil {
			return nil, err
		}
		settings.SetKey(starlark.String(flag.Text), value)
	}
	result, err := starlark.Call(a.thread(), t.Impl, starlark.Tuple{settings, attrs}, nil)
	if err != nil {
		return nil, err
	}
	dict, ok := result.(*starlark.Dict)
	if !ok {
		return nil, star.Unsupported("a transition that returns %s", result.Type())
	}
	values := map[label.Label]starlark.Value{}
	for name, value := range c.values {
		values[name] = value
	}
	for _, flag := range t.Outputs {
		value, found, _ := dict.Get(starlark.String(flag.Text))
		if !found {
			return nil, fmt.Errorf("the transition returns no value for %s", flag.Text)
		}
		values[flag.Label] = value
	}
	return a.config(values)
}

// resolve chooses the branches of selects.
func (a *Analyzer) resolve(v starlark.Value, c *Config) (starlark.Value, error) {
	s, ok := v.(*loading.Select)
	if !ok {
		return v, nil
	}
	values := make([]starlark.Value, len(s.Parts))
	for i, part := range s.Parts {
		values[i] = part.Value
		if part.Value == nil {
			var err error
			if values[i], err = a.choose(part, c); err != nil {
				return nil, err
			}
		}
	}
	return loading.Join(values)
}

// choose returns the value of the branch that fits. Of two that fit, one must
// ask for all that the other does, and more.
func (a *Analyzer) choose(part loading.Part, c *Config) (starlark.Value, error) {
	var best, otherwise *loading.Branch
	var bestFlags map[label.Label]string
	var conditions []string
	for i := range part.Branches {
		branch := &part.Branches[i]
		if branch.Default {
			otherwise = branch
			continue
		}
		conditions = append(conditions, branch.Condition.String())
		flags, err := a.condition(branch.Condition)
		if err != nil {
			return nil, err
		}
		holds, err := a.holds(flags, c)
		if err != nil {
			return nil, err
		}
		switch {
		case !holds:
		case best == nil || includes(flags, bestFlags):
			best, bestFlags = branch, flags
		case !includes(bestFlags, flags):
			return nil, fmt.Errorf("select: both %v and %v hold, and neither asks for more than the other", best.Condition, branch.Condition)
		}
	}
	if best == nil {
		best = otherwise
	}
	if best == nil {
		if part.NoMatch != "" {
			return nil, fmt.Errorf("select: %s", part.NoMatch)
		}
		return nil, fmt.Errorf("select: none of %s holds, and there is no //conditions:default", strings.Join(conditions, ", "))
	}
	return best.Value, nil
}

// condition returns the flags that a config_setting wants.
func (a *Analyzer) condition(name label.Label) (map[label.Label]string, error) {
	t, err := a.loader.Target(name)
	if err != nil {
		return nil, err
	}
	if t.Rule == nil || t.Rule.Name() != "config_setting" {
		return nil, t.Errorf("select on a %s: %w", t.Kind(), star.Unsupported("any condition but a config_setting with flag_values"))
	}
	for _, other := range []string{"constraint_values", "define_values", "values"} {
		if t.Attrs[other].Truth() {
			return nil, t.Errorf("%w", star.Unsupported("config_setting(%s = ...)", other))
		}
	}
	flags := map[label.Label]string{}
	for _, item := range t.Attrs["flag_values"].(*starlark.Dict).Items() {
		text, _ := starlark.AsString(item[0])
		flag, err := t.Context().Parse(text)
		if err != nil {
			return nil, t.Errorf("%w", err)
		}
		flags[flag], _ = starlark.AsString(item[1])
	}
	return flags, nil
}

func (a *Analyzer) holds(flags map[label.Label]string, c *Config) (bool, error) {
	for flag, want := range flags {
		value, err := a.setting(flag, c)
		if err != nil {
			return false, err
		}
		text, ok := starlark.AsString(value)
		if !ok {
			text = value.String()
		}
		if text != want {
			return false, nil
		}
	}
	return true, nil
}

// includes tells whether a has all entries of b.
func includes(a, b map[label.Label]string) bool {
	for flag, value := range b {
		if got, ok := a[flag]; !ok || got != value {
			return false
		}
	}
	return true
}

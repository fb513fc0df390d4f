package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// options is a command line in the manner of Python's argparse, for the commands that
// stand for one of Python's: letters may stand together, long options may be cut short as
// long as only one begins so, and all may stand behind arguments. It is kinder than
// argparse in that arguments may stand behind these again, and that _ and - are the same
// in names, as in all of pyc.
type options []*option

type option struct {
	name     string // its long form, without the dashes
	letter   byte   // 0 if it has none
	isSwitch bool   // there is no value
	set      func(value string) error
}

// errHelp says that the usage was asked for, and nothing else is to be done.
var errHelp = errors.New("help requested")

func (o *options) add(opt option) { *o = append(*o, &opt) }

func (o *options) flag(p *bool, name string, letter byte) {
	o.add(option{name: name, letter: letter, isSwitch: true, set: func(string) error { *p = true; return nil }})
}

// count adds a switch that may be given several times.
func (o *options) count(p *int, name string, letter byte) {
	o.add(option{name: name, letter: letter, isSwitch: true, set: func(string) error { *p++; return nil }})
}

func (o *options) text(p *string, name string, letter byte) {
	o.add(option{name: name, letter: letter, set: func(value string) error { *p = value; return nil }})
}

// number adds an option for what Python's int takes: there may be blanks around it.
func (o *options) number(name string, letter byte, set func(n int)) {
	o.add(option{name: name, letter: letter, set: func(value string) error {
		n, err := strconv.Atoi(strings.TrimSpace(value))
		set(n)
		return err
	}})
}

// parse sets the options and returns the arguments.
func (o options) parse(args []string) (arguments []string, err error) {
	for len(args) > 0 && err == nil {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			return append(arguments, args...), nil
		case !o.isOption(arg):
			arguments = append(arguments, arg)
		case strings.HasPrefix(arg, "--"):
			args, err = o.parseLong(arg[2:], args)
		default:
			args, err = o.parseLetters(arg[1:], args)
		}
	}
	return arguments, err
}

// isOption tells an option from an argument, and from an option's value.
func (o options) isOption(arg string) bool {
	if len(arg) < 2 || arg[0] != '-' {
		return false
	}
	name, _, _ := strings.Cut(arg[1:], "=")
	if o.letter(arg[1]) != nil || arg[1] == '-' && len(o.complete(name[1:])) > 0 {
		return true
	}
	return !isNegativeNumber(arg) && !strings.Contains(arg, " ")
}

func isNegativeNumber(arg string) bool {
	others := strings.Trim(arg[1:], "0123456789")
	return others == "" || others == "." && !strings.HasSuffix(arg, ".")
}

func (o options) letter(letter byte) *option {
	if i := slices.IndexFunc(o, func(opt *option) bool { return opt.letter == letter }); i >= 0 {
		return o[i]
	}
	return nil
}

// complete returns the options for which a long name may stand.
func (o options) complete(name string) (found options) {
	dashes := func(name string) string { return strings.ReplaceAll(name, "_", "-") }
	for _, opt := range o {
		switch full := dashes(opt.name); {
		case full == dashes(name):
			return options{opt}
		case strings.HasPrefix(full, dashes(name)):
			found = append(found, opt)
		}
	}
	return found
}

// parseLong sets a long option and returns the arguments behind it and its value.
func (o options) parseLong(arg string, args []string) ([]string, error) {
	name, value, hasValue := strings.Cut(arg, "=")
	found := o.complete(name)
	if strings.HasPrefix("help", name) {
		found = append(found, &option{name: "help", isSwitch: true, set: func(string) error { return errHelp }})
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("unknown option --%s", name)
	case len(found) > 1:
		return nil, fmt.Errorf("--%s may be --%s or --%s", name, found[0].name, found[1].name)
	case !hasValue:
		return o.take(found[0], "--"+name, args)
	case found[0].isSwitch:
		return nil, fmt.Errorf("option --%s takes no value", name)
	}
	return args, found[0].setTo("--"+name, value)
}

// parseLetters sets the options of letters that stand together, the last of which may
// have its value right behind it, and returns the arguments behind all that.
func (o options) parseLetters(letters string, args []string) (_ []string, err error) {
	for i := 0; i < len(letters) && err == nil; i++ {
		shown := "-" + letters[i:i+1]
		opt := o.letter(letters[i])
		value := letters[i+1:]
		switch {
		case opt == nil && shown == "-h":
			return nil, errHelp
		case opt == nil:
			return nil, fmt.Errorf("unknown option %s", shown)
		case value != "" && !opt.isSwitch:
			return args, opt.setTo(shown, strings.TrimPrefix(value, "="))
		}
		args, err = o.take(opt, shown, args)
	}
	return args, err
}

// take sets an option, to the next argument if it needs a value.
func (o options) take(opt *option, shown string, args []string) ([]string, error) {
	if opt.isSwitch {
		return args, opt.setTo(shown, "")
	}
	if len(args) == 0 || args[0] == "--" || o.isOption(args[0]) {
		return nil, fmt.Errorf("option %s needs a value", shown)
	}
	return args[1:], opt.setTo(shown, args[0])
}

func (opt *option) setTo(shown, value string) error {
	err := opt.set(value)
	if err != nil && err != errHelp {
		err = fmt.Errorf("option %s cannot be %q", shown, value)
	}
	return err
}

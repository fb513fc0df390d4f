package loading

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"go.starlark.net/starlark"
)

// glob is the function glob(include, exclude, exclude_directories, allow_empty).
func glob(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var includeValue, excludeValue starlark.Value
	var excludeDirectories = 1
	var allowEmpty starlark.Value = starlark.True
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "include?", &includeValue, "exclude?", &excludeValue,
		"exclude_directories?", &excludeDirectories, "allow_empty?", &allowEmpty)
	if err != nil {
		return nil, err
	}
	pkg := packageOf(thread)
	if pkg == nil {
		return nil, fmt.Errorf("glob: it can be called from BUILD files only")
	}
	if excludeDirectories == 0 {
		return nil, fmt.Errorf("glob: directories are no sources here; leave exclude_directories out")
	}
	include, err := patterns(includeValue)
	if err != nil {
		return nil, err
	}
	exclude, err := patterns(excludeValue)
	if err != nil {
		return nil, err
	}
	files, err := pkg.files()
	if err != nil {
		return nil, err
	}
	var matched []starlark.Value
	for _, file := range files {
		segments := strings.Split(file, "/")
		if matchesAny(include, segments) && !matchesAny(exclude, segments) {
			pkg.mentioned[file] = true
			matched = append(matched, starlark.String(file))
		}
	}
	if len(matched) == 0 && allowEmpty == starlark.False {
		return nil, fmt.Errorf("glob: no file matches %v, and allow_empty is False", includeValue)
	}
	return starlark.NewList(matched), nil
}

func patterns(v starlark.Value) ([][]string, error) {
	texts, err := stringList(v)
	if err != nil {
		return nil, fmt.Errorf("glob: %w", err)
	}
	var split [][]string
	for _, text := range texts {
		segments := strings.Split(text, "/")
		for _, segment := range segments {
			if segment == "" || segment == "." || segment == ".." || segment != "**" && strings.Contains(segment, "**") {
				return nil, fmt.Errorf("glob: invalid pattern %q", text)
			}
		}
		split = append(split, segments)
	}
	return split, nil
}

func matchesAny(patterns [][]string, segments []string) bool {
	for _, pattern := range patterns {
		if matches(pattern, segments) {
			return true
		}
	}
	return false
}

// matches tells whether a path fits a pattern, segment by segment.
func matches(pattern, segments []string) bool {
	for len(pattern) > 0 && pattern[0] != "**" {
		if len(segments) == 0 || !wildcard(pattern[0], segments[0]) {
			return false
		}
		pattern, segments = pattern[1:], segments[1:]
	}
	if len(pattern) == 0 {
		return len(segments) == 0
	}
	for skip := range len(segments) + 1 {
		if matches(pattern[1:], segments[skip:]) {
			return true
		}
	}
	return false
}

// wildcard tells whether a name fits a pattern in which * stands for anything,
// the only special character that Bazel has.
func wildcard(pattern, name string) bool {
	head, tail, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	if !strings.HasPrefix(name, head) {
		return false
	}
	for i := len(head); i <= len(name); i++ {
		if wildcard(tail, name[i:]) {
			return true
		}
	}
	return false
}

// files returns all files of the package, sorted, without those of packages
// below it.
func (p *Package) files() ([]string, error) {
	if p.fileList != nil {
		return p.fileList, nil
	}
	list := []string{}
	err := p.repo.walk(p.Path, nil, func(dir string, entries []fs.DirEntry) (bool, error) {
		if dir != p.Path && p.repo.buildFile(dir) != "" {
			return false, nil
		}
		for _, entry := range entries {
			if full := path.Join(dir, entry.Name()); !p.repo.isDir(entry, full) {
				list = append(list, relative(full, p.Path))
			}
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	sort.Strings(list)
	p.fileList = list
	return list, nil
}

// relative takes the path of a package off one inside it.
func relative(full, pkg string) string {
	if pkg == "" {
		return full
	}
	return strings.TrimPrefix(full, pkg+"/")
}

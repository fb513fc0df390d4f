//go:build linux

package compileall

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// project is a tree with a snapshot of it beside.
type project struct {
	t        *testing.T
	root     string
	snapshot string
}

const projectDirs, projectFiles = 26, 20

func newProject(t *testing.T) *project {
	p := &project{t: t, root: filepath.Join(t.TempDir(), "tree"), snapshot: filepath.Join(t.TempDir(), "s", "snapshot")}
	for d := range projectDirs {
		for f := range projectFiles {
			p.write(fmt.Sprintf("p%d/q%d/m%d.py", d%5, d, f), fmt.Sprintf("x = %d\n", f))
		}
	}
	p.write("p1/data.txt", "no source")
	p.write("p1/bad.py", "x = \n")
	p.check(os.Symlink("m1.py", p.path("p1/q1/link.py")))
	p.check(os.Symlink("q1", p.path("p1/linked")))
	p.check(os.Symlink("nothing", p.path("p1/broken.py")))
	p.check(os.Mkdir(p.outside(), 0o777))
	p.check(os.Symlink(p.outside(), p.path("p1/outside.py")))
	d, err := openDir(nil, p.root, 0)
	p.check(err)
	defer d.release()
	if !d.tellsChanges() {
		t.Skipf("%s is on a file system of which no snapshots are made", p.root)
	}
	return p
}

func (p *project) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) path(name string) string { return filepath.Join(p.root, name) }

// outside is where a symlink of the tree leads to.
func (p *project) outside() string { return filepath.Join(filepath.Dir(p.root), "outside") }

func (p *project) write(name, text string) {
	p.t.Helper()
	p.check(os.MkdirAll(filepath.Dir(p.path(name)), 0o777))
	p.check(os.WriteFile(p.path(name), []byte(text), 0o666))
}

func (p *project) options() Options {
	return Options{
		Target: target.Lookup("3.13"), Optimize: []int{0, 2}, MaxLevels: DefaultMaxLevels, Workers: 2,
		Mode: pyc.TimestampMode,
	}
}

// run returns the events of a run, one a line, and then how many there were of those that
// need not come one by one.
func (p *project) run(o Options) []string {
	p.t.Helper()
	var events []string
	var upToDate, skipped int
	o.Report = func(e Event) {
		switch e.Kind {
		case UpToDate:
			upToDate += e.Count
		case Skipped:
			skipped += e.Count
		default:
			events = append(events, fmt.Sprintf("%d %s %v", e.Kind, e.Path, e.Err))
		}
	}
	if _, err := Run(p.t.Context(), o, p.root); err != nil {
		p.t.Fatal(err)
	}
	return append(events, fmt.Sprintf("%d up to date, %d skipped", upToDate, skipped))
}

// runBoth compiles by means of the snapshot, having compared what that finds with what a
// look at all files finds.
func (p *project) runBoth(what string) {
	p.t.Helper()
	all, known := p.options(), p.options()
	known.Snapshot = p.snapshot
	all.Check, known.Check = true, true
	want := p.run(all)
	if got := p.run(known); !slices.Equal(got, want) {
		p.t.Fatalf("%s: with the snapshot:\n%s", what, difference(got, want))
	}
	known.Check = false
	p.run(known)
	for _, line := range p.run(all) {
		if strings.HasPrefix(line, fmt.Sprint(Stale)) && !strings.Contains(line, "bad") {
			p.t.Fatalf("%s: not compiled: %s", what, line)
		}
	}
}

// settle leaves a snapshot of all that is up to date: it takes a run that changes nothing.
func (p *project) settle() {
	o := p.options()
	o.Snapshot = p.snapshot
	p.run(o)
	time.Sleep(2 * tick)
	p.run(o)
}

func difference(got, want []string) string {
	var b strings.Builder
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			fmt.Fprintf(&b, "%s, not %s\n", g, w)
			if b.Len() > 1000 {
				break
			}
		}
	}
	return b.String()
}

// verified tells what the snapshot says of the tree as it is now.
func (p *project) verified() *verified {
	o := p.options()
	o.Snapshot = p.snapshot
	return newRun(p.t.Context(), o).verify([]string{p.root})
}

// After a run that has compiled everything the next one need not look at anything but
// what can never be up to date.
func TestSnapshotSparesLooking(t *testing.T) {
	p := newProject(t)
	p.settle()
	v := p.verified()
	if v == nil {
		t.Fatal("no snapshot")
	}
	looks := v.looks()
	if len(looks) != 2 { // bad.py and broken.py
		t.Errorf("%d sources are looked at", len(looks))
	}
	p.runBoth("up to date")

	// What was compiled is looked at once more, then no longer.
	time.Sleep(2 * tick)
	p.write("p2/q2/m3.py", "x = 33333\n")
	for i, want := range []int{3, 3, 2} {
		v := p.verified()
		if v == nil {
			t.Fatal("the snapshot is gone")
		}
		if looks := v.looks(); len(looks) != want {
			t.Errorf("run %d: %d sources are looked at, not %d", i, len(looks), want)
		}
		p.runBoth("one changed")
		time.Sleep(2 * tick)
	}
}

// A run that compiles for long leaves a snapshot of what it has written.
func TestSnapshotOfLongRun(t *testing.T) {
	p := newProject(t)
	o := p.options()
	o.Snapshot = p.snapshot
	r := newRun(t.Context(), o)
	r.start = r.start.Add(-time.Minute)
	if _, err := r.all([]string{p.root}); err != nil {
		t.Fatal(err)
	}
	r.remember([]string{p.root})
	if v := p.verified(); v == nil || len(v.looks()) > fewLooks {
		t.Errorf("the snapshot holds %v", v)
	}
}

// A snapshot that does not fit into the memory that is kept for it is the same, and what
// is not finished leaves nothing.
func TestRecorderWritesInPieces(t *testing.T) {
	dir := t.TempDir()
	big, small := filepath.Join(dir, "big"), filepath.Join(dir, "small")
	var want []string
	for _, c := range []struct {
		path   string
		tokens int
		save   bool
	}{{big, 20_000, true}, {small, 10, true}, {small, 20_000, false}} {
		rec := newRecorder(c.path)
		want = nil
		for i := range c.tokens {
			s := &step{event: Event{Kind: UpToDate, Path: fmt.Sprintf("d/m%d.py", i)}, file: file{root: &root{}}, sum: stateSum(i)}
			want = append(want, s.event.Path)
			rec.add(s)
		}
		if len(rec.data) > 2*recorderData {
			t.Errorf("%d bytes are held in memory", len(rec.data))
		}
		if !c.save {
			rec.discard()
			continue
		}
		rec.save()
		loaded := loadSnapshot(c.path)
		if loaded == nil {
			t.Fatalf("%d tokens: no snapshot", c.tokens)
		}
		var got []string
		var r tokenReader
		for _, chunk := range loaded.chunks {
			for r.reset(chunk); r.next(); {
				if r.sum != stateSum(len(got)) {
					t.Fatalf("%s: sum %d", r.path, r.sum)
				}
				got = append(got, string(r.path))
			}
			if !r.atEnd() {
				t.Fatal("a chunk cannot be read")
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d tokens: %d read", c.tokens, len(got))
		}
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 2 {
		t.Errorf("left: %v, %v", names, err)
	}
}

// Looking alone leaves nothing.
func TestCheckLeavesNoSnapshot(t *testing.T) {
	p := newProject(t)
	p.run(p.options())
	time.Sleep(2 * tick)
	o := p.options()
	o.Snapshot, o.Check = p.snapshot, true
	p.run(o)
	if _, err := os.Stat(filepath.Dir(p.snapshot)); err == nil {
		t.Error("there is a snapshot")
	}
}

// Whatever happens to a tree, a run with a snapshot finds what one without finds.
func TestSnapshotSeesChanges(t *testing.T) {
	p := newProject(t)
	random := rand.New(rand.NewPCG(1, 2))
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range p.changes(random) {
			if !yield(name) {
				return
			}
		}
	})
	p.runBoth("cold")
	for _, name := range names {
		p.settle()
		if p.verified() == nil {
			t.Errorf("no snapshot before %s", name)
		}
		p.changes(random)[name]()
		p.runBoth(name)
	}
	for i := range 60 {
		changes := p.changes(random)
		var done []string
		for range 1 + random.IntN(3) {
			name := names[random.IntN(len(names))]
			done = append(done, name)
			changes[name]()
		}
		if random.IntN(2) == 0 {
			time.Sleep(2 * tick)
		}
		p.runBoth(fmt.Sprint(i, ": ", strings.Join(done, ", ")))
	}
}

// changes are all that can happen to a tree.
func (p *project) changes(random *rand.Rand) map[string]func() {
	source := func() string {
		d := random.IntN(projectDirs)
		return fmt.Sprintf("p%d/q%d/m%d.py", d%5, d, random.IntN(projectFiles))
	}
	bytecode := func() string {
		path := pyc.CachePath(p.path(source()), target.Lookup("3.13"), 2*random.IntN(2))
		os.MkdirAll(filepath.Dir(path), 0o777)
		return path
	}
	// Errors are let pass: the file may be one that another change has removed.
	inPlace := func(path string, change func([]byte) []byte) {
		data, err := os.ReadFile(path)
		if err != nil || len(data) < 16 {
			return
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
		if err != nil {
			return
		}
		defer f.Close()
		f.Write(change(data))
	}
	relink := func(name, to string) {
		os.RemoveAll(p.path(name))
		os.Symlink(to, p.path(name))
	}
	count := 0
	return map[string]func(){
		"source edited": func() {
			os.WriteFile(p.path(source()), fmt.Appendf(nil, "y = %d\n", random.IntN(1e9)), 0o666)
		},
		"source same size": func() {
			inPlace(p.path(source()), func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("x"), []byte("z")) })
		},
		"source touched": func() {
			then := time.Now().Add(-time.Duration(random.IntN(1e6)) * time.Second)
			os.Chtimes(p.path(source()), then, then)
		},
		"source replaced": func() {
			name := source()
			os.WriteFile(p.path(name+".new"), []byte("import os\n"), 0o666)
			os.Rename(p.path(name+".new"), p.path(name))
		},
		"source removed":         func() { os.Remove(p.path(source())) },
		"source added":           func() { p.write(fmt.Sprintf("p3/new%d.py", random.IntN(5)), "pass\n") },
		"source made directory":  func() { name := p.path(source()); os.RemoveAll(name); os.Mkdir(name, 0o777) },
		"source made symlink":    func() { relink(source(), "m2.py") },
		"source chmod":           func() { os.Chmod(p.path(source()), 0o600) },
		"directory added":        func() { p.write(fmt.Sprintf("p4/d%d/e/a.py", random.IntN(5)), "pass\n") },
		"directory renamed":      func() { os.Rename(p.path("p4/q4"), p.path("p4/r4")) },
		"directory renamed back": func() { os.Rename(p.path("p4/r4"), p.path("p4/q4")) },
		"bytecode removed":       func() { os.Remove(bytecode()) },
		"bytecode emptied":       func() { inPlace(bytecode(), func([]byte) []byte { return nil }) },
		"bytecode magic":         func() { inPlace(bytecode(), func(b []byte) []byte { b[0] ^= 1; return b }) },
		"bytecode touched":       func() { now := time.Now(); os.Chtimes(bytecode(), now, now) },
		"bytecode back in time": func() {
			path := bytecode()
			if info, err := os.Stat(path); err == nil {
				inPlace(path, func(b []byte) []byte { b[9] ^= 1; return b })
				os.Chtimes(path, info.ModTime(), info.ModTime())
			}
		},
		"bytecode replaced": func() {
			path := bytecode()
			os.WriteFile(path+".new", []byte("garbage"), 0o666)
			os.Rename(path+".new", path)
		},
		"cache removed":       func() { os.RemoveAll(filepath.Dir(bytecode())) },
		"link to other":       func() { relink("p1/q1/link.py", fmt.Sprintf("m%d.py", random.IntN(9))) },
		"linked made real":    func() { relink("p1/linked", "data.txt") },
		"linked made link":    func() { relink("p1/linked", "q1") },
		"link's target moved": func() { os.Rename(p.path("p1/q1"), p.path("p1/q1b")) },
		"link's target back":  func() { os.Rename(p.path("p1/q1b"), p.path("p1/q1")) },
		"outside made file":   func() { os.RemoveAll(p.outside()); os.WriteFile(p.outside(), nil, 0o666) },
		"outside made dir":    func() { os.RemoveAll(p.outside()); os.Mkdir(p.outside(), 0o777) },
		"outside removed":     func() { os.RemoveAll(p.outside()) },
		"broken gets target":  func() { count++; p.write("p1/nothing", fmt.Sprint("x = ", count, "\n")) },
		"broken loses target": func() { os.Remove(p.path("p1/nothing")) },
		"snapshot cut off":    func() { os.Truncate(p.snapshot, 1000) },
		"snapshot damaged": func() {
			inPlace(p.snapshot, func(b []byte) []byte { b[random.IntN(len(b))] ^= 4; return b })
		},
		"snapshot removed": func() { os.Remove(p.snapshot) },
	}
}

// A state is taken into the snapshot only if what happens after it gives another one.
func TestSettled(t *testing.T) {
	p := newProject(t)
	o := p.options()
	o.Snapshot = p.snapshot
	r := newRun(t.Context(), o)
	d, err := openDir(nil, p.root, 0)
	p.check(err)
	defer d.release()
	r.learnDevice(d)
	changed := time.Unix(d.state.changed.sec, d.state.changed.nsec)
	for _, c := range []struct {
		nsec    int64
		age     time.Duration
		settled bool
	}{
		{1, tick + time.Millisecond, true}, {1, tick, false}, {1, 0, false}, {1, -time.Hour, false},
		{0, 3 * time.Second, true}, {0, 2 * time.Second, false},
	} {
		state := d.state
		state.changed.nsec = c.nsec
		r.start = time.Unix(changed.Unix(), c.nsec).Add(c.age)
		if got := r.settledSum(state) != 0; got != c.settled {
			t.Errorf("%v: %v", c, got)
		}
	}
	state := d.state
	state.device++
	if r.settledSum(state) != 0 {
		t.Error("a state on an unknown device is relied upon")
	}
	if r.settledSum(fileState{}) != 0 {
		t.Error("an unknown state is relied upon")
	}
}

// A snapshot of other roots is none of these.
func TestSnapshotOfOtherRoots(t *testing.T) {
	p := newProject(t)
	p.settle()
	o := p.options()
	o.Snapshot = p.snapshot
	for _, roots := range [][]string{nil, {p.path("p1")}, {p.path("none"), p.root}} {
		if newRun(t.Context(), o).verify(roots) != nil {
			t.Errorf("the snapshot is taken for one of %q", roots)
		}
	}
}

func TestDamagedSnapshot(t *testing.T) {
	p := newProject(t)
	p.settle()
	data, err := os.ReadFile(p.snapshot)
	p.check(err)
	if loadSnapshot(p.snapshot) == nil {
		t.Fatal("no snapshot")
	}
	for i := 0; i < len(data); i += 37 {
		damaged := slices.Clone(data)
		damaged[i] ^= 0x10
		p.check(os.WriteFile(p.snapshot, damaged, 0o666))
		if loadSnapshot(p.snapshot) != nil {
			t.Errorf("a change of byte %d is not seen", i)
		}
		p.check(os.WriteFile(p.snapshot, data[:i], 0o666))
		if loadSnapshot(p.snapshot) != nil {
			t.Errorf("the first %d bytes are taken for a snapshot", i)
		}
	}
}

// Tokens are read as they were written, and what is no chunk is no reason to fail.
func FuzzTokens(f *testing.F) {
	want := []token{
		{kind: tokenDir, path: []byte("a/b"), sum: 7},
		{kind: tokenSource, root: 300, path: []byte("a/b/c.py"), sum: 8},
		{kind: tokenLink, path: []byte("a/l")},
		{kind: tokenOther},
	}
	var chunk []byte
	previous := ""
	for i := range want {
		t := &want[i]
		chunk = appendToken(chunk, previous, t.kind, t.root, string(t.path), t.sum)
		previous, t.end = string(t.path), len(chunk)
	}
	got := readTokens(chunk)
	if len(got) != len(want) {
		f.Fatalf("%d tokens instead of %d", len(got), len(want))
	}
	for i, g := range got {
		w := want[i]
		if g.kind != w.kind || g.root != w.root || !bytes.Equal(g.path, w.path) || g.end != w.end || w.kind.hasSum() && g.sum != w.sum {
			f.Errorf("%v instead of %v", g, w)
		}
	}
	f.Add(chunk)
	f.Fuzz(func(t *testing.T, chunk []byte) {
		tokens := readTokens(chunk)
		for i := range tokens {
			if end := tokens[i].end; end > len(chunk) || i > 0 && end <= tokens[i-1].end {
				t.Errorf("token %d of %q ends at %d", i, chunk, end)
			}
		}
	})
}

func readTokens(chunk []byte) (tokens []token) {
	var r tokenReader
	for r.reset(chunk); r.next(); {
		t := r.token
		t.path = bytes.Clone(t.path)
		tokens = append(tokens, t)
	}
	return tokens
}

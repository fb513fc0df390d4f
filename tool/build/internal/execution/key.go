package execution

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"os"
	"sort"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
)

// keyVersion changes when the same action gives other files than before.
const keyVersion = "rules_pyc action 1"

// key returns the digest of all that the outputs of an action depend on: what
// is run, how, and on which content. There is no path of this machine in it.
func (r *run) key(n *node, made map[*analysis.File]Digest) (Digest, error) {
	a := n.action
	h := hasher{sha256.New()}
	h.text(keyVersion, a.Mnemonic, string(rune('0'+a.Kind)))
	if a.Tool != nil && a.Tool.File == nil {
		digest, err := r.toolDigest(a.Tool)
		if err != nil {
			return Digest{}, err
		}
		h.Write(digest[:])
	}
	h.list(a.CommandLine()[min(1, len(a.CommandLine())):])
	h.list(a.Env)
	for _, params := range a.Params {
		h.text(params.Path, params.Content)
	}
	h.text(string(a.Content))
	if a.Executable {
		h.text("executable")
	}
	inputs := append([]*analysis.File(nil), a.Inputs...)
	sort.Slice(inputs, func(i, j int) bool { return inputs[i].Path < inputs[j].Path })
	for _, f := range inputs {
		digest, err := r.digest(f, made)
		if err != nil {
			return Digest{}, err
		}
		h.text(f.Path)
		h.Write(digest[:])
	}
	for _, f := range a.Outputs {
		h.text(f.Path)
	}
	return Digest(h.Sum(nil)), nil
}

// hasher writes texts so that no two lists of them look the same.
type hasher struct{ hash.Hash }

func (h hasher) text(texts ...string) {
	var length [8]byte
	for _, text := range texts {
		binary.LittleEndian.PutUint64(length[:], uint64(len(text)))
		h.Write(length[:])
		io.WriteString(h, text)
	}
}

func (h hasher) list(texts []string) {
	var length [8]byte
	binary.LittleEndian.PutUint64(length[:], uint64(len(texts)))
	h.Write(length[:])
	h.text(texts...)
}

// digest returns the digest of an input; made has those of generated files.
func (r *run) digest(f *analysis.File, made map[*analysis.File]Digest) (Digest, error) {
	if f.Action != nil {
		return made[f], nil
	}
	if f.Content != nil {
		return sha256.Sum256(f.Content), nil
	}
	return r.state.sourceDigest(r.Root, f.Path)
}

// toolDigest returns the digest of a program outside the workspace.
func (r *run) toolDigest(tool *analysis.Tool) (Digest, error) {
	r.toolOnce.Do(func() {
		var f *os.File
		if f, r.toolErr = os.Open(tool.Path); r.toolErr != nil {
			return
		}
		defer f.Close()
		h := sha256.New()
		if _, r.toolErr = io.Copy(h, f); r.toolErr == nil {
			r.toolSum = Digest(h.Sum(nil))
		}
	})
	return r.toolSum, r.toolErr
}

package safefile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// model is a disk in memory that loses its power. Programs see names; what
// survives is the names whose folder was synced, the pending ones in any
// combination, and of each file what was synced, or all, or a torn part.
type model struct {
	seen    map[string]*node // as programs see them
	safe    map[string]*node // as they survive in any case
	pending []change

	mutant string // a promise the disk or the caller does not keep
	late   []lateSync

	ops        int    // operations so far
	failAt     int    // the one that fails; -1: none
	fault      error  // with this; errPower ends everything
	persistent bool   // and so do all later ones that change something
	fired      string // what failed
	clock      int
	room       int64        // free bytes; 0: plenty
	each       func(op int) // called at every operation; may be nil
}

// node is a file or a folder.
type node struct {
	folder  bool
	data    []byte
	synced  []byte
	dropped bool // a failed sync took the pages: no later one writes them
	mode    fs.FileMode
	changed int
}

// lateSync is a sync that a mutant puts off until a rename.
type lateSync struct {
	until func(from, to string) bool
	sync  func()
}

// change is an operation on the names of a folder: to appears, from goes.
type change struct {
	folder, from, to string
	node             *node
}

var errPower = errors.New("power lost")

func newModel(folders ...string) *model {
	m := &model{seen: map[string]*node{}, failAt: -1}
	for _, f := range folders {
		m.seen[f] = &node{folder: true}
	}
	m.safe = maps.Clone(m.seen)
	return m
}

// put places a durable file.
func (m *model) put(path, data string) {
	m.seen[path] = &node{data: []byte(data), synced: []byte(data), mode: 0o600}
	m.safe[path] = m.seen[path]
}

// step counts an operation, and fails it when its turn is.
func (m *model) step(what, path string, changes bool) error {
	n := m.ops
	m.ops++
	if m.each != nil {
		m.each(n)
	}
	switch {
	case m.fired != "" && (m.fault == errPower || m.persistent && changes):
	case n == m.failAt:
		m.fired = what + " " + filepath.Base(path)
	default:
		return nil
	}
	return &fs.PathError{Op: what, Path: path, Err: m.fault}
}

func (m *model) get(what, path string) (*node, error) {
	if err := m.step(what, path, false); err != nil {
		return nil, err
	}
	n, ok := m.seen[path]
	if !ok {
		return nil, &fs.PathError{Op: what, Path: path, Err: fs.ErrNotExist}
	}
	return n, nil
}

func (m *model) change(c change) {
	if c.from != "" {
		delete(m.seen, c.from)
	}
	if c.to != "" {
		m.seen[c.to] = c.node
	}
	m.pending = append(m.pending, c)
}

func (c change) applyTo(names map[string]*node) {
	if c.from != "" && names[c.from] == c.node {
		delete(names, c.from)
	}
	if c.to != "" {
		names[c.to] = c.node
	}
}

func (m *model) info(path string, n *node) fs.FileInfo {
	return modelInfo{filepath.Base(path), n, int64(len(n.data)), n.changed}
}

func (m *model) lstat(path string) (fs.FileInfo, error) {
	n, err := m.get("lstat", path)
	if err != nil {
		return nil, err
	}
	return m.info(path, n), nil
}

func (m *model) stat(path string) (fs.FileInfo, error) { return m.lstat(path) }

func (m *model) resolve(path string) (string, error) {
	_, err := m.get("resolve", path)
	return path, err
}

// beside does it at once: the model does one thing at a time, in a certain order.
func (m *model) beside(do func()) (wait func()) {
	do()
	return func() {}
}

func (m *model) names(folder string) ([]string, error) {
	if _, err := m.get("names", folder); err != nil {
		return nil, err
	}
	var names []string
	for path := range m.seen {
		if filepath.Dir(path) == folder && path != folder {
			names = append(names, filepath.Base(path))
		}
	}
	slices.Sort(names)
	return names, nil
}

func (m *model) create(path string, mode fs.FileMode) (file, error) {
	if err := m.step("create", path, true); err != nil {
		return nil, err
	}
	if _, there := m.seen[path]; there {
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	}
	if n := m.seen[filepath.Dir(path)]; n == nil || !n.folder {
		return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrNotExist}
	}
	n := &node{mode: mode}
	m.change(change{folder: filepath.Dir(path), to: path, node: n})
	return &modelFile{m, n, path}, nil
}

func (m *model) open(path string) (io.ReadCloser, error) {
	n, err := m.get("open", path)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(&modelReader{m, path, bytes.NewReader(n.data)}), nil
}

func (m *model) rename(from, to string) error {
	if err := m.step("rename", to, true); err != nil {
		return err
	}
	n, ok := m.seen[from]
	if !ok {
		return &fs.PathError{Op: "rename", Path: from, Err: fs.ErrNotExist}
	}
	m.change(change{folder: filepath.Dir(to), from: from, to: to, node: n})
	return m.catchUp(from, to)
}

// catchUp makes good what a mutant put off.
func (m *model) catchUp(from, to string) error {
	var left []lateSync
	for _, late := range m.late {
		if !late.until(from, to) {
			left = append(left, late)
			continue
		}
		if err := m.step("late sync", to, true); err != nil {
			return err
		}
		late.sync()
	}
	m.late = left
	return nil
}

func (m *model) remove(path string) error {
	n, err := m.get("remove", path)
	if err != nil {
		return err
	}
	for other := range m.seen {
		if n.folder && filepath.Dir(other) == path {
			return &fs.PathError{Op: "remove", Path: path, Err: syscall.ENOTEMPTY}
		}
	}
	m.change(change{folder: filepath.Dir(path), from: path, node: n})
	return nil
}

func (m *model) makeFolder(path string) error {
	if err := m.step("makeFolder", path, true); err != nil {
		return err
	}
	if n := m.seen[path]; n == nil {
		m.change(change{folder: filepath.Dir(path), to: path, node: &node{folder: true}})
	}
	return nil
}

func (m *model) syncFolder(path string) (bool, error) {
	if err := m.step("syncFolder", path, true); err != nil {
		return durable(err)
	}
	sync := func() {
		var left []change
		for _, c := range m.pending {
			if c.folder != path {
				left = append(left, c)
				continue
			}
			c.applyTo(m.safe)
		}
		m.pending = left
	}
	switch {
	case m.mutant == "folders not synced":
	case m.mutant == "backups synced after the rename" && strings.Contains(path, stateFolder):
		m.late = append(m.late, lateSync{func(_, to string) bool { return to == book() }, sync})
	default:
		sync()
	}
	return true, nil
}

func (m *model) sameFile(a, b fs.FileInfo) bool {
	return a.(modelInfo).node == b.(modelInfo).node
}

func (m *model) lock(_ context.Context, path string, _ holder, _ time.Duration) (func(), holder, error) {
	// As the real one, it makes the folder and syncs nothing.
	return func() {}, holder{}, errors.Join(m.makeFolder(filepath.Dir(path)), m.step("lock", path, true))
}

func (m *model) writable(string) error          { return nil }
func (m *model) attributes(string, string) lost { return lost{} }

func (m *model) free(string) (int64, bool) {
	if m.room == 0 {
		return 1 << 40, true
	}
	return m.room, true
}

package safefile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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
	return func() {}, holder{}, m.step("lock", path, true)
}

func (m *model) writable(string) error          { return nil }
func (m *model) free(string) (int64, bool)      { return 1 << 40, true }
func (m *model) attributes(string, string) lost { return lost{} }

type modelFile struct {
	m    *model
	node *node
	path string
}

func (f *modelFile) Write(p []byte) (int, error) {
	if err := f.m.step("write", f.path, true); err != nil {
		half := p[:len(p)/2]
		f.node.data = append(f.node.data, half...)
		return len(half), err
	}
	f.m.clock++
	f.node.changed = f.m.clock
	f.node.data = append(f.node.data, p...)
	return len(p), nil
}

func (f *modelFile) Chmod(mode fs.FileMode) error {
	err := f.m.step("chmod", f.path, true)
	if err == nil {
		f.node.mode = mode
	}
	return err
}

func (f *modelFile) Chown(int, int) error { return f.m.step("chown", f.path, true) }

func (f *modelFile) Stat() (fs.FileInfo, error) {
	return f.m.info(f.path, f.node), f.m.step("fstat", f.path, false)
}

func (f *modelFile) Sync() error {
	if err := f.m.step("sync", f.path, true); err != nil {
		f.node.dropped = true
		return err
	}
	sync := func() {
		if !f.node.dropped {
			f.node.synced = slices.Clone(f.node.data)
		}
	}
	switch f.m.mutant {
	case "files not synced":
	case "files synced after the rename":
		f.m.late = append(f.m.late, lateSync{func(from, _ string) bool { return from == f.path }, sync})
	default:
		sync()
	}
	return nil
}

func (f *modelFile) Close() error { return f.m.step("close", f.path, false) }

type modelReader struct {
	m    *model
	path string
	*bytes.Reader
}

func (r *modelReader) Read(p []byte) (int, error) {
	if err := r.m.step("read", r.path, false); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// WriteTo would go past Read.
func (r *modelReader) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{r})
}

type modelInfo struct {
	name    string
	node    *node
	size    int64
	changed int
}

func (i modelInfo) Name() string       { return i.name }
func (i modelInfo) Size() int64        { return i.size }
func (i modelInfo) ModTime() time.Time { return time.Unix(int64(i.changed), 0) }
func (i modelInfo) IsDir() bool        { return i.node.folder }
func (i modelInfo) Sys() any           { return nil }
func (i modelInfo) Mode() fs.FileMode {
	if i.node.folder {
		return fs.ModeDir | privateFolder
	}
	return i.node.mode
}

// Ways in which a file that was not synced comes back.
var tearings = []struct {
	name string
	data func(n *node) []byte
}{
	{"as synced", func(n *node) []byte { return n.synced }},
	{"full", func(n *node) []byte { return n.data }},
	{"half", func(n *node) []byte { return n.data[:len(n.data)/2] }},
	{"half, then zeros", func(n *node) []byte {
		return append(slices.Clone(n.data[:len(n.data)/2]), make([]byte, len(n.data)-len(n.data)/2)...)
	}},
}

// afterPowerLoss calls f with every disk that may come back.
func (m *model) afterPowerLoss(f func(*model)) {
	for subset := range 1 << len(m.pending) {
		names := maps.Clone(m.safe)
		for i, c := range m.pending {
			if subset&(1<<i) != 0 {
				c.applyTo(names)
			}
		}
		for _, tear := range tearings {
			f(remount(names, tear.data))
		}
	}
}

func remount(names map[string]*node, tear func(*node) []byte) *model {
	m := newModel()
	for path, n := range names {
		if !reachable(names, path) {
			continue
		}
		data := slices.Clone(n.synced)
		if !bytes.Equal(n.synced, n.data) {
			data = slices.Clone(tear(n))
		}
		m.seen[path] = &node{folder: n.folder, data: data, synced: data, mode: n.mode, changed: n.changed}
	}
	m.safe = maps.Clone(m.seen)
	return m
}

func reachable(names map[string]*node, path string) bool {
	for up := filepath.Dir(path); up != path; path, up = up, filepath.Dir(up) {
		if n := names[up]; n == nil || !n.folder {
			return false
		}
	}
	return true
}

// clone is a disk for trying something out.
func (m *model) clone() *model {
	return remount(m.seen, func(n *node) []byte { return n.data })
}

var tempRandom = regexp.MustCompile(`\.crm-\d+-[0-9a-f]+\.tmp`)

// String is the disk as one text, without the random part of names.
func (m *model) String() string {
	var lines []string
	for path, n := range m.seen {
		if strings.HasSuffix(path, tempEnding) {
			path = tempRandom.ReplaceAllString(path, tempEnding)
		}
		lines = append(lines, path+"\t"+string(n.data))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// temporaries is the temporary files on the disk.
func (m *model) temporaries() (left []string) {
	for path := range m.seen {
		if tempRandom.MatchString(path) {
			left = append(left, path)
		}
	}
	return left
}

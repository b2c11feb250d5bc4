package safefile

import (
	"bytes"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

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

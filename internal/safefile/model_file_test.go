package safefile

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"time"
)

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

package safefile

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// WriteLoose writes a file that may be lost at any time: whole or not at all,
// readable by its user alone, but neither synced nor kept, locked or read back.
// Who reads it has to find out whether it is what was written.
func WriteLoose(path string, write func(io.Writer) error) error {
	d := system{}
	t, err := newTemp(d, path)
	if err != nil {
		return err
	}
	defer t.discard()
	sweep(d, t)
	if err := t.fillLoose(write); err != nil {
		return err
	}
	if err := d.rename(t.path, path); err != nil {
		return err
	}
	t.renamed = true
	return nil
}

// fillLoose writes the content straight to the file.
func (t *tempFile) fillLoose(write func(io.Writer) error) error {
	if err := write(contextWriter{context.Background(), t.file}); err != nil {
		return err
	}
	f := t.file
	t.file = nil
	return f.Close()
}

// KeepNewest removes the oldest of a folder's files whose names end so, until
// no more than so many with no more than so many bytes are left. Those with a
// dot in front are left alone. What cannot be removed stays.
func KeepNewest(folder, ending string, most int, bytes int64) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	var files []os.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && strings.HasSuffix(e.Name(), ending) && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int {
		if c := b.ModTime().Compare(a.ModTime()); c != 0 {
			return c
		}
		return strings.Compare(a.Name(), b.Name())
	})
	for i, info := range files {
		if bytes -= info.Size(); i >= most || bytes < 0 {
			_ = os.Remove(filepath.Join(folder, info.Name()))
		}
	}
}

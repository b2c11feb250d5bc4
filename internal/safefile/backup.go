package safefile

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// backup copies a file by its content to <folder>/<sha256><ending>. The copy is
// made under a temporary name, synced and read back before it gets its own.
func backup(ctx context.Context, d disk, path, into string) (string, error) {
	sum, err := digest(d, path)
	if err != nil {
		return "", err
	}
	if err := d.makeFolder(into); err != nil {
		return "", err
	}
	if _, err := d.syncFolder(folder(into)); err != nil {
		return "", err
	}
	name := filepath.Join(into, hex.EncodeToString(sum[:]))
	ending := strings.ToLower(filepath.Ext(path))
	for n := 1; ; n++ {
		kept := name + ending
		if n > 1 { // a copy that rotted keeps its name; the sound one stands beside it
			kept = fmt.Sprintf("%s.%d%s", name, n, ending)
		}
		_, err := d.lstat(kept)
		if errors.Is(err, fs.ErrNotExist) {
			return kept, copyTo(ctx, d, path, kept, sum)
		}
		if err != nil {
			return "", err
		}
		if there, err := digest(d, kept); err == nil && there == sum {
			return kept, nil
		}
	}
}

// copyTo makes the copy; its content must be the one expected, or the file
// changed while it was copied.
func copyTo(ctx context.Context, d disk, from, to string, want [32]byte) error {
	temp, err := newTemp(d, to)
	if err != nil {
		return err
	}
	defer temp.discard()
	sweep(d, temp)
	source, err := d.open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	err = temp.fill(ctx, func(w io.Writer) error {
		_, err := io.Copy(w, source)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := temp.finish(target{}, private); err != nil {
		return err
	}
	if temp.sum != want {
		return changed(from)
	}
	if err := temp.check(nil); err != nil {
		return err
	}
	if err := d.rename(temp.path, to); err != nil {
		return err
	}
	temp.renamed = true
	_, err = d.syncFolder(folder(to))
	return err
}

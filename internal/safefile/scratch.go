package safefile

import (
	"os"
	"path/filepath"
)

// Scratch writes a file that nobody else can read into a new folder in the
// system's place for such, for another program to change. remove takes file and
// folder away.
func Scratch(name string, content []byte) (path string, remove func(), err error) {
	in, err := os.MkdirTemp("", "crm-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(in) } // what stays there the system cleans up
	path = filepath.Join(in, name)
	if err := os.WriteFile(path, content, private); err != nil {
		remove()
		return "", nil, err
	}
	return path, remove, nil
}

// Package cli is the command line: one file per command, each turning options
// into a run of the pipeline and its result into a table. It is the only room
// that knows flags, exit codes and what is said on which stream.
package cli

import (
	"io"
	"time"
)

// Env is everything the command line takes from the outside.
type Env struct {
	Args     []string
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
	Getenv   func(string) string
	// OutTerminal and ErrTerminal say whether a person is looking; Width is the
	// terminal's, in characters, 0 where unknown.
	OutTerminal, ErrTerminal bool
	Width                    int
	// InTerminal says whether a person may be asked.
	InTerminal bool
	// AskSecret asks a person at the terminal for a secret, which does not appear
	// there; nil where nobody can be asked.
	AskSecret func(prompt string) (string, error)
	// Reading is called before files are read, which takes much memory; may be nil.
	Reading func()
	// AllRead is called once all rows are read and what only reading them needed is
	// given up, before anything is made of them; may be nil.
	AllRead func()
	// Writing is called once what was read is measured and classified, and a workbook
	// is about to be made of it; may be nil.
	Writing func()
}

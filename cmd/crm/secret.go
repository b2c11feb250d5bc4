package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/term"
)

// askSecret asks for a secret at the terminal itself, wherever stdin comes from.
func askSecret(ctx context.Context, prompt string) (string, error) {
	in, out := "/dev/tty", "/dev/tty"
	if runtime.GOOS == "windows" {
		in, out = "CONIN$", "CONOUT$"
	}
	r, err := os.OpenFile(in, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer r.Close() //nolint:errcheck // a terminal
	w, err := os.OpenFile(out, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer w.Close() //nolint:errcheck // a terminal
	before, err := term.GetState(int(r.Fd()))
	if err != nil {
		return "", err
	}
	fmt.Fprint(w, prompt)
	defer fmt.Fprintln(w)
	type answer struct {
		text []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(int(r.Fd()))
		typed <- answer{text, err}
	}()
	select {
	case a := <-typed:
		return string(a.text), a.err
	case <-ctx.Done(): // the terminal must not stay silent
		return "", errors.Join(ctx.Err(), term.Restore(int(r.Fd()), before))
	}
}

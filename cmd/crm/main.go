// Command crm classifies the customers of an export team's own Excel and CSV
// files by rules, writes the classes back, and says whom to contact now.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // so that time_zone works where the system has no zones

	"golang.org/x/term"

	"crm/internal/cli"
)

// How much the heap may grow between collections, in percent. While files are
// read little: what crm keeps of them is large arrays without pointers, so that
// collecting often costs next to nothing and keeps a million orders under 150 MB.
// A run that reads none is over before collecting pays: the first collection
// comes at 40 MB.
const (
	collectAt        = 1000
	collectReadingAt = 15
)

func main() {
	debug.SetGCPercent(collectAt)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	code := cli.Main(ctx, cli.Env{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Getenv: os.Getenv,
		Reading:     func() { debug.SetGCPercent(collectReadingAt) },
		OutTerminal: err == nil, ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())), Width: width,
		InTerminal: term.IsTerminal(int(os.Stdin.Fd())),
	})
	os.Exit(code)
}

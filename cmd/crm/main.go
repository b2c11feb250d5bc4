// Command crm classifies the customers of an export team's own Excel and CSV
// files by rules, writes the classes back, and says whom to contact now.
package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
	_ "time/tzdata" // so that time_zone works where the system has no zones

	"golang.org/x/term"

	"crm/internal/cli"
)

// tidyUp is how long a run that was interrupted may take to leave nothing behind.
// From then on a second signal ends what heard nothing of the first, such as waiting
// for a pipe.
const tidyUp = 3 * time.Second

func main() {
	collectEarly()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, func() { time.AfterFunc(tidyUp, stop) })
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	watched := term.IsTerminal(int(os.Stderr.Fd()))
	var ask func(prompt string) (string, error)
	if watched {
		ask = func(prompt string) (string, error) { return askSecret(ctx, prompt) }
	}
	var heap collector
	code := cli.Main(ctx, cli.Env{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Getenv: os.Getenv,
		Reading:     sync.OnceFunc(heap.reading),
		AllRead:     heap.allRead,
		Writing:     heap.writing,
		OutTerminal: err == nil, ErrTerminal: watched, Width: width,
		InTerminal: term.IsTerminal(int(os.Stdin.Fd())), AskSecret: ask,
	})
	os.Exit(code)
}

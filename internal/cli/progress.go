package cli

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"crm/internal/lang"
)

// progressDelay is how long a run may take before it shows that it works.
const progressDelay = 500 * time.Millisecond

// progress is a counter of rows on stderr: only on a terminal, only once the
// run has taken half a second.
type progress struct {
	bar   *progressbar.ProgressBar
	start time.Time
	now   func() time.Time
}

func (a *app) progress() *progress {
	if !a.env.ErrTerminal {
		return &progress{}
	}
	return &progress{start: a.env.Now(), now: a.env.Now, bar: newBar(a.env.Err, a.lang)}
}

func newBar(w io.Writer, l lang.Lang) *progressbar.ProgressBar {
	return progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(lang.T("reading rows", "正在读取").In(l)),
		progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSpinnerType(14),
	)
}

// rows shows how many rows were read so far.
func (p *progress) rows(n int) {
	if p.bar == nil || p.now().Sub(p.start) < progressDelay {
		return
	}
	_ = p.bar.Set(n) // a progress bar that cannot be drawn must not stop the run
}

// done takes the bar away.
func (p *progress) done() {
	if p.bar != nil && p.now().Sub(p.start) >= progressDelay {
		_ = p.bar.Finish()
	}
}

package annotate

import "io"

// through calls each with every piece of a sheet that holds no block of ours, from
// its front to its end; the walker knows where each stands.
func (w *walker) through(t *tape, each func(event)) error {
	w.zone = &zone{row: func(int) (int, bool) { return 0, false }}
	for {
		ev := t.next()
		switch ev {
		case failed:
			return t.err
		case ended:
			return nil
		}
		if w.step(t, ev); t.err != nil {
			return t.err
		}
		each(ev)
	}
}

// beside runs write with a writer that passes on to w on a goroutine of its own.
func beside(w io.Writer, write func(io.Writer) error) error {
	behind := newBehind(w)
	err := write(behind)
	if stopped := behind.stop(); err == nil {
		err = stopped
	}
	return err
}

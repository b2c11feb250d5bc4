package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// What crm promises of writing.
const (
	wantedCopyRatio      = 4
	wantedWritePeakBytes = 200_000_000
)

// writeRound is one round: every contestant once.
type writeRound struct {
	copy   span
	phases map[string]span
	first  sample // the whole crm classify --in-place
	again  sample // the same once more, which changes nothing
}

// writeBench measures writing into one workbook.
type writeBench struct {
	self, crm, version string
	source, rules, dir string
	columns            int // of crm's, in the customers' sheet
}

// benchWriting measures crm classify --in-place against a plain copy.
func benchWriting(o options, self, dir string, out, progress io.Writer) error {
	said, err := exec.Command(o.crm, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", o.crm, err)
	}
	b := &writeBench{self: self, crm: o.crm, version: strings.TrimSpace(strings.TrimPrefix(string(said), "crm ")), rules: filepath.Join(dir, rulesName)}
	for _, perOrder := range o.layout.linesPerOrder() {
		b.source, b.dir = bookPath(dir, o.rows, perOrder), filepath.Join(dir, fmt.Sprintf("write-%d", perOrder))
		var rounds []writeRound
		for n := range o.rounds {
			fmt.Fprintf(progress, "%d lines an order, round %d of %d: writing\n", perOrder, n+1, o.rounds)
			round, err := b.round()
			if err != nil {
				return errors.Join(err, os.RemoveAll(b.dir))
			}
			rounds = append(rounds, round)
		}
		info, err := os.Stat(b.source)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%d customers beside %d orders' rows, %d lines an order, %.1f MB, %d columns added\n",
			customerCount, o.rows, perOrder, float64(info.Size())/1e6, b.columns)
		if err := reportWriting(out, rounds); err != nil {
			return err
		}
		if !o.quick {
			fmt.Fprintln(progress, "excelize, once")
			if err := b.excelize(out); err != nil {
				return err
			}
		}
		if err := os.RemoveAll(b.dir); err != nil {
			return err
		}
	}
	return nil
}

// round runs every contestant once, each in a process of its own and over a
// book in a folder of its own.
func (b *writeBench) round() (r writeRound, err error) {
	if err := b.fresh(); err != nil {
		return r, err
	}
	book := filepath.Join(b.dir, "book.xlsx")
	times, err := b.timed("copy", book, filepath.Join(b.dir, "copy.xlsx"))
	if err != nil {
		return r, err
	}
	r.copy = times[copying]
	if r.phases, err = b.timed("classify", book, filepath.Join(b.dir, rulesName), b.version); err != nil {
		return r, err
	}
	b.columns = int(r.phases[columnsAdded].wall)
	want, err := sumOf(book)
	if err != nil {
		return r, err
	}
	if err := b.fresh(); err != nil {
		return r, err
	}
	for _, s := range []*sample{&r.first, &r.again} {
		c := contestant{name: "crm classify", command: func(book string) *exec.Cmd {
			return exec.Command(b.crm, "classify", book, "--rules", filepath.Join(b.dir, rulesName), "--as-of", asOf, "--in-place")
		}}
		if *s, err = measure(c, book, answer{}); err != nil {
			return r, fmt.Errorf("crm classify: %w", err)
		}
		got, err := sumOf(book)
		if err == nil && got != want {
			err = errors.New("crm classify and the phases measured write different books")
		}
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// fresh makes the folder anew, with the book as it was in it, all on the disk.
func (b *writeBench) fresh() error {
	if err := errors.Join(os.RemoveAll(b.dir), os.Mkdir(b.dir, 0o700)); err != nil {
		return err
	}
	for from, to := range map[string]string{b.source: "book.xlsx", b.rules: rulesName} {
		if err := copyFile(from, filepath.Join(b.dir, to)); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func sumOf(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	_, err = io.Copy(h, f)
	h.Sum(sum[:0])
	return sum, err
}

// timed runs a mode of this program and reads the times it prints.
func (b *writeBench) timed(args ...string) (map[string]span, error) {
	var stderr bytes.Buffer
	cmd := exec.Command(b.self, args...)
	cmd.Stderr = &stderr
	said, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	times := map[string]span{}
	for line := range strings.Lines(string(said)) {
		name, digits, _ := strings.Cut(strings.TrimSpace(line), "=")
		var s span
		if _, err := fmt.Sscan(digits, &s.wall, &s.busy); err != nil {
			return nil, fmt.Errorf("%s: it printed %q", args[0], line)
		}
		times[name] = s
	}
	return times, nil
}

// excelize does with excelize what crm does, once.
func (b *writeBench) excelize(out io.Writer) error {
	if err := b.fresh(); err != nil {
		return err
	}
	s, err := measure(contestant{name: "excelize", command: func(book string) *exec.Cmd {
		return exec.Command(b.self, "excelize-write", book, strconv.Itoa(b.columns))
	}}, filepath.Join(b.dir, "book.xlsx"), answer{})
	if err == nil {
		_, err = fmt.Fprintf(out, "excelize, opening, setting %d columns, saving: %.1f s, %s\n", b.columns, s.wall.Seconds(), megabytes(s.peak))
	}
	return err
}

// reportWriting prints the medians of all rounds and holds them against what is wanted.
func reportWriting(out io.Writer, rounds []writeRound) error {
	plain := medianOf(rounds, func(r *writeRound) span { return r.copy })
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\ttime\tx copy\tprocessors\t")
	line := func(what string, s span) {
		fmt.Fprintf(w, "%s\t%.3f s\t%.2f\t%.3f s\t\n", what, s.wall.Seconds(), s.wall.Seconds()/plain.wall.Seconds(), s.busy.Seconds())
	}
	line("plain copy", plain)
	for _, phase := range []string{reading, composing, preparing, guarding, writing, syncing, verifying, keeping} {
		line(phase, medianOf(rounds, func(r *writeRound) span { return r.phases[phase] }))
	}
	saving := medianOf(rounds, func(r *writeRound) span { return r.sum(preparing, guarding, writing, syncing, keeping) })
	line("writing, all of it", saving)
	composed := medianOf(rounds, func(r *writeRound) span {
		return r.sum(composing, preparing, guarding, writing, syncing, keeping)
	})
	line("with composing", composed)
	var peak int64
	for _, s := range []struct {
		what string
		of   func(*writeRound) sample
	}{{"crm classify --in-place", func(r *writeRound) sample { return r.first }}, {"the same again", func(r *writeRound) sample { return r.again }}} {
		var samples []sample
		for i := range rounds {
			samples = append(samples, s.of(&rounds[i]))
		}
		m := median(samples)
		peak = max(peak, m.peak)
		fmt.Fprintf(w, "%s\t%.3f s\t\t\t%s\n", s.what, m.wall.Seconds(), megabytes(m.peak))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	ratio := verdict("writing, all of it / plain copy", saving.wall.Seconds()/plain.wall.Seconds(), wantedCopyRatio, "%.2f")
	_, err := fmt.Fprintln(out, writingNote+"\n"+ratio+"\n"+
		verdict("peak memory in MB", float64(peak)/1e6, wantedWritePeakBytes/1e6, "%.0f"))
	return err
}

// writingNote says what the figures hold.
const writingNote = `writing, all of it: preparing, locking, writing, syncing, and the rest of keeping the old book and putting the new one in its place.
told beside it and not in it: reading and classifying; composing, which makes the values, the sentences and what the book remembers;
and verifying, while which the old book is copied away and both are read back and digested.`

// sum is the time of some phases together.
func (r *writeRound) sum(phases ...string) (total span) {
	for _, phase := range phases {
		total.wall += r.phases[phase].wall
		total.busy += r.phases[phase].busy
	}
	return total
}

// medianOf is the medians of both times, each by itself.
func medianOf(rounds []writeRound, of func(*writeRound) span) span {
	var wall, busy []time.Duration
	for i := range rounds {
		s := of(&rounds[i])
		wall, busy = append(wall, s.wall), append(busy, s.busy)
	}
	slices.Sort(wall)
	slices.Sort(busy)
	return span{wall[len(wall)/2], busy[len(busy)/2]}
}

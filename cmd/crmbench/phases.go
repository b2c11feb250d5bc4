package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"crm/internal/civil"
	"crm/internal/lang"
	measures "crm/internal/measure"
	"crm/internal/pipeline"
	reports "crm/internal/report"
	"crm/internal/rules"
	"crm/internal/safefile"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/writeback"
)

// collectAt is cmd/crm's own setting of the collector once files are read, and
// collectWritingAt about that of what is written: up to 120 MB where 88 are held.
const (
	collectAt        = 15
	collectWritingAt = 36
)

// plainCopy copies a workbook entry by entry as packed, and syncs file and
// folder: the floor under every writing that leaves the other parts alone. It
// prints how long that took.
func plainCopy(from, to string, out io.Writer) error {
	watch := startWatch()
	z, err := zip.OpenReader(from)
	if err != nil {
		return err
	}
	defer func() { _ = z.Close() }()
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	w := zip.NewWriter(f)
	for _, entry := range z.File {
		if err := w.Copy(entry); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	if err := errors.Join(w.Close(), f.Sync(), f.Close(), syncFolder(filepath.Dir(to))); err != nil {
		return err
	}
	watch.lap(copying)
	return watch.print(out)
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// The phases of crm classify --in-place, in their order: composing makes the
// columns' values and sentences, and what the book is to remember; keeping is the
// backup of the old book as far as it is not over with the proof, with the rename.
// copying is plainCopy's only.
const (
	copying   = "copy"
	reading   = "read and classify"
	composing = "compose"
	preparing = "prepare"
	guarding  = "lock"
	writing   = "write"
	syncing   = "sync"
	verifying = "verify"
	keeping   = "backup and rename"
)

// columnsAdded is no time: how many columns crm adds.
const columnsAdded = "columns"

// span is how long something took, and how long processors worked for it: on a
// machine that others use too, the one says little without the other.
type span struct{ wall, busy time.Duration }

// watch takes times by name.
type watch struct {
	last time.Time
	busy time.Duration
	text []byte
}

func startWatch() *watch { return &watch{last: time.Now(), busy: busy()} }

// lap ends a phase.
func (w *watch) lap(phase string) {
	now, busy := time.Now(), busy()
	w.text = fmt.Appendf(w.text, "%s=%d %d\n", phase, now.Sub(w.last), busy-w.busy)
	w.last, w.busy = now, busy
}

// print prints the phases: nanoseconds by the clock, and those of processors.
func (w *watch) print(out io.Writer) error {
	_, err := out.Write(w.text)
	return err
}

// classifyInPlace does what crm classify BOOK --rules RULES --as-of … --in-place
// does, with the same packages in the same order, and prints how long each phase
// took. That it does the same, the harness sees from the file, which must be the
// one that crm writes, byte for byte; version is crm's, which stands in it.
func classifyInPlace(book, rulesPath, version string, out io.Writer) error {
	debug.SetGCPercent(collectAt)
	watch := startWatch()
	r, err := classified(book, rulesPath)
	if err != nil {
		return err
	}
	defer r.Close()
	watch.lap(reading)
	debug.SetGCPercent(collectWritingAt)
	run := &writeback.Run{Result: r, Lang: lang.EN, Version: version, Report: &reports.Run{
		AsOf: r.AsOf, Lang: lang.EN, Data: r.Data, Rules: r.Rules, Declared: measures.Declared(),
		Measure: r.Measures.Column, Amounts: r.Measures.Amounts, Classes: r.Classes, Tags: r.Tags,
	}}
	if run.Next, run.Since, err = writeback.Recall(r, run.Report, lang.EN); err != nil {
		return err
	}
	watch.lap(composing)
	target := r.CustomerBooks()[0]
	was, err := target.SHA256()
	if err != nil {
		return err
	}
	plan, err := writeback.Prepare(run, writeback.Target{Book: target, InPlace: true, Itself: true, Last: true})
	if err != nil {
		return err
	}
	defer plan.Close()
	watch.lap(preparing)
	_, err = safefile.Write(context.Background(), book, safefile.Options{
		Backups: filepath.Join(filepath.Dir(book), ".crm", "backups"), Replace: true, Was: &was, Command: "crmbench", Now: time.Now(),
		Verify: func(path string) error {
			watch.lap(syncing)
			defer watch.lap(verifying)
			return plan.Verify(path)
		},
	}, func(w io.Writer) error {
		watch.lap(guarding)
		defer watch.lap(writing)
		return plan.Write(w)
	})
	if err != nil {
		return err
	}
	watch.lap(keeping)
	watch.text = fmt.Appendf(watch.text, "%s=%d 0\n", columnsAdded, len(run.Next.Columns))
	return watch.print(out)
}

// classified is the run of crm classify up to the result.
func classified(book, rulesPath string) (*pipeline.Result, error) {
	text, err := os.ReadFile(rulesPath)
	if err != nil {
		return nil, err
	}
	set, problems := rules.Parse(rulesPath, text, measures.Declared())
	day, ok := civil.ParseISO(asOf)
	if problems.Failed() || !ok {
		return nil, errors.New("the rules or the day are wrong")
	}
	r, err := pipeline.Run(pipeline.Options{
		Files: []string{book}, Rules: set, AsOf: day, Today: civil.Of(time.Now()), TakeOwn: true,
		Tags: true, OwnDay: true,
		Sheet:      sheet.Options{Limits: xlsx.DefaultLimits()},
		Remembered: func([]table.Book) []string { return []string{book} },
	})
	if err == nil && r.Problems.Failed() {
		err = errors.New("the data is wrong")
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	r.Problems.Sort()
	return r, nil
}

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// contestant is one program under measurement.
type contestant struct {
	name    string
	command func(path string) *exec.Cmd
	// answer reads what it printed; nil where it adds nothing up.
	answer func(stdout []byte) (string, error)
	before func() error // what is done first, not timed; nil: nothing
}

// The contestants that crm is promised against.
const (
	flateName    = "compress/flate"
	excelizeName = "excelize Rows"
	duckName     = "DuckDB"
)

// sample is one process: how long it took and the most memory it held.
type sample struct {
	wall time.Duration
	peak int64 // bytes; 0 where the system does not say
}

func bench(o options, out, progress io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, remove, err := workFolder(o.dir)
	if err != nil {
		return err
	}
	defer remove()
	if o.crm == "" {
		o.crm = filepath.Join(dir, "crm-bench")
		fmt.Fprintln(progress, "building crm")
		if err := quiet(exec.Command("go", "build", "-o", o.crm, "crm/cmd/crm")); err != nil {
			return fmt.Errorf("building crm: %w", err)
		}
	}
	if o.csv {
		o.rows *= 10
	}
	fmt.Fprintf(progress, "making the data of %d rows in %s\n", o.rows, dir)
	if err := quiet(exec.Command(self, o.making(dir)...)); err != nil {
		return fmt.Errorf("making the data: %w", err)
	}
	if o.write {
		return benchWriting(o, self, dir, out, progress)
	}
	all, err := contestants(o, self, dir)
	if err != nil {
		return err
	}
	if o.csv {
		return benchTable(o, csvPath(dir, o.rows), csvLines, all, out, progress)
	}
	for _, perOrder := range o.layout.linesPerOrder() {
		if err := benchTable(o, workbookPath(dir, o.rows, perOrder, o.layout), perOrder, all, out, progress); err != nil {
			return err
		}
	}
	return nil
}

// making is the arguments of the mode that makes the data.
func (o options) making(dir string) []string {
	if o.csv {
		return []string{"make-csv", dir, strconv.Itoa(o.rows)}
	}
	return []string{"make", dir, strconv.Itoa(o.rows), strconv.Itoa(o.layout.columns), strconv.FormatBool(o.layout.inline)}
}

// workFolder is the folder of the data and what to do with it at the end.
func workFolder(dir string) (string, func(), error) {
	if dir != "" {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return "", nil, err
		}
		return abs, func() {}, os.MkdirAll(abs, 0o700)
	}
	dir, err := os.MkdirTemp("", "crmbench-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// contestants is who reads the table; crm, the first, reads it as if for the first
// time: what it remembers of the round before is taken away.
func contestants(o options, self, dir string) ([]contestant, error) {
	printed := func(stdout []byte) (string, error) { return string(bytes.TrimSpace(stdout)), nil }
	list := []contestant{{
		name: "crm list",
		command: func(path string) *exec.Cmd {
			return exec.Command(o.crm, "list", path, "--rules", filepath.Join(dir, rulesName), "--as-of", asOf,
				"--columns", listColumns, "--format", "csv")
		},
		answer: func(stdout []byte) (string, error) {
			a, err := readList(bytes.NewReader(stdout))
			return a.String(), err
		},
		before: func() error { return os.RemoveAll(filepath.Join(dir, ".crm")) },
	}}
	if !o.csv {
		list = append(list, contestant{name: flateName, command: func(path string) *exec.Cmd { return exec.Command(self, "inflate", path) }})
	}
	if !o.csv && !o.quick {
		list = append(list, contestant{
			name: excelizeName, command: func(path string) *exec.Cmd { return exec.Command(self, "excelize", path) }, answer: printed,
		})
	}
	if o.peers == "" {
		return list, nil
	}
	name, text := "exceljs", exceljsScript
	if o.csv {
		name, text = duckName, duckScript
	}
	script := filepath.Join(dir, name+".js")
	list = append(list, contestant{name: name, answer: printed, command: func(path string) *exec.Cmd {
		c := exec.Command("node", script, path)
		c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(o.peers, "node_modules"))
		return c
	}})
	return list, os.WriteFile(script, text, 0o600)
}

func benchTable(o options, path string, perOrder int, all []contestant, out, progress io.Writer) error {
	want, err := truth(o.rows, perOrder)
	if err != nil {
		return err
	}
	samples := make([][]sample, len(all))
	for round := range o.rounds {
		for i, c := range all {
			fmt.Fprintf(progress, "%d lines an order, round %d of %d: %s\n", perOrder, round+1, o.rounds, c.name)
			s, err := measure(c, path, want)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			samples[i] = append(samples[i], s)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d rows x %d columns, %d lines an order, %.1f MB: %s\n", o.rows, o.layout.columns, perOrder, float64(info.Size())/1e6, want)
	peak := int64(wantedPeakBytes)
	if o.csv {
		peak = wantedTextPeakBytes
	}
	return report(out, all, samples, peak)
}

// measure runs a contestant once and compares its answer.
func measure(c contestant, path string, want answer) (sample, error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return sample{}, err
		}
	}
	var stdout, stderr bytes.Buffer
	cmd := c.command(path)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	if err != nil {
		return s, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	s.peak = peakBytes(cmd.ProcessState)
	if c.answer == nil {
		return s, nil
	}
	got, err := c.answer(stdout.Bytes())
	if err == nil && got != want.String() {
		err = fmt.Errorf("its answer is %s, not %s", got, want)
	}
	return s, err
}

// quiet runs a command and keeps what it says for the error.
func quiet(cmd *exec.Cmd) error {
	said, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(said))
	}
	return nil
}

// median is the middle sample by time, with the highest peak of all.
func median(samples []sample) sample {
	sorted := slices.SortedFunc(slices.Values(samples), func(a, b sample) int { return cmp.Compare(a.wall, b.wall) })
	m := sorted[len(sorted)/2]
	for _, s := range samples {
		m.peak = max(m.peak, s.peak)
	}
	return m
}

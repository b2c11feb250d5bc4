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
	command func(workbook string) *exec.Cmd
	// answer reads what it printed; nil where it adds nothing up.
	answer func(stdout []byte) (string, error)
}

// The contestants that crm is promised against.
const (
	flateName    = "compress/flate"
	excelizeName = "excelize Rows"
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
	fmt.Fprintf(progress, "making the workbooks of %d rows in %s\n", o.rows, dir)
	if err := quiet(exec.Command(self, "make", dir, strconv.Itoa(o.rows))); err != nil {
		return fmt.Errorf("making the data: %w", err)
	}
	if o.write {
		return benchWriting(o, self, dir, out, progress)
	}
	all, err := contestants(o, self, dir)
	if err != nil {
		return err
	}
	for _, perOrder := range linesPerOrder() {
		if err := benchWorkbook(o, dir, perOrder, all, out, progress); err != nil {
			return err
		}
	}
	return nil
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

func contestants(o options, self, dir string) ([]contestant, error) {
	printed := func(stdout []byte) (string, error) { return string(bytes.TrimSpace(stdout)), nil }
	list := []contestant{
		{"crm list", func(workbook string) *exec.Cmd {
			return exec.Command(o.crm, "list", workbook, "--rules", filepath.Join(dir, rulesName), "--as-of", asOf,
				"--columns", listColumns, "--format", "csv")
		}, func(stdout []byte) (string, error) {
			a, err := readList(bytes.NewReader(stdout))
			return a.String(), err
		}},
		{flateName, func(workbook string) *exec.Cmd { return exec.Command(self, "inflate", workbook) }, nil},
	}
	if !o.quick {
		list = append(list, contestant{excelizeName, func(workbook string) *exec.Cmd { return exec.Command(self, "excelize", workbook) }, printed})
	}
	if o.exceljs != "" {
		script, err := writeScript(dir)
		if err != nil {
			return nil, err
		}
		list = append(list, contestant{"exceljs", func(workbook string) *exec.Cmd {
			c := exec.Command("node", script, workbook)
			c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(o.exceljs, "node_modules"))
			return c
		}, printed})
	}
	return list, nil
}

func benchWorkbook(o options, dir string, perOrder int, all []contestant, out, progress io.Writer) error {
	workbook := workbookPath(dir, o.rows, perOrder)
	want, err := truth(o.rows, perOrder)
	if err != nil {
		return err
	}
	samples := make([][]sample, len(all))
	for round := range o.rounds {
		for i, c := range all {
			fmt.Fprintf(progress, "%d lines an order, round %d of %d: %s\n", perOrder, round+1, o.rounds, c.name)
			s, err := measure(c, workbook, want)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			samples[i] = append(samples[i], s)
		}
	}
	info, err := os.Stat(workbook)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d rows x %d columns, %d lines an order, %.1f MB: %s\n", o.rows, len(headers()), perOrder, float64(info.Size())/1e6, want)
	return report(out, all, samples)
}

// measure runs a contestant once and compares its answer.
func measure(c contestant, workbook string, want answer) (sample, error) {
	var stdout, stderr bytes.Buffer
	cmd := c.command(workbook)
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

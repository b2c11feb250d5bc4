// Command crmbench measures crm against what its speed is promised in: the time
// that inflating the same file takes, and the time excelize takes to read it and
// add up the same sums. It makes its own data and needs nothing but Go:
//
//	go run ./cmd/crmbench
//	go run ./cmd/crmbench -rows 1048575 -columns 20 -inline
//	go run ./cmd/crmbench -csv
//	go run ./cmd/crmbench -write
//
// The second reads as large a sheet as there can be, with texts in the cells. The
// third reads ten million lines of delimited text; with the node_modules of
// exceljs and @duckdb/node-api in a folder (-peers) these are contestants too.
// The fourth measures writing back instead: crm classify --in-place over a book
// with 20 000 customers beside the orders, against a plain copy of the book, entry
// by entry as packed and synced. Its phases are timed by themselves, through the
// same packages; the file must be the one that crm writes, to the byte.
//
// Every measurement is a process of its own, the contestants take turns, and the
// answers are compared: a fast wrong answer does not count.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "crmbench:", err)
		os.Exit(1)
	}
}

// options is the flags of a whole run.
type options struct {
	crm    string // the binary; empty: built
	rounds int
	rows   int
	layout layout
	dir    string // where the data lies; empty: a temporary folder, removed afterwards
	quick  bool   // without excelize, which takes most of the time
	write  bool   // writing back instead of reading
	csv    bool   // delimited text instead of workbooks
	peers  string // a folder with node_modules of exceljs and DuckDB; empty: without these peers
}

// run dispatches between a whole run and the modes that it starts itself as
// processes of their own.
func run(args []string, out, progress io.Writer) error {
	if len(args) >= 2 {
		switch args[0] {
		case "make":
			return makeCommand(args[1:])
		case "make-csv":
			return makeTextCommand(args[1:])
		case "inflate":
			return inflate(args[1], out)
		case "excelize":
			return sumWithExcelize(args[1], out)
		}
	}
	if len(args) >= 3 {
		switch args[0] {
		case "copy":
			return plainCopy(args[1], args[2], out)
		case "excelize-write":
			return writeWithExcelize(args[1], args[2])
		}
	}
	if len(args) == 4 && args[0] == "classify" {
		return classifyInPlace(args[1], args[2], args[3], out)
	}
	o, err := readOptions(args, progress)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	return bench(o, out, progress)
}

// readOptions reads the flags of a whole run.
func readOptions(args []string, progress io.Writer) (o options, err error) {
	f := flag.NewFlagSet("crmbench", flag.ContinueOnError)
	f.SetOutput(progress)
	f.StringVar(&o.crm, "crm", "", "the crm `binary` to measure (default: built from this module)")
	f.IntVar(&o.rounds, "n", 5, "how many `rounds`; the median counts")
	f.IntVar(&o.rows, "rows", 1_000_000, "order `lines` in each workbook; a text has ten times as many")
	f.IntVar(&o.layout.columns, "columns", len(headers()), "`columns` in each workbook: the eight that are added up, and up to twelve more")
	f.BoolVar(&o.layout.inline, "inline", false, "write texts into the cells, not into the shared strings")
	f.StringVar(&o.dir, "dir", "", "keep the data in this `folder`, and use what is there already")
	f.BoolVar(&o.quick, "quick", false, "leave out excelize, which takes most of the time")
	f.BoolVar(&o.write, "write", false, "measure writing the classes back into the workbook instead of reading")
	f.BoolVar(&o.csv, "csv", false, "measure reading delimited text instead of workbooks")
	f.StringVar(&o.peers, "peers", "", "also measure exceljs and DuckDB, of the node_modules in this `folder`")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.rounds < 1 || o.rows < 1 || f.NArg() > 0 || !o.layout.valid() || o.layout != usualLayout() && (o.csv || o.write) {
		f.Usage()
		return o, fmt.Errorf("wrong usage")
	}
	return o, nil
}

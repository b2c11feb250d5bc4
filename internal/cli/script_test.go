package cli_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"crm/internal/cli"
)

var update = flag.Bool("update", false, "rewrite wanted output in scripts and READMEs")

// today is the day of every test run.
var today = time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"crm": crmMain})
}

// crmMain is the real entry point under a clock that stands still. TERMINAL
// holds the width of the terminal a script pretends to have; TYPING is set where
// somebody sits before it.
func crmMain() {
	width, _ := strconv.Atoi(os.Getenv("TERMINAL"))
	os.Exit(cli.Main(context.Background(), cli.Env{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Now: func() time.Time { return today }, Getenv: os.Getenv,
		OutTerminal: width > 0, ErrTerminal: width > 0, Width: width, InTerminal: os.Getenv("TYPING") != "",
	}))
}

// TestScripts runs the scripts of testdata/script over the real command.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(root, "testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLE", filepath.Join(root, "testdata", "example"))
			e.Setenv("DATA", filepath.Join(root, "..", "shared", "data"))
			return nil
		},
		Condition: func(cond string) (bool, error) {
			_, err := os.Stat(filepath.Join(root, "..", "shared", "data"))
			return cond == "data" && err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"cells": dumpCells, "mkxlsx": makeWorkbook, "setcell": setCellByHand, "byhand": editByHand, "exits": exits,
			"mkxls": makeOld, "protect": protect, "gbk": toGBK, "ungbk": fromGBK, "cutend": cutEnd, "begins": beginsAs, "addtable": addTable, "tables": tablesOf,
		},
	})
}

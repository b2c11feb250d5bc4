package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"crm/internal/cli"
	"crm/internal/diag"
	"crm/internal/money"
)

// reportOf is what crm report prints of the shipped example.
func reportOf(t *testing.T, args ...string) string {
	t.Helper()
	return reportOn(t, 0, args...)
}

// reportOn is the same on a terminal of so many cells; 0 is none.
func reportOn(t *testing.T, width int, args ...string) string {
	t.Helper()
	example := filepath.Join("..", "..", "testdata", "example")
	var out, errors bytes.Buffer
	all := append([]string{"report", filepath.Join(example, "客户列表.xlsx"), filepath.Join(example, "订单列表.xlsx"), filepath.Join(example, "跟进记录.csv"), "--color", "never", "--lang", "en"}, args...)
	code := cli.Main(context.Background(), cli.Env{
		Args: all, Out: &out, Err: &errors, Now: func() time.Time { return today }, Getenv: func(string) string { return "" },
		OutTerminal: width > 0, Width: width,
	})
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errors.String())
	}
	return out.String()
}

// TestReportTellsOneTruth: the rows for programs, the workbook's first sheet and
// the screen have the same indicators with the same values, in the same order.
func TestReportTellsOneTruth(t *testing.T) {
	t.Setenv("CRM_RULES", "")
	var rows []struct {
		KPI, Part, Verdict *string
		Value              json.Number
	}
	decoder := json.NewDecoder(strings.NewReader(reportOf(t, "--format", "json")))
	decoder.UseNumber()
	if err := decoder.Decode(&rows); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.xlsx")
	reportOf(t, "-o", path)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	cells, err := book.GetRows("KPIs", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	header := 0
	for len(cells[header]) == 0 || cells[header][0] != "KPI" {
		header++
	}
	screen := strings.Split(reportOf(t, "--format", "table"), "\n")
	line := 0
	for !strings.HasPrefix(screen[line], "KPI ") {
		line++
	}
	line += 2
	at, compared := header+1, 0
	for _, row := range rows {
		if row.Part != nil || row.Value == "" {
			continue
		}
		wanted, _ := money.Parse(row.Value.String())
		if got, ok := money.Parse(cells[at][1]); !ok || !got.Equal(wanted) {
			t.Errorf("%s: %s for programs, %s in the workbook", *row.KPI, row.Value, cells[at][1])
		}
		if !strings.HasPrefix(screen[line], cells[at][0]+"  ") {
			t.Errorf("%s in the workbook, %q on the screen", cells[at][0], screen[line])
		}
		missed := row.Verdict != nil && *row.Verdict == "missed"
		if strings.Contains(screen[line], "✗ missed") != missed || strings.Contains(strings.Join(cells[at], " "), "✗ missed") != missed {
			t.Errorf("%s: %v for programs, %q on the screen", *row.KPI, row.Verdict, screen[line])
		}
		at, line, compared = at+1, line+1, compared+1
	}
	if compared < 15 {
		t.Errorf("only %d indicators compared", compared)
	}
}

// TestReportFits: no line is wider than the terminal, wide characters counted as
// two cells, but where the figures alone need more.
func TestReportFits(t *testing.T) {
	t.Setenv("CRM_RULES", "")
	for _, width := range []int{64, 80, 100, 140} {
		for _, l := range []string{"en", "zh"} {
			for _, args := range [][]string{{"--lang", l}, {"--lang", l, "-v"}, {"--lang", l, "--since", "60d"}} {
				for _, line := range strings.Split(reportOn(t, width, args...), "\n") {
					if got := diag.Width(line); got > width {
						t.Errorf("%v: %d cells on a terminal of %d: %s", args, got, width, line)
					}
				}
			}
		}
	}
}

package annotate

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"
)

// twoColumns is a block: two columns, three customers.
type twoColumns struct{}

func (twoColumns) Styles() []int        { return []int{0, 2, 3} }
func (twoColumns) Width(col int) string { return []string{"9", "30.5"}[col] }

func (twoColumns) Cell(b []byte, row, col int) ([]byte, string, int) {
	c := [][2]struct {
		text, kind string
		style      int
	}{
		{{"Tier", "inlineStr", 1}, {"Why &amp; 因", "inlineStr", 1}},
		{{"A", "inlineStr", 2}, {"1.50", "", 3}},
		{{"B", "inlineStr", 2}, {"1", "b", 0}},
		{{"", "", 2}, {"", "", -1}},
	}[row+1][col]
	return append(b, c.text...), c.kind, c.style
}

// The cells of ours as they come out in a row, in columns C and D; the header's
// style is 9, those of the body 10 more than in the fresh book but 0.
const (
	headC  = `<c r="C1" s="9" t="inlineStr"><is><t>Tier</t></is></c>`
	headD  = `<c r="D1" s="9" t="inlineStr"><is><t>Why &amp; 因</t></is></c>`
	bodyC2 = `<c r="C2" s="12" t="inlineStr"><is><t>A</t></is></c>`
	bodyD2 = `<c r="D2" s="13"><v>1.50</v></c>`
	bodyC3 = `<c r="C3" s="12" t="inlineStr"><is><t>B</t></is></c>`
	bodyD3 = `<c r="D3" t="b"><v>1</v></c>`
	bodyC4 = `<c r="C4" s="12"/>`
)

const (
	sheetStart = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	sheetEnd   = `</sheetData></worksheet>`
	colsCD     = `<cols><col min="3" max="3" width="9" customWidth="1"/><col min="4" max="4" width="30.5" customWidth="1"/></cols>`
)

// job is what a patch test asks for.
type job struct {
	header  int // 0: 1
	rows    map[int]int
	columns []int // nil: two new ones
	drop    []int
	keep    func(row, col int) bool
	tables  []string
}

var threeRows = map[int]int{2: 0, 3: 1, 4: 2}

// planFor surveys a sheet and plans as Write does.
func planFor(t testing.TB, sheet string, j job) *plan {
	t.Helper()
	p, _, err := tryPlan(sheet, j)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return p
}

func tryPlan(sheet string, j job) (*plan, []Table, error) {
	if j.columns == nil {
		j.columns = []int{-1, -1}
	}
	if j.rows == nil {
		j.rows = threeRows
	}
	row := func(n int) (int, bool) { i, ok := j.rows[n]; return i, ok }
	p, err := planOf(&Block{Cells: twoColumns{}, Header: max(j.header, 1), Row: row, Columns: j.columns, Drop: j.drop, Keep: j.keep})
	if err != nil {
		return nil, nil, err
	}
	if err := p.survey(strings.NewReader(sheet), int64(len(sheet))); err != nil {
		return nil, nil, err
	}
	var files []*tableFile
	for _, xml := range j.tables {
		files = append(files, readTable("table", []byte(xml)))
	}
	results, err := p.settle(files)
	p.header = []int{9, 9}
	p.body = []int{0, 11, 12, 13}
	return p, results, err
}

func patched(t testing.TB, sheet string, p *plan) string {
	t.Helper()
	var out bytes.Buffer
	if err := patch(&out, strings.NewReader(sheet), p); err != nil {
		t.Fatalf("patch: %v", err)
	}
	return out.String()
}

func TestPatch(t *testing.T) {
	for _, test := range patchCases() {
		t.Run(test.why, func(t *testing.T) {
			p := planFor(t, test.in, test.job)
			got := patched(t, test.in, p)
			if got != test.want {
				t.Fatalf("got\n%s\nwant\n%s", got, test.want)
			}
			if err := lockstep(strings.NewReader(test.in), strings.NewReader(got), p); err != nil {
				t.Errorf("the proof fails: %v", err)
			}
			var byOne bytes.Buffer
			p.facts.whole = nil
			if err := patch(&byOne, iotest.OneByteReader(strings.NewReader(test.in)), p); err != nil || byOne.String() != got {
				t.Errorf("read byte by byte it comes out otherwise: %v\n%s", err, byOne.String())
			}
			again := test.job
			again.columns, again.drop = nil, nil
			for from := range p.targets {
				for _, s := range p.slots {
					if s.from == from {
						again.columns = append(again.columns, s.col)
					}
				}
			}
			if twice := patched(t, got, planFor(t, got, again)); twice != got {
				t.Errorf("patched again\n%s\nwant\n%s", twice, got)
			}
		})
	}
}

func TestSpaced(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "A": false, "Core market": false, "因 为": false, " A": true, "A ": true, "A  B": true, "A\nB": true, "\t": true, " ": true,
	} {
		if spaced([]byte(text)) != want {
			t.Errorf("spaced(%q) is %v", text, !want)
		}
	}
}

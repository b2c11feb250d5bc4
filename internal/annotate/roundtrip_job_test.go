package annotate_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"crm/internal/annotate"
	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/ooxml"
	"crm/internal/table"
	"crm/internal/value"
	"crm/internal/workbook"
)

// target is where our columns go in a book.
type target struct {
	sheet   string
	part    string // its key
	header  int
	rows    map[int]int // which customer a row is
	headers []string
	tables  []string // the keys of all tables on the sheet
}

// customer is which customer a row is; -1 is the header.
func (t *target) customer(row int) (i int, ok bool) {
	if row == t.header && row > 0 {
		return -1, true
	}
	i, ok = t.rows[row]
	return i, ok
}

// findTarget is the first sheet with a table and the rows in that, else the rows
// of the first sheet that has any; a target without a sheet where none has.
func findTarget(book table.Book, f *facts) (*target, error) {
	var used *target
	for _, s := range book.Sheets() {
		t := &target{sheet: s.Pos().Sheet, part: f.partOf(s.Pos().Sheet), rows: map[int]int{}}
		whole, err := t.findTables(f)
		if err != nil {
			return nil, err
		}
		if whole == [4]int{} && used != nil {
			continue
		}
		if err := t.readRows(s, whole); err != nil {
			return nil, err
		}
		if t.header > 0 && whole != [4]int{} {
			return t, nil
		}
		if t.header > 0 && used == nil {
			used = t
		}
	}
	if used == nil {
		used = &target{}
	}
	return used, nil
}

// findTables is the range of the first table without its totals; zero without tables.
func (t *target) findTables(f *facts) (whole [4]int, err error) {
	list, err := f.relations(t.part)
	if err != nil {
		return whole, err
	}
	for _, r := range list {
		if r.kind != "table" || f.byKey[r.target] == nil {
			continue
		}
		root, err := f.tree(r.target)
		if err != nil {
			return whole, err
		}
		t.tables = append(t.tables, r.target)
		if at := ranged(root.attr("ref")); whole == [4]int{} && at[0] > 0 {
			totals, _ := strconv.Atoi(root.attr("totalsRowCount"))
			whole = at
			whole[1] -= totals
		}
	}
	return whole, nil
}

// readRows finds the header, the first row in the range, and the customers below it.
func (t *target) readRows(s table.Sheet, whole [4]int) error {
	rows, err := s.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case whole[0] > 0 && (row.Number < whole[0] || row.Number > whole[1]) || len(row.Cells) == 0:
		case t.header == 0:
			t.header = row.Number
			for i := range row.Cells {
				t.headers = append(t.headers, string(row.Cells[i].Raw))
			}
		default:
			t.rows[row.Number] = len(t.rows)
		}
	}
}

// wanted is what must be there of ours.
type wanted struct {
	columns  []int    // where they are, from 0
	headers  []string // as written
	from1904 bool
	sheets   []string
	left     map[int]bool // columns, from 1, that held ours and do not any more
}

// places is which of our columns stands in a column of the sheet, counted from 1.
func (w *wanted) places() map[int]int {
	m := map[int]int{}
	for from, col := range w.columns {
		m[col+1] = from
	}
	return m
}

// wantedCell is a cell of ours as it must be read.
type wantedCell struct {
	kind wantedKind
	text string
}

type wantedKind int

const (
	absent wantedKind = iota
	number
	truth
	text
)

// Our columns: one of each kind of value.
const (
	classColumn = iota
	revenueColumn
	shareColumn
	lastColumn
	ordersColumn
	activeColumn
	whyColumn
	columnCount
)

var (
	classTitles = []string{"Core <A> & 核心", "Growing", "=Basic"}
	firstDay    = civil.MustNew(2020, 1, 1)
)

const (
	firstSerial = 43831 // of firstDay, counted from 1900
	days1904    = 1462
)

func hasRevenue(customer int) bool { return customer%7 != 3 }

func whyText(customer int) string {
	return fmt.Sprintf(" =占比 %d.%d%% > 30%% & <合作> \"满\" %s", customer%100, customer%10, strings.Repeat("年\n", customer%3))
}

// cell is what must stand in a row of ours; customer -1 is the header.
func (w *wanted) cell(customer, from int) wantedCell {
	if customer < 0 {
		return wantedCell{text, w.headers[from]}
	}
	switch from {
	case classColumn:
		return wantedCell{text, classTitles[customer%3]}
	case revenueColumn:
		if !hasRevenue(customer) {
			return wantedCell{}
		}
		return wantedCell{number, fmt.Sprintf("%d/100", customer*1234567+5)}
	case shareColumn:
		return wantedCell{number, fmt.Sprintf("%d/1000", customer%1000)}
	case lastColumn:
		day := firstSerial + customer%2000
		if w.from1904 {
			day -= days1904
		}
		return wantedCell{number, strconv.Itoa(day)}
	case ordersColumn:
		return wantedCell{number, strconv.Itoa(customer)}
	case activeColumn:
		return wantedCell{truth, strconv.Itoa(customer % 2)}
	}
	return wantedCell{text, whyText(customer)}
}

// columnsGrid is our columns for so many customers.
func columnsGrid(customers int) *table.Grid {
	titles := map[string]lang.Text{}
	for i, t := range classTitles {
		titles[strconv.Itoa(i)] = lang.Same(t)
	}
	g := &table.Grid{Ranks: 3, Columns: []table.Column{
		{ID: "class", Title: lang.T("Customer class", "客户分级"), Kind: value.Text, Names: titles, Order: []string{"0", "1", "2"}},
		{ID: "revenue", Title: lang.T("Revenue", "销售额"), Kind: value.Money, Digits: 2, Currency: "USD"},
		{ID: "share", Title: lang.T("Share", "占比"), Kind: value.Share, Digits: 1},
		{ID: "last", Title: lang.T("Last order", "最近下单"), Kind: value.Date},
		{ID: "orders", Title: lang.T("Orders", "订单数"), Kind: value.Number},
		{ID: "active", Title: lang.T("Active", "活跃"), Kind: value.Bool},
		{ID: "why", Title: lang.T("Why", "原因"), Kind: value.Text},
	}}
	for i := range customers {
		row := []value.Value{
			value.Str(strconv.Itoa(i % 3)), {}, value.Num(value.Share, money.New(int64(i%1000), 3)), value.Day(firstDay.AddDays(i % 2000)),
			value.Int(value.Number, i), value.Truth(i%2 == 1), value.Str(whyText(i)),
		}
		if hasRevenue(i) {
			row[revenueColumn] = value.Num(value.Money, money.New(int64(i)*1234567+5, 2))
		}
		g.Rows, g.Classes = append(g.Rows, row), append(g.Classes, i%3)
	}
	return g
}

// ownSheets is our sheets as crm classify makes them, their names last.
func ownSheets(names []string) []workbook.Sheet {
	counts := &table.Grid{Columns: []table.Column{
		{ID: "class", Title: lang.Same("Class"), Kind: value.Text}, {ID: "customers", Title: lang.Same("Customers"), Kind: value.Number},
		{ID: "left", Title: lang.Same("Left"), Kind: value.Number}, {ID: "share", Title: lang.Same("Share"), Kind: value.Share},
	}}
	for i, c := range classTitles {
		counts.Rows = append(counts.Rows, []value.Value{value.Str(c), value.Int(value.Number, i+1), value.Int(value.Number, 3-i), value.Num(value.Share, money.New(int64(300*i+400), 3))})
	}
	memory := &table.Grid{Columns: []table.Column{{ID: "id", Kind: value.Text}, {ID: "said", Kind: value.Text}},
		Rows: [][]value.Value{{value.Str("0001"), value.Str("812334.105")}, {value.Str("=1"), value.Str("客户")}}}
	section := func(c workbook.Chart) workbook.Section {
		c.Title, c.Names, c.Values = lang.Same("Customers"), "class", "customers"
		return workbook.Section{Title: lang.Same("Classes"), Grid: counts, Chart: &c}
	}
	sheets := []workbook.Sheet{
		{Title: lang.Same("Summary"), Sections: []workbook.Section{{Lines: []lang.Text{lang.Same("3 customers")}},
			section(workbook.Chart{Kind: workbook.Bars}), section(workbook.Chart{Kind: workbook.Moves, Second: "left"}), section(workbook.Chart{Kind: workbook.Pareto, Line: "share"})}},
		{Grid: counts, Frozen: 2}, {Grid: counts, Frozen: 2}, {Grid: counts},
		{Sections: []workbook.Section{{Title: lang.Same("The rules"), Lines: []lang.Text{lang.Same("version: 1"), lang.Same("  main: 客户")}, Fixed: true}}},
		{Grid: memory, VeryHidden: true, Later: true}, {Grid: memory, VeryHidden: true},
	}
	for i := range sheets {
		sheets[i].Name = names[i]
	}
	return sheets
}

// ownCharts is how many charts these sheets have.
const ownCharts = 3

var ownNames = []string{"Summary", "Changes", "Class history", "Set aside", "Rules used", "_crm", "_crm_history"}

// jobFor is the job of a run: the first on a book, or a later one, which knows
// where the columns and sheets of the first are.
func jobFor(b *annotate.Book, t *target, before *wanted) (*annotate.Job, *wanted, error) {
	j, w := &annotate.Job{}, &wanted{from1904: b.Date1904(), columns: slices.Repeat([]int{-1}, columnCount), sheets: slices.Clone(ownNames)}
	if t.sheet == "" {
		w.columns = nil
	}
	for i, name := range ownNames {
		var err error
		own := annotate.Own{Replaces: before != nil}
		if before != nil {
			own.Name, w.columns = before.sheets[i], before.columns
			if ours, err := b.Ours(own.Name); err != nil || !ours && !strings.HasPrefix(own.Name, "_") {
				return nil, nil, fmt.Errorf("sheet %q is not known as ours: %w", own.Name, err)
			}
		} else if own.Name, err = b.FreeSheetName(name); err != nil {
			return nil, nil, err
		}
		w.sheets[i], j.Sheets = own.Name, append(j.Sheets, own)
	}
	book := &workbook.Book{Date1904: b.Date1904(), Sheets: ownSheets(w.sheets), Marker: workbook.Marker{Version: "test", AsOf: "2026-06-30", Kind: workbook.Copy}}
	if t.sheet != "" {
		book.Blocks = []workbook.Block{{Grid: columnsGrid(len(t.rows)), Taken: t.headers}}
	}
	made, err := workbook.Make(book)
	if err != nil {
		return nil, nil, err
	}
	for _, cells := range made.Blocks {
		j.Blocks = []annotate.Block{{Sheet: t.sheet, Cells: cells, Header: t.header, Columns: w.columns, Row: func(n int) (int, bool) { i, ok := t.rows[n]; return i, ok }}}
	}
	j.Fresh, w.headers = made.File, made.Marker.Headers
	for i := range j.Sheets {
		if rows := made.Rows[j.Sheets[i].Name]; rows != nil {
			j.Sheets[i].Rows = rows
		}
	}
	for _, p := range made.Marker.Properties() {
		j.Properties = append(j.Properties, ooxml.Property{Name: p.Name, Text: p.Text})
	}
	return j, w, nil
}

// jobWithout takes everything of ours out again.
func jobWithout(b *annotate.Book, t *target, before *wanted) (*annotate.Job, *wanted, error) {
	j, _, err := jobFor(b, t, before)
	if err != nil {
		return nil, nil, err
	}
	w := &wanted{left: map[int]bool{}}
	for i := range j.Blocks {
		j.Blocks[i].Columns, j.Blocks[i].Drop = nil, before.columns
	}
	for _, col := range before.columns {
		w.left[col+1] = true
	}
	j.Sheets, j.Remove = nil, before.sheets
	return j, w, nil
}

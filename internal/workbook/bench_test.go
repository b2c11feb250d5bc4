package workbook

import (
	"fmt"
	"testing"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/value"
)

func TestColumnLetters(t *testing.T) {
	for col := range maxCols {
		if got := string(appendColumn(nil, col)); got != diag.ColumnName(col) {
			t.Fatalf("column %d is %s, want %s", col, got, diag.ColumnName(col))
		}
	}
}

// BenchmarkMake is the fresh book of 20 000 customers: a block of 16 columns, and
// a hidden sheet of long texts.
func BenchmarkMake(b *testing.B) {
	const customers = 20_000
	block := &table.Grid{Columns: []table.Column{
		{ID: "class", Title: lang.Same("Class"), Kind: value.Text, Order: []string{"A", "B", "C"}, Names: map[string]lang.Text{"A": lang.T("Core", "核心")}},
		{ID: "why", Title: lang.Same("Why"), Kind: value.Text},
		{ID: "revenue", Title: lang.Same("Revenue"), Kind: value.Money, Digits: 2, Currency: "USD"},
		{ID: "last_order", Title: lang.Same("Last order"), Kind: value.Date},
	}}
	for n := 0; len(block.Columns) < 16; n++ {
		again := block.Columns[n%4]
		again.ID += fmt.Sprint(n)
		block.Columns = append(block.Columns, again)
	}
	for i := range customers {
		row := make([]value.Value, len(block.Columns))
		for c := range row {
			switch c % 4 {
			case 0:
				row[c] = value.Str(string(rune('A' + i%3)))
			case 1:
				row[c] = value.Str(fmt.Sprintf("Core: revenue contribution high, customer for %d y ≥ 2 y, market core market", i%9))
			case 2:
				row[c] = value.Num(value.Money, money.New(int64(i)*1_234_567, 4))
			case 3:
				row[c] = value.Day(20_000)
			}
		}
		block.Rows = append(block.Rows, row)
	}
	b.ReportAllocs()
	for b.Loop() {
		made, err := Make(&Book{Marker: Marker{Version: "1"}, Blocks: []Block{{Grid: block}}, Sheets: []Sheet{
			{Name: "Summary", Grid: &table.Grid{Columns: block.Columns}}}})
		if err != nil {
			b.Fatal(err)
		}
		var content []byte
		for row := range customers {
			for col := range block.Columns {
				content, _, _ = made.Blocks[0].Cell(content[:0], row, col)
			}
		}
	}
}

package xls

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/crypt/crypttest"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xls/xlstest"
)

// FuzzOpen gives any bytes as a workbook: a problem with its place, or rows that
// ascend; never anything else.
func FuzzOpen(f *testing.F) {
	small := one(cell(0, 0, "客户"), cell(1, 1, 45532.5), cell(2, 0, xlstest.Formula{Result: "text"}), cell(3, 0, xlstest.RK(6)), cell(4, 0, true), cell(5, 0, xlstest.Err(7)), cell(6, 0, xlstest.Label("é")))
	small.MaxPart = 20
	small.Sheets[0].Records = bytes.Join([][]byte{
		xlstest.Record(0x0208, xlstest.U16(0, 0, 7, 255, 0, 0, 0x20, 0)), xlstest.Record(0x007d, xlstest.U16(1, 2, 2560, 15, 0, 0)),
		xlstest.Record(0x00e5, xlstest.U16(1, 0, 1, 2, 3)), xlstest.Record(0x00bd, xlstest.U16(3, 1, 1), xlstest.U32(6), xlstest.U16(0), xlstest.U32(10), xlstest.U16(2)),
	}, nil)
	f.Add(small.Stream())
	f.Add(small.File())
	old := one(cell(0, 0, "M\xfcller"), cell(1, 1, 45532.5))
	old.Version, old.CodePage = xlstest.Biff5, 1252
	f.Add(old.Stream())
	f.Add(crypttest.RC4(small.Stream(), string(crypt.Default)))
	f.Add(crypttest.CryptoAPI(small.Stream(), "word", 128))
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := Open(held.File{Path: "a.xls", Bytes: bytes.NewReader(b), Size: int64(len(b))},
			Options{Limits: held.Limits{Cells: 10_000, Bytes: 1 << 20}})
		if err != nil {
			var p *diag.Problem
			if !errors.As(err, &p) || p.Pos.File == "" || p.Message.ZH == "" {
				t.Fatalf("no problem with a place: %v", err)
			}
			return
		}
		for _, s := range book.Sheets() {
			rows, err := s.Rows()
			if err != nil {
				t.Fatal(err)
			}
			for last := 0; ; {
				row, err := rows.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil || row.Number <= last || len(row.Cells) == 0 {
					t.Fatalf("row %v after %d: %v", row, last, err)
				}
				last = row.Number
				for i := range row.Cells {
					if i > 0 && row.Cells[i].Col <= row.Cells[i-1].Col || row.Cells[i].Col >= colsMost {
						t.Fatal("columns do not ascend")
					}
				}
			}
		}
	})
}

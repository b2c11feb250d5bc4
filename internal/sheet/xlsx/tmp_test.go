package xlsx

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"testing"
	"time"
)

func TestTmp(t *testing.T) {
	path := os.Getenv("XL")
	if path == "" {
		t.Skip("no XL")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t0 := time.Now()
	b, err := Open(path, f, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(b.Format(), b.Problems(), b.Properties(), time.Since(t0))
	for _, s := range b.Sheets() {
		t0 := time.Now()
		r, err := s.Rows()
		if err != nil {
			t.Fatal(err)
		}
		n, c := 0, 0
		for {
			row, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if n < 3 {
				for _, c := range row.Cells {
					fmt.Printf("%d:%d:%q:%v:%d ", c.Col, c.Kind, c.Raw, c.Day, c.Seconds)
				}
				fmt.Println()
			}
			n++
			c += len(row.Cells)
		}
		r.Close()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Println(s.Pos(), n, c, s.SharedCount(), len(s.ColumnWidths()), r.Merges(), r.Problems(), time.Since(t0), m.Sys>>20)
	}
	b.Close()
}

package annotate

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// FuzzPatch gives the patch any bytes for a sheet. It must not panic or hang, and
// where the bytes are well-formed XML, the proof must hold and a second patch
// change nothing.
func FuzzPatch(f *testing.F) {
	for _, c := range patchCases() {
		f.Add([]byte(c.in), byte(len(c.job.columns)), byte(1))
	}
	f.Add([]byte(`<worksheet><sheetData><row><c><v>1<!-- </v></c> --></v></c></row></sheetData></worksheet>`), byte(2), byte(3))
	f.Add([]byte(`<a><sheetData/><cols><col min="1"/></cols></a>`), byte(1), byte(0))
	f.Add([]byte(`<x:a xmlns:x="m"><sheetData><row r="1"/></sheetData><x:sheetData><x:row r="1"/><row/></x:sheetData></x:a>`), byte(0), byte(9))
	f.Fuzz(func(t *testing.T, sheet []byte, first, dropped byte) {
		j := job{columns: []int{int(first%6) - 1, -1}}
		if at := int(dropped % 5); at != j.columns[0] {
			j.drop = []int{at}
		}
		p, _, err := tryPlan(string(sheet), j)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := patch(&out, bytes.NewReader(sheet), p); err != nil {
			t.Fatalf("surveyed, but not patched: %v", err)
		}
		p.facts.whole = nil
		var read bytes.Buffer
		if err := patch(&read, bytes.NewReader(sheet), p); err != nil || !bytes.Equal(read.Bytes(), out.Bytes()) {
			t.Fatalf("read once more: %v\n%s\n%s", err, out.Bytes(), read.Bytes())
		}
		if !wellFormed(sheet) || strings.Count(string(sheet), "sheetData") > 2 || strings.Count(string(sheet), "cols") > 2 || bytes.Contains(sheet, []byte("extLst")) {
			return // Verify has the reader refuse such a sheet
		}
		if err := lockstep(bytes.NewReader(sheet), bytes.NewReader(out.Bytes()), p); err != nil {
			t.Fatalf("%v\n%s\n%s", err, sheet, out.Bytes())
		}
		if !wellFormed(out.Bytes()) {
			t.Fatalf("not well-formed any more: %s\n%s", sheet, out.Bytes())
		}
		j.columns, j.drop = []int{0, 0}, nil
		for _, s := range p.slots {
			j.columns[s.from] = s.col
		}
		q, _, err := tryPlan(out.String(), j)
		if err != nil {
			t.Fatalf("%v: %s", err, out.Bytes())
		}
		var twice bytes.Buffer
		if err := patch(&twice, bytes.NewReader(out.Bytes()), q); err != nil || !bytes.Equal(twice.Bytes(), out.Bytes()) {
			t.Fatalf("patched twice: %v\n%s\n%s", err, out.Bytes(), twice.Bytes())
		}
	})
}

// wellFormed asks the standard library.
func wellFormed(b []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, io.ErrUnexpectedEOF }
	roots, depth := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return roots == 1
		}
		if err != nil {
			return false
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
		case xml.EndElement:
			depth--
		}
	}
}

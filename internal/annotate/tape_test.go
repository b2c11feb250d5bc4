package annotate

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// Pieces longer than the tape's window, in every place there is for them.
func TestTapeLongPieces(t *testing.T) {
	long := strings.Repeat("y>", 2*tapeRoom)
	sheet := `<?x ` + long + `?><!--` + long + `--><worksheet note="` + long + `"><sheetData><row r="1"><c r="A1" t="str"><v>` +
		strings.Repeat("z", 3*tapeRoom) + `</v></c><c r="B1" t="str"><v><![CDATA[` + long + `]]></v></c></row></sheetData></worksheet>` + "\n"
	p := planFor(t, sheet, job{})
	got := patched(t, sheet, p)
	if want := strings.Replace(strings.Replace(sheet, "</row>", headC+headD+"</row>", 1), "<sheetData>", colsCD+"<sheetData>", 1); got != want {
		t.Errorf("%d bytes came out, not %d", len(got), len(want))
	}
	if err := lockstep(strings.NewReader(sheet), strings.NewReader(got), p); err != nil {
		t.Error(err)
	}
}

// Errors of the reader and of the writer come through, and no goroutine waits.
func TestTapeErrors(t *testing.T) {
	sheet := wideSheetOf(2000)
	p := planFor(t, sheet, everyRow(2000))
	p.facts.whole = nil
	failure := errors.New("the disk failed")
	broken := iotest.TimeoutReader(iotest.HalfReader(strings.NewReader(sheet)))
	if err := patch(&bytes.Buffer{}, broken, p); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("reading: %v", err)
	}
	for _, room := range []int{0, 100_000} {
		if err := patch(&fullDisk{room, failure}, strings.NewReader(sheet), p); !errors.Is(err, failure) {
			t.Errorf("writing: %v", err)
		}
	}
	if _, err := survey(iotest.ErrReader(failure), 0, &p.zone); !errors.Is(err, failure) {
		t.Errorf("survey: %v", err)
	}
	if err := lockstep(strings.NewReader(sheet), iotest.ErrReader(failure), p); !errors.Is(err, failure) {
		t.Errorf("lockstep: %v", err)
	}
}

// fullDisk takes so many bytes.
type fullDisk struct {
	room int
	err  error
}

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.room -= len(b); d.room < 0 {
		return 0, d.err
	}
	return len(b), nil
}

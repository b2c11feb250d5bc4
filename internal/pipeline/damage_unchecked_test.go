package pipeline_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crm/internal/diag"
)

// TestDamageUnchecked turns over single bits of formats that carry no checksum:
// text, web pages, old workbooks. No reader can tell a 3 that became a 7 there; what
// can be promised is that damage ends in rows or in a reason, and how often.
func TestDamageUnchecked(t *testing.T) {
	flips := 300
	if n, err := strconv.Atoi(os.Getenv("CRM_DAMAGE")); err == nil {
		flips = n / 4
	}
	byEnding := map[string][]*patient{}
	err := filepath.WalkDir(sharedBooks, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ending := strings.ToLower(filepath.Ext(path))
		info, err := d.Info()
		if err != nil || !slices.Contains([]string{".xls", ".csv", ".fods", ".html"}, ending) || info.Size() > largestPatient || info.Size() < 100 || len(byEnding[ending]) >= 2*booksPerWriter {
			return err
		}
		if p := admit(t, path); p != nil {
			byEnding[ending] = append(byEnding[ending], p)
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skip("no shared data beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	for ending, patients := range byEnding {
		refused, same, other := 0, 0, 0
		for i, p := range patients {
			dice := rand.New(rand.NewPCG(uint64(i), 4))
			for range flips/len(patients) + 1 {
				at, bit := dice.IntN(len(p.bytes)), byte(1)<<dice.IntN(8)
				p.put(t, at, p.bytes[at]^bit)
				got, err := wholeBook(p.file.Name())
				p.put(t, at, p.bytes[at])
				var reason *diag.Problem
				switch {
				case err != nil && (!errors.As(err, &reason) || reason.Code == ""):
					t.Errorf("%s: byte %d: refused without a reason: %v", p.name, at, err)
				case err != nil:
					refused++
				case got == p.want:
					same++
				default:
					other++
				}
			}
		}
		t.Logf("%s: %d books, %d flips: %d refused, %d same, %d read as something else, which nothing in the format can show",
			ending, len(patients), refused+same+other, refused, same, other)
	}
}

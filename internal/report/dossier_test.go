package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/followup"
	"crm/internal/lang"
	"crm/internal/report"
	"crm/internal/table"
)

var updateCards = flag.Bool("update", false, "rewrite the wanted dossiers")

// cardText is a card as its reader has it: what people see, then what only
// machines do.
func cardText(c *table.Card, l lang.Lang) string {
	var b strings.Builder
	b.WriteString(c.Title.In(l) + "\n")
	for _, s := range c.Sections {
		b.WriteString("\n" + s.Title.In(l) + "\n")
		for _, f := range s.Facts {
			text := f.Text.In(l)
			if text == "" {
				text = f.Value.String()
			}
			if text == "" {
				continue
			}
			name := f.Column.Title.In(l)
			if f.Hidden {
				name = "(" + f.Column.ID + ")"
			}
			b.WriteString("  " + name + ": " + text + strings.Repeat("!", int(f.Tone)) + "\n")
		}
		if s.Grid != nil {
			for _, row := range s.Grid.Rows {
				var cells []string
				for _, v := range row {
					cells = append(cells, v.String())
				}
				b.WriteString("  | " + strings.Join(cells, " | ") + "\n")
			}
		}
		for _, n := range s.Notes {
			b.WriteString("  " + n.In(l) + "\n")
		}
	}
	return b.String()
}

// TestDossier: the cards of customers that stand differently, in both languages.
// Wanted cards are files; go test ./internal/report -run TestDossier -update writes them.
func TestDossier(t *testing.T) {
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		r := following(t, l)
		at := func(name string) int {
			return slices.IndexFunc(r.Data.Customers, func(c crm.Customer) bool { return c.Name == name })
		}
		// What was done: a talk with Late, of the touchpoint's kind.
		day := civil.MustNew(2026, 9, 11)
		r.Data.Activities = append(r.Data.Activities, crm.Activity{Customer: int32(at("Late")), Date: day, Kind: "Strategic talk", Channel: "phone", Summary: "wants samples"})
		r.Follow = followup.NewBook(followup.Input{
			Rules: r.Rules, Data: r.Data, Day: r.AsOf, Class: func(customer int) int { return r.Class(0, customer) },
			Meant: func(_, customer int) bool { return r.Class(0, customer) == 0 }, // tier A
		})
		now := time.Date(2026, 9, 30, 8, 0, 0, 0, time.UTC)
		for _, name := range []string{"Late", "Pool", "Lost", "Safe", "Zero"} {
			got := cardText(r.Dossier(at(name), report.DossierOptions{All: true, Now: now}), l)
			file := filepath.Join("testdata", "dossier", name+"."+l.String()+".txt")
			if *updateCards {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s:\n%s", file, d)
			}
		}
	}
}

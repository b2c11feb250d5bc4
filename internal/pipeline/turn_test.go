package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/pipeline"
)

const turnRules = `%s
classifications:
  - id: tier
    classes:
      - {id: A, when: days_since_order <= 30 and tenure >= years(1)}
      - {id: B, when: orders >= 1}
      - {id: C}
`

// turnFiles is customers whose classes turn at days that a person can tell.
func turnFiles(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"customers.csv": "customer_id,customer_name,manual_class,manual_until\n" +
			"K1,Steady,,\nK2,Once,,\nK3,Never,,\nK4,Young,,\nK5,Told,A,2026-08-10\nK6,Fixed,A,\n",
		"orders.csv": "order_no,order_date,customer_id,amount,currency\n" +
			"O1,2024-01-05,K1,10,USD\nO2,2026-06-01,K1,10,USD\nO3,2025-12-01,K2,10,USD\nO4,2025-06-20,K4,10,USD\n" +
			"O5,2026-06-10,K4,10,USD\nO6,2025-07-01,K5,10,USD\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{filepath.Join(folder, "customers.csv"), filepath.Join(folder, "orders.csv")}
}

// turned is a turn in a line.
func turned(r *pipeline.Result, name string) string {
	found := r.Find(name)
	if len(found) == 0 {
		return "nobody"
	}
	t := r.Turns(found[0], []int{0})[0]
	classes := r.Rules.Classifications[0].Classes
	if t.On == 0 {
		return fmt.Sprintf("%s until %s", classes[t.From].ID, t.Until)
	}
	var flips []string
	for _, f := range t.Move.Flips {
		flips = append(flips, fmt.Sprintf("%s: %s → %s", f.Text, f.From, f.To))
	}
	return fmt.Sprintf("%s → %s on %s, %s", classes[t.From].ID, classes[t.To].ID, t.On, strings.Join(flips, ", "))
}

func TestTurns(t *testing.T) {
	files := turnFiles(t)
	for _, c := range []struct{ head, name, want, why string }{
		{"", "Steady", "A → B on 2026-07-02, days_since_order <= 30: 14 → 31", "the 30th day is the last"},
		{"", "Once", "B → C on 2026-12-01, orders >= 1: 1 → 0", "a window ago is in the window no more"},
		{"", "Never", "C until 2028-06-16", "nothing can turn"},
		{"", "Young", "B → A on 2026-06-20, tenure >= years(1): 360 → 365", "an anniversary raises, also within the first month"},
		{"", "Told", "A → C on 2026-08-11, ", "the word ends, and the order has left the window by then"},
		{"", "Fixed", "A until 2028-06-16", "a word without end holds"},
		{"review: [01-01, 07-01]", "Steady", "A → B on 2027-01-01, days_since_order <= 30: 14 → 214", "on 1 July it is the 30th day: it holds until the next review"},
		{"review: [01-01, 07-01]", "Once", "B → C on 2027-01-01, orders >= 1: 1 → 0", "only a review turns it"},
		{"window: 6mo", "Once", "C until 2027-06-16", "it has turned already"},
	} {
		r := run(t, fmt.Sprintf(turnRules, c.head), "2026-06-15", files...)
		if got := turned(r, c.name); got != c.want {
			t.Errorf("%s %s\ngot  %s\nwant %s: %s", c.head, c.name, got, c.want, c.why)
		}
	}
}

// TestTurnsAgainstEveryDay holds the day that is found against runs of every day.
func TestTurnsAgainstEveryDay(t *testing.T) {
	files := turnFiles(t)
	rules := fmt.Sprintf(turnRules, "window: 3mo")
	r := run(t, rules, "2026-06-15", files...)
	turns := map[int]crm.Turn{}
	for customer := range r.Data.Customers {
		turns[customer] = r.Turns(customer, []int{0})[0]
	}
	for on := r.AsOf.AddDays(1); len(turns) > 0 && on <= turns[r.Find("Fixed")[0]].Until; on = on.AddDays(1) {
		then := run(t, rules, on.String(), files...)
		for customer, turn := range turns {
			class := then.Classes.Class(0, customer)
			if (class != turn.From) != (on == turn.On) || on == turn.On && class != turn.To {
				t.Errorf("%s: class %d on %s, found was %d on %s", r.Data.Customers[customer].Name, class, on, turn.To, turn.On)
			}
			if on == turn.On {
				delete(turns, customer)
			}
		}
	}
}

// TestTurnsOfMany: where there is much to go through, the day is found between two
// that were looked at.
func TestTurnsOfMany(t *testing.T) {
	files := turnFiles(t)
	var orders strings.Builder
	orders.WriteString("order_no,order_date,customer_id,amount,currency\n")
	for i := range 40_000 {
		fmt.Fprintf(&orders, "N%d,2026-01-0%d,K7,1,USD\n", i, 1+i%9)
	}
	more := filepath.Join(t.TempDir(), "more.csv")
	if err := os.WriteFile(more, []byte(orders.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	small := run(t, fmt.Sprintf(turnRules, ""), "2026-06-15", files...)
	large := run(t, fmt.Sprintf(turnRules, ""), "2026-06-15", append(files, more)...)
	for _, name := range []string{"Steady", "Once"} {
		if got, want := turned(large, name), turned(small, name); got != want {
			t.Errorf("%s: %s among many, %s among few", name, got, want)
		}
	}
}

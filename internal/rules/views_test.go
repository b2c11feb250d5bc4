package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
)

const viewRules = `version: 1
views:
  - id: sales
    columns: [customer_name, tier, column('付款方式'), orders]
    where: owner == "Li" and column("等级") == "x" and current_class == "A"
    sort: -orders
`

func parsed(t *testing.T, text string) *Set {
	t.Helper()
	set, problems := Parse("rules.yaml", []byte(text), declared())
	if set == nil {
		t.Fatal(answer(problems))
	}
	return set
}

func TestView(t *testing.T) {
	set := parsed(t, viewRules)
	slots := len(set.Slots)
	v := set.View("sales")
	if v == nil || set.View("Sales") != nil || set.View("") != nil {
		t.Fatal("the view is not found by its id, or by another")
	}
	if diff := cmp.Diff([]string{"customer_name", "tier", `column("付款方式")`, "orders"}, v.Names()); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	for column, want := range map[string]bool{
		"customer_name": true, "tier": true, `column("付款方式")`: true, "付款方式": false, "phone": false, "why": false, "segment": false, "": false,
	} {
		if v.Allows(column) != want {
			t.Errorf("Allows(%q) = %v", column, !want)
		}
	}
	var all *View
	if !all.Allows("phone") || all.Names() != nil {
		t.Error("no view allows everything")
	}
	for src, denied := range map[string]string{
		`orders > 1 and tier == "A"`: "", `orders > quantile("orders", 0.5)`: "", `column("付款方式") == "x"`: "",
		`orders > 1 or phone == "x"`: "phone", `not has(email)`: "email", `orders > mean("revenue")`: "revenue", `column("电话2") == "x"`: `column("电话2")`,
		`rank("revenue") < 9`: "revenue", `tier in ["A"] and segment in ["vip"]`: "segment", `current_class == "A"`: "current_class",
	} {
		c, problems := set.Compile(src)
		if c == nil {
			t.Fatalf("%s: %v", src, problems)
		}
		if got := v.Denied(c); got != denied {
			t.Errorf("%s: denied %q, want %q", src, got, denied)
		}
	}
	if set = parsed(t, viewRules); len(set.Slots) != slots {
		t.Error("a second reading asks for other columns")
	}
	plain := parsed(t, "version: 1\n")
	if len(plain.Slots) != slots {
		t.Errorf("a view that nobody asked for makes the rules read %d columns instead of %d", slots, len(plain.Slots))
	}
}

// TestViewLists: a view shows no list that it does not name; no view shows all.
func TestViewLists(t *testing.T) {
	set := parsed(t, strings.Replace(viewRules, "sort:", "lists: [followup, orders]\n    sort:", 1)+"  - {id: bare, columns: [email]}\n")
	var all *View
	for _, list := range ViewLists() {
		named := list == ViewFollowUp || list == ViewOrders
		if set.View("sales").Shows(list) != named || set.View("bare").Shows(list) || !all.Shows(list) {
			t.Errorf("%s: shown by sales %v, by bare %v", list, set.View("sales").Shows(list), set.View("bare").Shows(list))
		}
	}
	c, problems := set.Compile(`orders > 1 and not (tier == "A" or phone == "x")`)
	if c == nil {
		t.Fatal(problems)
	}
	for part, denied := range map[string]string{"orders > 1": "", `tier == "A"`: "", `phone == "x"`: "phone", `not (tier == "A" or phone == "x")`: "phone"} {
		from := strings.Index(c.Source(), part)
		if got := set.View("sales").DeniedWithin(c, from, from+len(part)); got != denied {
			t.Errorf("%s: denied %q, want %q", part, got, denied)
		}
	}
}

// TestCheckView: what the data lacks is told at its place, and only when the view
// is asked for.
func TestCheckView(t *testing.T) {
	set := parsed(t, strings.Replace(viewRules, "tier,", "tier, revenue,", 1))
	d := &crm.Data{}
	got := answer(set.CheckView(set.View("sales"), d))
	for _, want := range []string{`4:36`, `付款方式`, `等级`, "5:"} {
		if !strings.Contains(got, want) {
			t.Errorf("the check does not tell of %q:\n%s", want, got)
		}
	}
	d.ExtraColumns = []crm.ExtraColumn{{Header: "付款方式"}, {Header: "等级"}}
	if got := answer(set.CheckView(set.View("sales"), d)); strings.Contains(got, "付款方式") || strings.Contains(got, "等级") {
		t.Errorf("columns that are there are told as missing:\n%s", got)
	}
}

func FuzzHeaderOf(f *testing.F) {
	for _, seed := range []string{`column("a")`, `column('付款 方式')`, `column( "a" )`, `column("")`, `column(a)`, `column("a"b")`, "phone"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		header, ok := HeaderOf(s)
		if ok && header == "" {
			t.Errorf("%q has an empty header", s)
		}
		again, same := HeaderOf(HeaderColumn(header))
		if ok && (!same || again != header) {
			t.Errorf("%q: header %q reads back as %q", s, header, again)
		}
	})
}

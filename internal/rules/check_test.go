package rules

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// data is tables by kind, each with columns of the given fields; a column in
// quotes is one that no field took.
func data(tables map[crm.TableKind]string) *crm.Data {
	d := &crm.Data{}
	for kind := crm.Customers; kind <= crm.Feedback; kind++ {
		columns, ok := tables[kind]
		if !ok {
			continue
		}
		l := &crm.Layout{Kind: kind}
		for _, f := range strings.Fields(columns) {
			if header, ok := strings.CutPrefix(f, "'"); ok {
				l.Columns = append(l.Columns, crm.Column{Header: header})
				if kind == crm.Customers {
					d.ExtraColumns = append(d.ExtraColumns, crm.ExtraColumn{Header: header, Kind: value.Text})
				}
				continue
			}
			l.Columns = append(l.Columns, crm.Column{Header: f, Field: crm.Field(f)})
		}
		d.Tables = append(d.Tables, l)
	}
	return d
}

func parse(t *testing.T, text string) *Set {
	t.Helper()
	set, problems := Parse("rules.yaml", []byte(text), declared())
	if set == nil {
		t.Fatalf("%s:\n%s", text, answer(problems))
	}
	return set
}

const checked = `version: 1
orders:
  where: quantity > 0 and column("产地") == "宁波"
classifications:
  - id: size
    by: revenue
    classes: [{id: big, at_least: 5}, {id: small}]
  - id: care
    classes:
      - id: kept
        when: >-
          activities > 3
          and column("付款方式") == "LC"
          and protected and region == "EU"
      - {id: rest}
output:
  columns: [care, days_since_contact]
`

func TestCheck(t *testing.T) {
	set := parse(t, checked)
	full := data(map[crm.TableKind]string{
		crm.Customers: "customer_name region protected '付款方式", crm.Orders: "customer_name order_date amount quantity '产地", crm.Activities: "customer_name activity_date",
	})
	if got := set.Check(full); len(got) > 0 {
		t.Errorf("with everything there:\n%s", answer(got))
	}
	bare := data(map[crm.TableKind]string{crm.Customers: "customer_name '付款方法 '产地"})
	want := `error CRM-C10 3:10 no order table has this column "quantity"
error CRM-C10 3:34 no order table has this column "产地"
error CRM-C10 6:9 the data does not give this measure "revenue"; expected an orders table; add it, or leave the rule out; crm inspect shows what was recognised
error CRM-C10 12:11 the data does not give these measures "activities, days_since_contact"; expected a communication log; add it, or leave the rule out; crm inspect shows what was recognised; see 17:19
error CRM-C10 13:22 the customers table has no such column "付款方式"; did you mean "付款方法"?
error CRM-C10 14:15 the customers table has no such column "protected"; if it has another header: columns: {customers: {protected: […]}}
error CRM-C10 14:29 the data does not give this measure "region"; expected a column region; add it, or leave the rule out; crm inspect shows what was recognised
`
	problems := set.Check(bare)
	if got := answer(problems); got != want {
		t.Errorf("without anything:\n%swant\n%s", got, want)
	}
	wellFormed(t, "checked", checked, problems)
}

// One thing that is lacking is one problem, however many rules ask for it.
func TestCheckSaysEachNeedOnce(t *testing.T) {
	set := parse(t, `version: 1
classifications:
  - id: a
    classes:
      - {id: x, when: 'revenue > 5 and orders > 2 or revenue > 9'}
      - {id: y, when: 'revenue > 1 and column("付款方式") == "LC"'}
      - {id: z, when: 'column("付款方式") == "TT" and protected'}
      - {id: w, when: 'not protected and orders > 1'}
      - {id: rest}
output:
  columns: [revenue]
`)
	got := answer(set.Check(data(map[crm.TableKind]string{crm.Orders: "customer_name"})))
	want := `error CRM-C10 6:47 no customers table was read that could have this column "付款方式"; see 7:31
error CRM-C10 7:51 no customers table was read that could have this column "protected"; if it has another header: columns: {customers: {protected: […]}}; see 8:28
`
	if got != want {
		t.Errorf("without customers:\n%swant\n%s", got, want)
	}
	got = answer(set.Check(data(map[crm.TableKind]string{crm.Customers: "customer_name protected '付款方式"})))
	want = `error CRM-C10 5:24 the data does not give these measures "revenue, orders"; expected an orders table; add it, or leave the rule out; crm inspect shows what was recognised; see 5:40; see 5:54; see 6:24; see 8:42; see 11:13
`
	if got != want {
		t.Errorf("without orders:\n%swant\n%s", got, want)
	}
}

func TestNearHeader(t *testing.T) {
	for _, c := range []struct{ name, columns, want, why string }{
		{"付款方式", "customer_name '付款方法", `did you mean "付款方法"?`, "a character off"},
		{"owners", "customer_name owner", `did you mean "owner"? It is read as owner: write that name`, "a field has taken it"},
		{"Owner", "customer_name owner", "this column is owner: write that name", "the very header"},
		{"付款方式", "customer_name '付款方式(T/T,L/C)", `did you mean "付款方式(T/T,L/C)"?`, "a part of the header"},
		{"colour", "customer_name '付款方法", "its columns are: customer_name, 付款方法", "nothing is near"},
		{"colour", "customer_name 'a1 'a2 'a3 'a4 'a5 'a6 'a7 'a8", "its columns are: a1, a2, a3, a4, a5, a6, a7, a8, …", "too many to list"},
	} {
		set := parse(t, "classifications:\n  - id: a\n    classes:\n      - {id: x, when: 'column(\""+c.name+"\") == \"Li\"'}\n      - {id: y}\n")
		problems := set.Check(data(map[crm.TableKind]string{crm.Customers: c.columns}))
		if len(problems) != 1 || problems[0].Hint.EN != c.want {
			t.Errorf("%s: %s", c.why, answer(problems))
		}
	}
}

func TestCheckHeaderThatIsAField(t *testing.T) {
	set := parse(t, "classifications:\n  - id: a\n    classes:\n      - {id: x, when: 'column(\"Owner\") == \"Li\"'}\n      - {id: y}\n")
	d := data(map[crm.TableKind]string{crm.Customers: "customer_name"})
	d.Tables[0].Columns = append(d.Tables[0].Columns, crm.Column{Header: "OWNER", Field: crm.FieldOwner})
	if got := answer(set.Check(d)); !strings.Contains(got, "this column is owner: write that name") {
		t.Errorf("a header that a field took: %s", got)
	}
}

func TestRegionNeedsCountryAndRevenue(t *testing.T) {
	set := parse(t, "regions: {core: {cumulative: 80%}}\nclassifications:\n  - id: a\n    classes: [{id: x, when: region == \"core\"}, {id: y}]\n")
	for _, c := range []struct{ customers, orders, want, why string }{
		{"customer_name region", "customer_name amount", "a column country", "regions are lists of countries"},
		{"customer_name region country", "", "an orders table", "the share of revenue needs revenue"},
		{"customer_name region country", "customer_name amount", "", "all is there"},
	} {
		tables := map[crm.TableKind]string{crm.Customers: c.customers}
		if c.orders != "" {
			tables[crm.Orders] = c.orders
		}
		if got := answer(set.Check(data(tables))); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.why, got)
		}
	}
}

func TestLeaveOut(t *testing.T) {
	customers, orders, log := crm.Customers, crm.Orders, crm.Activities
	for _, c := range []struct {
		tables     map[crm.TableKind]string
		kept, main string
		line       string
		why        string
	}{
		{map[crm.TableKind]string{
			customers: "customer_name country region stage intent product_fit market_potential email purchasing_budget",
			orders:    "customer_name order_date amount", log: "customer_name activity_date",
		}, "revenue_level frequency_level potential_level relationship market lifecycle value_level tier segment", "tier", "", "everything is there"},
		{map[crm.TableKind]string{orders: "customer_name order_date amount"},
			"revenue_level frequency_level potential_level relationship lifecycle value_level tier segment", "tier",
			"left out of the default rules: Market (needs a column country); Segment: High potential (needs a column intent); Segment: Low potential (needs a column email)", "orders alone"},
		{map[crm.TableKind]string{customers: "customer_name stage email"}, "potential_level value_level segment", "segment",
			"left out of the default rules: Revenue contribution, Order frequency, Potential: High, Relationship, Life cycle, Customer value: High, Tier, " +
				"Segment: VIP, Segment: Repeat, Segment: One-time (needs an orders table); Market (needs a column country)", "no orders"},
		{map[crm.TableKind]string{customers: "customer_name"}, "segment", "segment", "", "nothing at all: something must be left"},
	} {
		set := Default(declared())
		lines := set.LeaveOut(data(c.tables))
		if got := strings.Join(set.classificationIDs(), " "); got != c.kept || set.Classifications[set.Main].ID != c.main {
			t.Errorf("%s: kept %s, main %s; want %s, %s", c.why, got, set.Classifications[set.Main].ID, c.kept, c.main)
		}
		if c.line == "" && c.kept != "segment" && len(lines) > 0 || c.line != "" && (len(lines) != 1 || lines[0].EN != c.line) {
			t.Errorf("%s: the line is %q, want %q", c.why, lines, c.line)
		}
		for _, l := range lines {
			if l.ZH == "" || strings.Contains(l.ZH, "needs") {
				t.Errorf("%s: in Chinese %q", c.why, l.In(lang.ZH))
			}
		}
	}
}

func TestLeaveOutTrimsConditions(t *testing.T) {
	set := Default(declared())
	set.LeaveOut(data(map[crm.TableKind]string{crm.Orders: "customer_name order_date amount"}))
	tier := set.Classifications[set.Main]
	want := `(revenue_share > 30% or revenue_level == "high") and tenure >= years(2)`
	if got := tier.Classes[0].When.Source(); got != want {
		t.Errorf("tier A without market and budget is %s, want %s", got, want)
	}
	if at := tier.Classes[0].WhenAt(12); at.File != embeddedFile || at.Row == 0 {
		t.Errorf("its place is %v", at)
	}
}

func TestLeaveOutKeepsOverridesInPlace(t *testing.T) {
	set := parse(t, "overrides:\n  - {customer: A, classification: market, class: core}\n  - {customer: B, classification: segment, class: vip}\n  - {customer: C, class: A}\n")
	set.LeaveOut(data(map[crm.TableKind]string{crm.Orders: "customer_name order_date amount"}))
	if len(set.Overrides) != 2 {
		t.Fatalf("overrides %v: that of the dropped market goes, the others stay", set.Overrides)
	}
	for i, want := range []string{"segment", "tier"} {
		if got := set.Classifications[set.Overrides[i].Classification].ID; got != want {
			t.Errorf("override %d is of %s, want %s", i, got, want)
		}
	}
}

func TestOwnRulesAreNeverLeftOut(t *testing.T) {
	set := parse(t, checked)
	if lines := set.LeaveOut(data(nil)); lines != nil || len(set.Classifications) != 2 {
		t.Errorf("own rules were changed: %v", lines)
	}
}

func TestCompile(t *testing.T) {
	set := parse(t, checked)
	before := len(set.Slots)
	c, problems := set.Compile(`size == "big" and orders > 2 and column("产地") == "宁波"`)
	if c == nil || len(problems) > 0 {
		t.Fatalf("Compile: %v", problems)
	}
	if got := set.Slots[before:]; len(got) != 2 || got[0] != (Slot{MeasureSlot, "orders"}) || got[1] != (Slot{HeaderSlot, "产地"}) {
		t.Errorf("new slots %v", got)
	}
	for _, c := range []struct{ src, message, hint, why string }{
		{`sise == "big"`, "there is no measure, column or earlier classification sise", "did you mean size?", "a typo"},
		{`p_alive > 50%`, "p_alive is not yet known to this version of crm", "remove it, or leave the rule out", "a measure that comes later"},
		{`size == "bigg"`, `"bigg" is no class of size`, `did you mean "big"?`, "a class"},
	} {
		got, problems := set.Compile(c.src)
		if got != nil || len(problems) != 1 || problems[0].Message.EN != c.message || problems[0].Hint.EN != c.hint {
			t.Errorf("%s: %+v", c.why, problems)
		}
	}
}

func TestSlotsOfClasses(t *testing.T) {
	set := parse(t, checked)
	for _, c := range set.Classifications {
		if got := set.Slots[c.Slot]; got != (Slot{ClassSlot, c.ID}) {
			t.Errorf("the slot of %s is %v", c.ID, got)
		}
	}
	if size := set.Classifications[0]; set.Slots[size.BySlot] != (Slot{MeasureSlot, "revenue"}) {
		t.Errorf("size is by %v", set.Slots[size.BySlot])
	}
	if want := []Slot{{FieldSlot, "quantity"}, {HeaderSlot, "产地"}}; len(set.WhereColumns) != 2 || set.WhereColumns[0] != want[0] || set.WhereColumns[1] != want[1] {
		t.Errorf("where reads %v, want %v", set.WhereColumns, want)
	}
}

package draft_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/diag"
	"crm/internal/draft"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

var repo = filepath.Join("..", "..")

// books is files to draft from: the shipped ones, and real ones where they are.
var books = []struct {
	name  string
	files []string
	asOf  civil.Date
	real  bool
	why   string
}{
	{"example", []string{"testdata/example/客户列表.xlsx", "testdata/example/订单列表.xlsx", "testdata/example/跟进记录.csv"}, civil.MustNew(2026, 9, 30), false, "everything is there"},
	{"okki", []string{"testdata/example/okki/客户列表.xlsx", "testdata/example/okki/订单列表.xlsx"}, civil.MustNew(2026, 9, 30), false, "no log, no budget"},
	{"customers only", []string{"testdata/example/客户列表.xlsx"}, civil.MustNew(2026, 9, 30), false, "no orders at all"},
	{"classicmodels", []string{"../shared/data/classicmodels/sales_data_sample.csv"}, civil.MustNew(2005, 5, 31), true, "orders alone"},
	{"northwind", []string{"../shared/data/northwind/customers.csv", "../shared/data/northwind/orders.csv", "../shared/data/northwind/order-details.csv"}, civil.MustNew(1998, 5, 6), true, "order lines"},
	{"cn-sale", []string{"../shared/data/cn-sale-76k/sale.csv"}, civil.MustNew(2018, 12, 31), true, "no countries"},
	{"opportunities", []string{"../shared/data/crm-opportunities/accounts.csv", "../shared/data/crm-opportunities/sales_pipeline.csv"}, civil.MustNew(2017, 12, 31), true, "won deals"},
}

// TestDraftDecidesAsTheDefaults: a drafted file is right, runs on the files it
// was drafted from, and gives every customer the classes that the embedded rules give.
func TestDraftDecidesAsTheDefaults(t *testing.T) {
	for _, b := range books {
		t.Run(b.name, func(t *testing.T) {
			var files []string
			for _, f := range b.files {
				files = append(files, filepath.Join(repo, f))
			}
			if _, err := os.Stat(files[0]); err != nil && b.real {
				t.Skip("the real files are not here")
			}
			plain := run(t, rules.Default(measure.Declared()), files, b.asOf)
			text := draft.Rules(draft.Options{
				Lang: lang.ZH, Folder: ".", Data: plain.Data, Layouts: plain.Layouts,
				Defaults: rules.Default(measure.Declared()), Declared: measure.Declared(), Core: plain.Measures.RegionCountries("core"),
			})
			set, problems := rules.Parse("rules.yaml", text, measure.Declared())
			if set == nil || problems.Count(diag.Warning) > 0 {
				t.Fatalf("the draft is wrong: %v\n%s", problems, text)
			}
			drafted := run(t, set, files, b.asOf)
			wanted := classes(plain)
			for id := range wanted {
				if findClassification(set, id) < 0 && strings.Contains(string(text), "# - id: "+id) {
					delete(wanted, id) // said to rest on what is not there
				}
			}
			if diff := cmp.Diff(wanted, classes(drafted)); diff != "" {
				t.Errorf("%s: the draft decides otherwise than the embedded rules:\n%s\n%s", b.why, diff, text)
			}
			if diff := cmp.Diff(careOf(plain.Rules, set), careOf(drafted.Rules, set)); diff != "" {
				t.Errorf("%s: the draft cares otherwise than the embedded rules:\n%s\n%s", b.why, diff, text)
			}
			if _, problems := drafted.FitAlerts(); problems.Failed() {
				t.Errorf("%s: the draft's alerts ask for what is not there: %v", b.why, problems)
			}
			if diff := cmp.Diff(alertsOf(plain), alertsOf(drafted)); diff != "" {
				t.Errorf("%s: the draft warns otherwise than the embedded rules:\n%s\n%s", b.why, diff, text)
			}
		})
	}
}

func run(t *testing.T, set *rules.Set, files []string, asOf civil.Date) *pipeline.Result {
	t.Helper()
	r, err := pipeline.Run(pipeline.Options{Files: files, Rules: set, AsOf: asOf, Today: asOf, Sheet: sheet.Options{Limits: xlsx.DefaultLimits()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	if r.Problems.Failed() {
		t.Fatal(r.Problems)
	}
	return r
}

func findClassification(s *rules.Set, id string) int {
	return slices.IndexFunc(s.Classifications, func(c rules.Classification) bool { return c.ID == id })
}

// classes is, per classification, how many customers are in which class, and who.
func classes(r *pipeline.Result) map[string][]string {
	all := map[string][]string{}
	for i := range r.Rules.Classifications {
		c := &r.Rules.Classifications[i]
		var lines []string
		for customer := range r.Data.Customers {
			lines = append(lines, r.Data.Customers[customer].Label()+": "+c.Classes[r.Classes.Class(i, customer)].ID)
		}
		slices.Sort(lines)
		all[c.ID] = lines
	}
	return all
}

// careOf is the clocks, touchpoints, channels and playbook of a set, of the
// classes that another set has.
func careOf(s, classes *rules.Set) []string {
	has := func(classification, class string) bool {
		i := findClassification(classes, classification)
		return i >= 0 && slices.ContainsFunc(classes.Classifications[i].Classes, func(c rules.Class) bool { return c.ID == class })
	}
	var lines []string
	f := &s.Followup
	for i, c := range f.Cadences {
		by := &s.Classifications[f.By]
		if c.Clocked() && has(by.ID, by.Classes[i].ID) {
			lines = append(lines, fmt.Sprint(by.ID, by.Classes[i].ID, c.Release, c.Counts))
		}
	}
	for _, t := range f.Touchpoints {
		if asked := classAsked.FindStringSubmatch(t.When.Source()); has(asked[1], asked[2]) {
			lines = append(lines, fmt.Sprint(t.When.Source(), t.Every, t.Kind, t.Role, t.Channel))
		}
	}
	for _, c := range f.Channels {
		lines = append(lines, fmt.Sprint(c.Countries, c.Region, c.Channel, c.Hours))
	}
	for _, p := range s.Playbook {
		if c := &s.Classifications[p.Classification]; has(c.ID, c.Classes[p.Class].ID) {
			lines = append(lines, fmt.Sprint(c.ID, c.Classes[p.Class].ID, p.Steps))
		}
	}
	return lines
}

// alertsOf is the tags and alerts of a run, as far as its data carries them.
func alertsOf(r *pipeline.Result) []string {
	var lines []string
	r.FitTags()
	for _, t := range r.Rules.Tags {
		lines = append(lines, fmt.Sprint(t.ID, t.Title, cond.OneLine(t.When.Source())))
	}
	for _, a := range r.Rules.Alerts {
		text := func(parts []rules.MessagePart) (all string) {
			for _, p := range parts {
				all += p.Text + "|" + p.Name
			}
			return all
		}
		lines = append(lines, fmt.Sprint(a.ID, a.Title, cond.OneLine(a.When.Source()), text(a.Message.EN), text(a.Message.ZH), a.Action, a.Role, a.Level))
	}
	return lines
}

// classAsked is the condition of an embedded touchpoint.
var classAsked = regexp.MustCompile(`^(\w+) == "(\w+)"( and segment != "other")?$`)

// TestDraftNamesWhatIsMissing: what the tables cannot carry stands there as a
// comment that names the column.
func TestDraftNamesWhatIsMissing(t *testing.T) {
	r := run(t, rules.Default(measure.Declared()), []string{filepath.Join(repo, "testdata/example/okki/客户列表.xlsx"), filepath.Join(repo, "testdata/example/okki/订单列表.xlsx")}, civil.MustNew(2026, 9, 30))
	text := string(draft.Rules(draft.Options{
		Lang: lang.EN, Folder: ".", Data: r.Data, Layouts: r.Layouts,
		Defaults: rules.Default(measure.Declared()), Declared: measure.Declared(),
	}))
	for _, want := range []string{
		"customer_id: [客户编号]", "# budget_share: ", "Purchasing budget", "base: USD", "sample: [样单客户]", "core: {cumulative: 80%}",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft lacks %q:\n%s", want, text)
		}
	}
}

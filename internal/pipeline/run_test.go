// Package pipeline_test proves the whole way from files to classes: against the
// published figures of real exports, against recounts that share no code with
// ours, and by what must not change when the same facts are told another way.
package pipeline_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/value"
)

// dataFolder is the folder of real exports; tests on them are skipped where it is absent.
const dataFolder = "../../../shared/data"

// realFiles is the paths of real files; the test is skipped where one is absent.
func realFiles(t testing.TB, names ...string) []string {
	t.Helper()
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = filepath.Join(dataFolder, filepath.FromSlash(name))
		if _, err := os.Stat(paths[i]); err != nil {
			t.Skipf("the real exports are not here: %v", err)
		}
	}
	return paths
}

// failer is what rapid's and testing's T have in common here.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// day reads an ISO day that the test itself wrote.
func day(iso string) civil.Date {
	d, ok := civil.ParseISO(iso)
	if !ok {
		panic("not a day: " + iso)
	}
	return d
}

// ruleSet is the text of a rules.yaml that the test itself wrote, checked; the
// embedded default where it is empty.
func ruleSet(text string) *rules.Set {
	if text == "" {
		return rules.Default(measure.Declared())
	}
	set, problems := rules.Parse("rules.yaml", []byte("version: 1\n"+text), measure.Declared())
	if problems.Failed() {
		panic("the rules of a test are wrong: " + oneLines(problems, diag.Error))
	}
	return set
}

// options is a run over files, on a day long after all data.
func options(rulesText, asOf string, files []string) pipeline.Options {
	return pipeline.Options{
		Files: files, Rules: ruleSet(rulesText), AsOf: day(asOf), Today: day("2026-10-01"),
		Sheet: sheet.Options{Limits: xlsx.DefaultLimits()}, Sales: true,
	}
}

// run runs the pipeline and fails the test where the program would stop. The
// caller closes the result.
func run(t failer, rulesText, asOf string, files ...string) *pipeline.Result {
	t.Helper()
	r, err := pipeline.Run(options(rulesText, asOf, files))
	if err != nil {
		t.Fatalf("%v: %v", files, err)
	}
	if r.Problems.Failed() {
		t.Fatalf("%v: %s", files, oneLines(r.Problems, diag.Error))
	}
	return r
}

// oneLines is the problems of a severity, one a line.
func oneLines(list diag.List, s diag.Severity) string {
	var lines []string
	for i := range list {
		if list[i].Severity == s {
			lines = append(lines, diag.OneLine(&list[i], lang.EN))
		}
	}
	return strings.Join(lines, "\n")
}

// key is what a customer is known by.
func key(c *crm.Customer) string {
	if c.ID != "" {
		return c.ID
	}
	return c.Name
}

// at is the values of a measure by customer.
func at(r *pipeline.Result, name string) map[string]value.Value {
	column := r.Measures.Column(name)
	values := make(map[string]value.Value, len(column))
	for i := range r.Data.Customers {
		values[key(&r.Data.Customers[i])] = column[i]
	}
	return values
}

// measured is every customer's measures in one line each.
func measured(r *pipeline.Result, names ...string) map[string]string {
	lines := make(map[string]string, len(r.Data.Customers))
	for i := range r.Data.Customers {
		var parts []string
		for _, name := range names {
			parts = append(parts, r.Measures.Column(name)[i].String())
		}
		lines[key(&r.Data.Customers[i])] = strings.Join(parts, "\t")
	}
	return lines
}

// classesOf is every customer's class of every classification, one line each.
func classesOf(r *pipeline.Result) map[string]string {
	lines := make(map[string]string, len(r.Data.Customers))
	for i := range r.Data.Customers {
		var parts []string
		for c := range r.Rules.Classifications {
			one := &r.Rules.Classifications[c]
			parts = append(parts, one.ID+"="+one.Classes[r.Classes.Class(c, i)].ID)
		}
		lines[key(&r.Data.Customers[i])] = strings.Join(parts, " ")
	}
	return lines
}

// accounts is the account of every table in words: rows, then each currency.
func accounts(r *pipeline.Result) []string {
	var lines []string
	for i := range r.Data.Account.Tables {
		a := &r.Data.Account.Tables[i]
		lines = append(lines, fmt.Sprintf("%s %d%s", a.Table.Kind, a.Read, fates(func(f crm.Fate) string {
			if a.Rows[f] == 0 {
				return ""
			}
			return fmt.Sprint(a.Rows[f])
		})))
		for j := range a.Amounts {
			c := &a.Amounts[j]
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s%s", c.Currency, c.Read, fates(func(f crm.Fate) string {
				if c.Sums[f].IsZero() {
					return ""
				}
				return c.Sums[f].String()
			}))))
		}
	}
	return lines
}

// fates is " = 3 used + 1 set aside" of the fates that have a figure.
func fates(figure func(crm.Fate) string) string {
	var parts []string
	for f := range crm.Fates {
		if text := figure(crm.Fate(f)); text != "" {
			parts = append(parts, text+" "+crm.Fate(f).Title().EN)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " = " + strings.Join(parts, " + ")
}

// asides is how many rows were set aside per code.
func asides(r *pipeline.Result) map[string]int {
	counts := map[string]int{}
	for i := range r.Problems {
		if r.Problems[i].Severity == diag.Aside {
			counts[r.Problems[i].Code]++
		}
	}
	return counts
}

// asidePlaces is the rows set aside of a file, ascending.
func asidePlaces(r *pipeline.Result, file string) []int {
	var places []int
	for i := range r.Problems {
		p := &r.Problems[i]
		if p.Severity == diag.Aside && filepath.Base(p.Pos.File) == file {
			places = append(places, p.Pos.Row)
		}
	}
	slices.Sort(places)
	return places
}

// total is the sum of a measure of money over all customers.
func total(r *pipeline.Result, name string) string {
	var sum money.Decimal
	for _, v := range r.Measures.Column(name) {
		sum = sum.Add(v.Decimal())
	}
	return sum.String()
}

// whole is the sum of a count over all customers.
func whole(r *pipeline.Result, name string) int {
	n := 0
	for _, v := range r.Measures.Column(name) {
		count, _ := v.Decimal().Int()
		n += count
	}
	return n
}

// having is how many customers have a count over 0.
func having(r *pipeline.Result, name string) int {
	n := 0
	for _, v := range r.Measures.Column(name) {
		if v.Decimal().Sign() > 0 {
			n++
		}
	}
	return n
}

// partition: every customer has one class of every classification, the classes'
// counts make up all customers, and the shares of revenue make up 1.
func partition(t failer, r *pipeline.Result) {
	t.Helper()
	for c := range r.Rules.Classifications {
		one := &r.Rules.Classifications[c]
		counts := make([]int, len(one.Classes))
		for i := range r.Data.Customers {
			class := r.Classes.Class(c, i)
			if class < 0 || class >= len(counts) {
				t.Fatalf("%s: %s has the class %d of %d", one.ID, key(&r.Data.Customers[i]), class, len(counts))
			}
			counts[class]++
		}
		sum := 0
		for _, n := range counts {
			sum += n
		}
		if sum != len(r.Data.Customers) {
			t.Fatalf("%s: %v make up %d of %d customers", one.ID, counts, sum, len(r.Data.Customers))
		}
	}
	shares, present := new(big.Rat), 0
	for _, v := range r.Measures.Column("revenue_share") {
		if v.Present() {
			shares.Add(shares, exact(v.String()))
			present++
		}
	}
	// A share is rounded to 12 digits: what all of them are off is at most half a unit each.
	most := big.NewRat(int64(present), 2_000_000_000_000)
	if off := shares.Sub(shares, big.NewRat(1, 1)); present > 0 && off.Abs(off).Cmp(most) > 0 {
		t.Fatalf("the shares of %d customers make up 1 %s", present, off.FloatString(15))
	}
}

// exact is a plain decimal as a fraction.
func exact(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("not a number: " + text)
	}
	return r
}

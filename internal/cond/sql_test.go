package cond

import (
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"crm/internal/value"
	"pgregory.net/rapid"
)

// TestSQLite asks SQLite the same questions: another reading of three-valued
// logic, of the operators and of the population functions. The drawn numbers
// are exact as doubles too; months and years are left out, since SQLite 3.40
// does not clamp them.
func TestSQLite(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed")
	}
	const populations, conditions, size = 4, 150, 25
	for p := range populations {
		customers := make([]string, size)
		for i := range customers {
			customers[i] = rapid.Custom(customerOf).Example(p*size + i)
		}
		columns := columnsOf(t, customers...)
		run := NewRun(asOf, columns)
		var script strings.Builder
		createTable(&script, columns, size)
		sources := make([]string, conditions)
		for i := range sources {
			sources[i] = rapid.Custom(func(t *rapid.T) string { return conditionOf(t, 3) }).Example(p*conditions + i)
			askSQL(&script, mustParse(t, sources[i]))
		}
		answers := runSQLite(t, sqlite, script.String())
		if len(answers) != conditions {
			t.Fatalf("%d answers to %d questions", len(answers), conditions)
		}
		for i, src := range sources {
			ours := strings.ReplaceAll(truths(run.Bind(mustParse(t, src)), size), " ", "")
			for customer := range size {
				if ours[customer] != answers[i][customer] {
					t.Errorf("%s of %q is %c here and %c in SQLite", src, customers[customer], ours[customer], answers[i][customer])
				}
			}
		}
	}
}

func runSQLite(t *testing.T, sqlite, script string) []string {
	t.Helper()
	command := exec.Command(sqlite, "-batch", "-bail")
	command.Stdin = strings.NewReader(script)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Fields(string(out))
}

func createTable(script *strings.Builder, columns Columns, customers int) {
	names, _ := world()
	sorted := slices.Sorted(maps.Keys(names))
	quoted := make([]string, len(sorted))
	for i, name := range sorted {
		quoted[i] = `"` + name + `"`
	}
	fmt.Fprintf(script, "BEGIN; CREATE TABLE c (%s);\n", strings.Join(quoted, ", "))
	for i := range customers {
		row := make([]string, len(sorted))
		for j, name := range sorted {
			row[j] = sqlValue(columns[names[name].Slot][i])
		}
		fmt.Fprintf(script, "INSERT INTO c VALUES (%s);\n", strings.Join(row, ", "))
	}
}

// askSQL prints one line with T, F or ? per customer.
func askSQL(script *strings.Builder, c *Cond) {
	ranks := ""
	for _, name := range []string{"revenue", "orders"} {
		ranks += fmt.Sprintf(`, CASE WHEN %[1]s IS NOT NULL THEN rank() OVER (ORDER BY %[1]s DESC NULLS LAST) END AS rank_%[1]s`, name)
	}
	fmt.Fprintf(script, "SELECT group_concat(CASE WHEN x IS NULL THEN '?' WHEN x THEN 'T' ELSE 'F' END, '') FROM (SELECT %s AS x FROM (SELECT *, rowid AS id%s FROM c) ORDER BY id);\n",
		sqlClause(c.root), ranks)
}

func sqlValue(v value.Value) string {
	switch v.Kind() {
	case value.Absent:
		return "NULL"
	case value.Text:
		return sqlText(v.Text())
	case value.List:
		return sqlText("|" + strings.Join(v.List(), "|") + "|")
	case value.Bool:
		return map[bool]string{true: "1", false: "0"}[v.True()]
	case value.Date:
		return fmt.Sprint(int(v.Date()))
	}
	return "(" + v.String() + ")"
}

func sqlText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func sqlClause(c *clause) string {
	s := sqlPlain(c)
	if c.negated {
		return "(NOT " + s + ")"
	}
	return s
}

func sqlPlain(c *clause) string {
	switch c.op {
	case opAnd, opOr:
		parts := make([]string, len(c.kids))
		for i, k := range c.kids {
			parts[i] = sqlClause(k)
		}
		return "(" + strings.Join(parts, " "+c.op.symbol()+" ") + ")"
	case opNot:
		return "(NOT " + sqlClause(c.kids[0]) + ")"
	case opHas:
		return "(" + sqlTerm(c.left) + " IS NOT NULL)"
	case opIs:
		return sqlTerm(c.left)
	case opIn:
		if c.right != nil {
			return fmt.Sprintf("(instr(%s, '|' || %s || '|') > 0)", sqlTerm(c.right), sqlTerm(c.left))
		}
		items := make([]string, len(c.set))
		for i, t := range c.set {
			items[i] = sqlTerm(t)
		}
		return fmt.Sprintf("(%s IN (%s))", sqlTerm(c.left), strings.Join(items, ", "))
	}
	l, r := sqlTerm(c.left), sqlTerm(c.right)
	switch c.op {
	case opContains:
		return fmt.Sprintf("(instr(%s, %s) > 0)", l, r)
	case opStarts:
		return fmt.Sprintf("(substr(%s, 1, length(%s)) = %s)", l, r, r)
	case opEnds:
		return fmt.Sprintf("(substr(%s, -length(%s)) = %s)", l, r, r)
	case opEqual:
		return fmt.Sprintf("(%s = %s)", l, r)
	}
	return fmt.Sprintf("(%s %s %s)", l, c.op.symbol(), r)
}

func sqlTerm(t *term) string {
	switch t.kind {
	case termConst:
		return sqlValue(t.value)
	case termName:
		return `"` + t.text + `"`
	case termAsOf:
		return fmt.Sprint(int(asOf))
	case termPeriod:
		return fmt.Sprint(t.period.N)
	case termMean:
		return fmt.Sprintf("(SELECT avg(%s) FROM c)", t.text)
	case termMedian:
		return sqlQuantile(t.text, "0.5")
	case termQuantile:
		return sqlQuantile(t.text, t.quantile.String())
	case termRank:
		return "rank_" + t.text
	}
	if t.right == nil {
		return "(-" + sqlTerm(t.left) + ")"
	}
	l, r := sqlTerm(t.left), sqlTerm(t.right)
	if t.op == opDiv {
		return fmt.Sprintf("(CAST(%s AS REAL) / NULLIF(%s, 0))", l, r)
	}
	return fmt.Sprintf("(%s %s %s)", l, t.op.symbol(), r)
}

// sqlQuantile writes type 7 out: SQLite has no percentile_cont.
func sqlQuantile(name, q string) string {
	return fmt.Sprintf(`(SELECT max(CASE WHEN k = CAST(h AS INTEGER) THEN v END)
 + coalesce((max(CASE WHEN k = CAST(h AS INTEGER) + 1 THEN v END) - max(CASE WHEN k = CAST(h AS INTEGER) THEN v END)) * max(h - CAST(h AS INTEGER)), 0)
 FROM (SELECT %[1]s AS v, row_number() OVER (ORDER BY %[1]s) - 1 AS k, %[2]s * (count(*) OVER () - 1) AS h FROM c WHERE %[1]s IS NOT NULL))`, name, q)
}

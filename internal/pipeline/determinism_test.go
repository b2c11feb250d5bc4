package pipeline_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crm/internal/cli"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
)

// exampleFiles is the shipped example.
func exampleFiles(t *testing.T) []string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("..", "..", "testdata", "example"))
	if err != nil {
		t.Fatal(err)
	}
	return []string{filepath.Join(folder, "客户列表.xlsx"), filepath.Join(folder, "订单列表.xlsx"), filepath.Join(folder, "跟进记录.csv")}
}

// everything is all that a run found and decided, in the order it did.
func everything(r *pipeline.Result) string {
	var b strings.Builder
	for i := range r.Data.Customers {
		c := &r.Data.Customers[i]
		b.WriteString(c.ID + "|" + c.Name + "|" + c.Pos.String() + "\n")
		for _, name := range allMeasures() {
			b.WriteString(r.Measures.Column(name)[i].String() + "|")
		}
		b.WriteByte('\n')
	}
	for i, o := range r.Data.AllOrders() {
		b.WriteString(r.Data.Orders.Number(i) + "|" + r.Data.Customers[o.Customer].Label() + "|" + o.Date.String() + "|" + o.Net.String() + "|" + string(o.Currency) + "\n")
	}
	for i := range r.Data.Activities {
		a := &r.Data.Activities[i]
		b.WriteString(r.Data.Customers[a.Customer].Label() + "|" + a.Date.String() + "|" + a.Summary + "\n")
	}
	fmt.Fprintf(&b, "%+v\n%+v\n%+v\n", r.Data.Opportunities, r.Data.Complaints, r.Data.Scores)
	for i := range r.Problems {
		b.WriteString(diag.OneLine(&r.Problems[i], lang.EN) + diag.OneLine(&r.Problems[i], lang.ZH) + "\n")
	}
	for _, n := range r.Notes {
		b.WriteString(n.EN + n.ZH + "\n")
	}
	for _, w := range r.Data.Words {
		b.WriteString(string(w.Field) + "|" + w.Text + "|" + w.Meaning + "\n")
	}
	for c := range r.Rules.Classifications {
		one := &r.Rules.Classifications[c]
		for i := range r.Data.Customers {
			b.WriteString(one.ID + "=" + one.Classes[r.Classes.Class(c, i)].ID + "\n")
		}
	}
	return b.String() + strings.Join(accounts(r), "\n")
}

// TestSameAgain: a run finds the same in the same order however often it runs:
// a map's order would show.
func TestSameAgain(t *testing.T) {
	w := messyWorld(t)
	sets := map[string][]string{"the shipped example": exampleFiles(t), "a messy book": w}
	for name, files := range sets {
		t.Run(name, func(t *testing.T) {
			var first string
			for range 12 {
				r := run(t, "money: {base: USD, default: USD, rates: {EUR: 1.08, CNY: 1/7.2, GBP: 1.3}}\n", "2026-06-30", files...)
				text := everything(r)
				r.Close()
				if first == "" {
					first = text
				}
				if text != first {
					t.Fatalf("a later run differs:\n%s", cmp.Diff(strings.Split(first, "\n"), strings.Split(text, "\n")))
				}
			}
		})
	}
}

// messyWorld is a book in which much is wrong or said once: many words, many
// customers that are not there, repeats, conflicts.
func messyWorld(t *testing.T) []string {
	t.Helper()
	customers := &grid{sheet: "客户", header: []string{"客户编号", "客户名称", "国家", "客户阶段", "采购意向", "付款方式"}}
	orders := &grid{sheet: "订单", header: []string{"订单号", "客户编号", "订单日期", "币种", "订单状态", "产品名称", "数量", "金额"}}
	log := &grid{sheet: "跟进", header: []string{"客户名称", "跟进时间", "跟进方式", "跟进内容"}}
	letters := "甲乙丙丁戊己庚辛"
	for i, r := range []rune(letters) {
		id, word := "C"+string(rune('1'+i)), string(r)
		customers.rows = append(customers.rows,
			[]any{id, "客户" + word, "国" + word, "阶段" + word, "意向" + word, "T/T " + word},
			[]any{id, "客户" + word, "另" + word, "", "", ""})
		orders.rows = append(orders.rows,
			[]any{"S" + word, id, day("2026-03-01").AddDays(i), []string{"USD", "EUR", "CNY", "GBP"}[i%4], "状态" + word, "P", number("1"), number("100.5")},
			[]any{"T" + word, "X" + word, day("2026-03-01").AddDays(i), "USD", "", "P", number("1"), number("9")},
			[]any{"U" + word, id, day("2026-03-01"), "USD", "", "P", number("1"), "不详" + word},
			[]any{"V" + word, id, "某日" + word, "USD", "", "P", number("1"), number("3")})
		log.rows = append(log.rows,
			[]any{"客户" + word, day("2026-05-01"), "方式" + word, "一"}, []any{"谁" + word, day("2026-05-01"), "Email", "二"},
			[]any{"客户" + word, day("2026-05-01"), "方式" + word, "三"})
	}
	again := &grid{sheet: "订单2", header: orders.header}
	for i, row := range orders.rows {
		if i%3 == 0 {
			row = append([]any{}, row...)
			row[7] = number("77")
			again.rows = append(again.rows, row)
		}
	}
	book := &file{name: "messy.xlsx", tables: []*grid{customers, orders, again, log}}
	return []string{book.write(t, t.TempDir())}
}

// crmRun is one run of the command line under an environment.
func crmRun(t *testing.T, env map[string]string, args ...string) (out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := cli.Main(context.Background(), cli.Env{
		Args: args, In: strings.NewReader(""), Out: &stdout, Err: &stderr,
		Now:    func() time.Time { return time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC) },
		Getenv: func(name string) string { return env[name] },
	})
	if status != 0 {
		t.Fatalf("crm %v: status %d\n%s", args, status, stderr.String())
	}
	return stdout.String(), stderr.String()
}

// TestSameBytes: what is printed and written is the same to the byte, run after
// run, and wherever the machine stands.
func TestSameBytes(t *testing.T) {
	files := exampleFiles(t)
	environments := []map[string]string{
		{}, {}, {"TZ": "Pacific/Apia"}, {"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, {"TZ": "Asia/Shanghai", "LC_ALL": "de_DE.UTF-8"},
	}
	var first []string
	for i, env := range environments {
		for name, value := range env {
			t.Setenv(name, value)
		}
		local := time.Local
		if zone, err := time.LoadLocation(env["TZ"]); err == nil {
			time.Local = zone
		}
		var got []string
		for _, format := range []string{"csv", "json"} {
			out, errs := crmRun(t, env, append([]string{"list", "-v", "--as-of", "2026-06-30", "--format", format}, files...)...)
			got = append(got, out, errs)
		}
		target := filepath.Join(t.TempDir(), "out.xlsx")
		crmRun(t, env, append([]string{"classify", "--as-of", "2026-06-30", "-o", target}, files...)...)
		book, err := os.ReadFile(target)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(book))
		time.Local = local
		if i == 0 {
			first = got
		}
		for k := range got {
			if got[k] == "" && k%2 == 0 {
				t.Fatal("nothing was printed")
			}
			if got[k] != first[k] {
				t.Errorf("under %v, output %d of 5 differs:\n%s", env, k+1, cmp.Diff(excerpt(first[k]), excerpt(got[k])))
			}
		}
	}
}

// excerpt is the part of an output that is worth showing.
func excerpt(text string) []string {
	if strings.HasPrefix(text, "PK") {
		return []string{"a workbook"}
	}
	return strings.Split(text, "\n")
}

package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/render"
	"crm/internal/table"
	"crm/internal/value"
)

func num(k value.Kind, s string) value.Value { return value.Num(k, money.MustParse(s)) }

func day(s string) value.Value {
	d, ok := civil.ParseISO(s)
	if !ok {
		panic("no day: " + s)
	}
	return value.Day(d)
}

func customers() *table.Grid {
	names := map[string]lang.Text{"A": lang.T("Core", "核心客户"), "C": lang.T("Basic", "基础客户")}
	return &table.Grid{
		Title: lang.T("Customers", "客户"),
		Columns: []table.Column{
			{ID: "customer_name", Title: lang.T("Customer", "客户"), Kind: value.Text},
			{ID: "tier", Title: lang.T("Tier", "分级"), Kind: value.Text, Names: names},
			{ID: "revenue", Title: lang.T("Revenue", "销售额"), Kind: value.Money, Digits: 2, Currency: "USD"},
			{ID: "revenue_share", Title: lang.T("Share", "占比"), Kind: value.Share, Priority: 2},
			{ID: "orders", Title: lang.T("Orders", "订单数"), Kind: value.Number, Priority: 1},
			{ID: "last_order", Title: lang.T("Last order", "最近下单"), Kind: value.Date, Priority: 3},
			{ID: "has_email", Title: lang.T("Email", "有邮箱"), Kind: value.Bool, Priority: 4},
			{ID: "tags", Title: lang.T("Tags", "标签"), Kind: value.List, Priority: 5},
		},
		Rows: [][]value.Value{
			{value.Str("ACME Trading GmbH"), value.Str("A"), num(value.Money, "1812334.105"), num(value.Share, "0.3413"), num(value.Number, "1200"), day("2026-11-02"), value.Truth(true), value.Items([]string{"vip", "展会"})},
			{value.Str("東京商事\t|=x"), value.Str("C"), num(value.Money, "-0.004"), {}, num(value.Number, "0"), {}, value.Truth(false), {}},
			{value.Str("=1+1\n\x1b[31m"), value.Str("X"), {}, {}, {}, {}, {}, value.Items([]string{"-a"})},
		},
		Classes: []int{0, 1, -1}, Ranks: 2,
		Notes: []lang.Text{lang.T("in USD", "单位：美元")},
	}
}

func drawn(t *testing.T, g *table.Grid, f render.Format, o render.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := render.Grid(&b, g, f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	tests := []struct {
		name   string
		format render.Format
		o      render.Options
		want   string
	}{
		{"table en", render.Table, render.Options{}, `Customers

Customer           Tier   Revenue (USD)   Share  Orders  Last order  Email  Tags
─────────────────────────────────────────────────────────────────────────────────────
ACME Trading GmbH  Core    1,812,334.11  34.1 %   1,200  2026-11-02  yes    vip, 展会
東京商事\t|=x      Basic           0.00               0              no
=1+1\n\x1b[31m     X                                                        -a
in USD
`},
		{"table zh", render.Table, render.Options{Lang: lang.ZH, Limit: 1, More: lang.T("… 2 more", "… 还有 2 行")}, `客户

客户               分级       销售额(USD)   占比  订单数  最近下单    有邮箱  标签
───────────────────────────────────────────────────────────────────────────────────────
ACME Trading GmbH  核心客户  1,812,334.11  34.1%   1,200  2026-11-02  是      vip、展会
… 还有 2 行
单位：美元
`},
		{"markdown", render.Markdown, render.Options{}, `### Customers

| Customer | Tier | Revenue (USD) | Share | Orders | Last order | Email | Tags |
| --- | --- | ---: | ---: | ---: | --- | --- | --- |
| ACME Trading GmbH | Core | 1,812,334.11 | 34.1 % | 1,200 | 2026-11-02 | yes | vip, 展会 |
| 東京商事\\t\|=x | Basic | 0.00 |  | 0 |  | no |  |
| =1+1\\n\\x1b\[31m | X |  |  |  |  |  | -a |

in USD
`},
		{"csv", render.CSV, render.Options{BOM: true}, "\ufeffcustomer_name,tier,revenue,revenue_share,orders,last_order,has_email,tags\n" +
			"ACME Trading GmbH,A,1812334.105,0.3413,1200,2026-11-02,true,vip;展会\n" +
			"東京商事\t|=x,C,-0.004,,0,,false,\n" +
			"\"'=1+1\n\\x1b[31m\",X,,,,,,'-a\n"},
		{"csv raw", render.CSV, render.Options{Raw: true}, "customer_name,tier,revenue,revenue_share,orders,last_order,has_email,tags\n" +
			"ACME Trading GmbH,A,1812334.105,0.3413,1200,2026-11-02,true,vip;展会\n" +
			"東京商事\t|=x,C,-0.004,,0,,false,\n" +
			"\"=1+1\n\\x1b[31m\",X,,,,,,-a\n"},
		{"tsv", render.TSV, render.Options{}, "customer_name\ttier\trevenue\trevenue_share\torders\tlast_order\thas_email\ttags\n" +
			"ACME Trading GmbH\tA\t1812334.105\t0.3413\t1200\t2026-11-02\ttrue\tvip;展会\n" +
			"東京商事\\t|=x\tC\t-0.004\t\t0\t\tfalse\t\n" +
			"'=1+1\\n\\x1b[31m\tX\t\t\t\t\t\t'-a\n"},
		{"json", render.JSON, render.Options{}, `[
  {"customer_name": "ACME Trading GmbH", "tier": "A", "revenue": "1812334.105", "revenue_share": 0.3413, "orders": 1200, "last_order": "2026-11-02", "has_email": true, "tags": "vip;展会"},
  {"customer_name": "東京商事\t|=x", "tier": "C", "revenue": "-0.004", "revenue_share": null, "orders": 0, "last_order": null, "has_email": false, "tags": null},
  {"customer_name": "=1+1\n\u001b[31m", "tier": "X", "revenue": null, "revenue_share": null, "orders": null, "last_order": null, "has_email": null, "tags": "-a"}
]
`},
		{"jsonl", render.JSONL, render.Options{}, `{"customer_name": "ACME Trading GmbH", "tier": "A", "revenue": "1812334.105", "revenue_share": 0.3413, "orders": 1200, "last_order": "2026-11-02", "has_email": true, "tags": "vip;展会"}
{"customer_name": "東京商事\t|=x", "tier": "C", "revenue": "-0.004", "revenue_share": null, "orders": 0, "last_order": null, "has_email": false, "tags": null}
{"customer_name": "=1+1\n\u001b[31m", "tier": "X", "revenue": null, "revenue_share": null, "orders": null, "last_order": null, "has_email": null, "tags": "-a"}
`},
	}
	for _, test := range tests {
		if d := cmp.Diff(test.want, drawn(t, customers(), test.format, test.o)); d != "" {
			t.Errorf("%s:\n%s", test.name, d)
		}
	}
}

func TestMachinesReadItBack(t *testing.T) {
	g := customers()
	var objects []map[string]any
	if err := json.Unmarshal([]byte(drawn(t, g, render.JSON, render.Options{})), &objects); err != nil || len(objects) != 3 {
		t.Errorf("JSON: %d rows, %v", len(objects), err)
	}
	if name := objects[2]["customer_name"]; name != "=1+1\n\x1b[31m" {
		t.Errorf("JSON keeps the text: %q", name)
	}
	records, err := csv.NewReader(strings.NewReader(drawn(t, g, render.CSV, render.Options{}))).ReadAll()
	if err != nil || len(records) != 4 {
		t.Fatalf("CSV: %d records, %v", len(records), err)
	}
	if got := table.Unguard(records[3][7]); got != "-a" {
		t.Errorf("CSV: %q", got)
	}
	for _, f := range []render.Format{render.JSON, render.JSONL, render.CSV, render.TSV, render.Table, render.Markdown} {
		empty := drawn(t, &table.Grid{Columns: g.Columns[:1]}, f, render.Options{})
		want := map[render.Format]string{render.JSON: "[]\n", render.JSONL: "", render.CSV: "customer_name\n", render.TSV: "customer_name\n",
			render.Table: "Customer\n────────\n", render.Markdown: "| Customer |\n| --- |\n"}[f]
		if empty != want {
			t.Errorf("%s of no rows: %q, want %q", f, empty, want)
		}
	}
}

func TestNarrowTerminal(t *testing.T) {
	for width := 20; width <= 120; width++ {
		out := drawn(t, customers(), render.Table, render.Options{Lang: lang.ZH, Width: width})
		body, said, _ := strings.Cut(out, "窗口太窄")
		for _, line := range strings.Split(body, "\n") {
			if w := diag.Width(line); w > width && width >= 40 {
				t.Errorf("width %d: a line of %d: %q", width, w, line)
			}
		}
		if strings.Contains(out, "标签") != (width >= 86 || said != "") {
			t.Errorf("width %d: a column is gone without a word:\n%s", width, out)
		}
	}
	out := drawn(t, customers(), render.Table, render.Options{Width: 60})
	if !strings.Contains(out, "no room for: Last order, Email, Tags\n") {
		t.Errorf("left out are the highest priorities, named in the table's order:\n%s", out)
	}
}

func TestLongTextsGiveWay(t *testing.T) {
	g := &table.Grid{
		Columns: []table.Column{{ID: "name", Kind: value.Text}, {ID: "why", Kind: value.Text}, {ID: "n", Kind: value.Number}},
		Rows: [][]value.Value{{value.Str("ACME"), value.Str(strings.Repeat("占本公司销售额", 10)), num(value.Number, "7")},
			{value.Str("B"), value.Str("short"), num(value.Number, "12345")}},
	}
	want := "name  why                         n\n" +
		"───────────────────────────────────\n" +
		"ACME  占本公司销售额占本公…       7\n" +
		"B     short                  12,345\n"
	got := drawn(t, g, render.Table, render.Options{Width: 36})
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestColours(t *testing.T) {
	out := drawn(t, customers(), render.Table, render.Options{Color: true})
	for _, want := range []string{"\x1b[1;32mCore\x1b[0m", "\x1b[2mBasic\x1b[0m", "\x1b[1mTier\x1b[0m"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%q", want, out)
		}
	}
	plain := drawn(t, customers(), render.Table, render.Options{})
	if strings.Contains(plain, "\x1b") {
		t.Error("an escape sequence without colours")
	}
	named := customers()
	named.Columns[0].Names = map[string]lang.Text{"ACME Trading GmbH": lang.Same("ACME")}
	named.ClassID = "tier"
	if again := drawn(t, named, render.Table, render.Options{Color: true}); !strings.Contains(again, "\x1b[1;32mCore\x1b[0m") {
		t.Errorf("another column of coded texts takes the colour of the class:\n%q", again)
	}
	stripped := out
	for _, code := range []string{"\x1b[1;32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"} {
		stripped = strings.ReplaceAll(stripped, code, "")
	}
	if d := cmp.Diff(plain, stripped); d != "" {
		t.Errorf("colours change the layout:\n%s", d)
	}
}

func TestHostileTextsReachNoTerminal(t *testing.T) {
	evil := "\x1b]52;c;AAAA\x07\u009b2J\u202egnp\u200b\r\n\x00\xff"
	g := &table.Grid{
		Title: lang.Same(evil), Notes: []lang.Text{lang.Same(evil)},
		Columns: []table.Column{{ID: evil, Title: lang.Same(evil), Kind: value.Text}},
		Rows:    [][]value.Value{{value.Str(evil)}, {value.Items([]string{evil})}},
	}
	for _, f := range render.Formats() {
		out := drawn(t, g, render.Format(f), render.Options{Color: true, More: lang.Same(evil), Limit: 1})
		for _, code := range []string{"\x1b[1m", "\x1b[0m", "\x1b[2m"} {
			out = strings.ReplaceAll(out, code, "")
		}
		if i := strings.IndexAny(out, "\x1b\x07\u009b\x00\r"); i >= 0 {
			t.Errorf("%s lets %q through", f, out[i:])
		}
	}
}

func TestLocaleChangesNothing(t *testing.T) {
	want := drawn(t, customers(), render.Table, render.Options{Lang: lang.ZH, Width: 70})
	for _, name := range []string{"LANG", "LC_ALL", "LC_CTYPE"} {
		t.Setenv(name, "zh_CN.UTF-8")
	}
	if got := drawn(t, customers(), render.Table, render.Options{Lang: lang.ZH, Width: 70}); got != want {
		t.Errorf("under zh_CN:\n%s\nelse:\n%s", got, want)
	}
}

func TestErrors(t *testing.T) {
	full := errors.New("disk full")
	for _, f := range render.Formats() {
		if err := render.Grid(failing{full}, customers(), render.Format(f), render.Options{BOM: true}); !errors.Is(err, full) {
			t.Errorf("%s: %v, want the writer's error", f, err)
		}
	}
	if err := render.Grid(io.Discard, customers(), "pdf", render.Options{}); err == nil {
		t.Error("an unknown format is no error")
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestNames(t *testing.T) {
	for _, name := range render.Formats() {
		if f, ok := render.ParseFormat(name); !ok || string(f) != name {
			t.Errorf("ParseFormat(%q) = %q, %v", name, f, ok)
		}
	}
	if _, ok := render.ParseFormat("xml"); ok {
		t.Error("xml is no format")
	}
	for name, want := range map[string]render.Format{"a.CSV": render.CSV, "b.tsv": render.TSV, "c.json": render.JSON, "d.jsonl": render.JSONL,
		"e.md": render.Markdown, "f.txt": render.Table, "g.xlsx": "", "h": ""} {
		if got, ok := render.FormatOfFile(name); got != want || ok != (want != "") {
			t.Errorf("FormatOfFile(%q) = %q, %v", name, got, ok)
		}
	}
}

package ledger_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/ledger"
)

const (
	fieldWhen ledger.Field = iota
	fieldUntil
	fieldCount
	fieldNote
)

func kind() *ledger.Kind {
	return &ledger.Kind{
		Name: lang.T("the ledger of visits", "来访台账"),
		Headers: []lang.Text{
			fieldWhen: lang.T("when", "时间"), fieldUntil: lang.T("until", "截止日期"), fieldCount: lang.T("count", "次数"), fieldNote: lang.T("note", "备注"),
		},
		Needed:   []ledger.Field{fieldWhen, fieldCount},
		FileCode: "P91", LineCode: "P92",
	}
}

type visit struct {
	When, Until string
	Count       int
	Note        string
}

func (v *visit) cell(of ledger.Field, _ lang.Lang) string {
	switch of {
	case fieldWhen:
		return v.When
	case fieldUntil:
		return v.Until
	case fieldCount:
		return strconv.Itoa(v.Count)
	}
	return v.Note
}

// parse is the lines of a ledger, and what is wrong with it by code and place.
func parse(text string) (form ledger.Form, visits []visit, wrong []string) {
	form, problems := kind().Parse("visits.csv", []byte(text), func(r *ledger.Record) {
		m := r.Moment(fieldWhen)
		visits = append(visits, visit{m.When(), ledger.Day(r.Day(fieldUntil)), r.Number(fieldCount), r.Get(fieldNote)})
	})
	for _, p := range problems {
		wrong = append(wrong, fmt.Sprintf("%s %d:%d", p.Code, p.Pos.Row, p.Pos.Col))
	}
	return form, visits, wrong
}

func TestParse(t *testing.T) {
	first := visit{"2026-01-31 17:05:00", "2026-02-28", 2, "by train"}
	for _, c := range []struct {
		text  string
		want  []visit
		wrong []string
		why   string
	}{
		{text: "", wrong: []string{"P91 0:0"}, why: "a full disk leaves a file of no bytes: what it told is not undone in silence"},
		{text: "\ufeff \n", wrong: []string{"P91 0:0"}, why: "nothing but a mark and blanks"},
		{text: "when,until,count,note\n2026-01-31 17:05:00,2026-02-28,2,by train\n", want: []visit{first}, why: "as crm writes it"},
		{text: "备注;次数;抄送;截止日期;时间\r\nby train;2;Li;2026/2/28;2026/1/31 17:05", want: []visit{first},
			why: "Chinese headers, another order, a column of somebody's own, semicolons, no last line end"},
		{text: "when,until,count,note,note\n2026-01-31 17:05:00,2026-02-28,2,by train,by car\n", want: []visit{first}, why: "the first of two columns counts"},
		{text: "when,count\n\n,\n2026-01-31,3\n", want: []visit{{When: "2026-01-31 00:00:00", Count: 3}}, why: "blank lines say nothing, columns that are not needed may lack"},
		{text: "when,count,note\n2026-01-31,1,'=1+1\n", want: []visit{{When: "2026-01-31 00:00:00", Count: 1, Note: "=1+1"}}, why: "the guard before a formula is no text"},
		{text: "when,note\n2026-01-31,x\n", wrong: []string{"P91 1:0"}, why: "a column that is needed lacks"},
		{text: "when,count\n\xff\xfe,1\n", wrong: []string{"P91 0:0"}, why: "not UTF-8"},
		{text: "when,count\n2026-01-31,1\n\"2026-02-01,1\n", wrong: []string{"P92 3:0"}, why: "a quotation mark too many"},
		{text: "when,until,count\nsoon,31.2.2026,0\n", wrong: []string{"P92 2:1", "P92 2:2", "P92 2:3"}, why: "no value can be read"},
		{text: "when,count\n26-01-31,-1\n", wrong: []string{"P92 2:1", "P92 2:2"}, why: "a year of two digits, a number below 1"},
	} {
		_, got, wrong := parse(c.text)
		if diff := cmp.Diff(c.want, got); c.wrong == nil && diff != "" {
			t.Errorf("%s: %s", c.why, diff)
		}
		if diff := cmp.Diff(c.wrong, wrong); diff != "" {
			t.Errorf("%s: problems %s", c.why, diff)
		}
	}
}

// What is no ledger at all takes no more memory than one may.
func TestParseGivesUp(t *testing.T) {
	_, _, wrong := parse("when,count\n" + strings.Repeat("2026-01-31 17:05:00,none\n", 12_000))
	if n := len(wrong); n != 10_001 || wrong[n-1] != "P91 10001:0" {
		t.Errorf("%d problems, the last one %s", n, wrong[n-1])
	}
	if _, visits, wrong := parse("when,count\n" + strings.Repeat("2026-01-31 17:05:00,1\n", 1<<20)); len(visits) > 0 || len(wrong) != 1 {
		t.Errorf("a ledger of 22 MB: %d visits, %s", len(visits), wrong)
	}
}

func TestAppendKeepsTheForm(t *testing.T) {
	for _, c := range []struct{ text, want, why string }{
		{"", "\ufeff时间,截止日期,次数,备注\n2026-03-01 09:00:00,,4,'=x\n", "a new ledger speaks the language of its reader"},
		{"note;count;cc;when\r\na;1;Li;2026-01-31", "note;count;cc;when\r\na;1;Li;2026-01-31\r\n'=x;4;;2026-03-01 09:00:00\r\n",
			"columns, delimiter and line ends as they are; a last line end is added"},
		{"\ufeffwhen\tcount\n2026-01-31\t1\n", "\ufeffwhen\tcount\n2026-01-31\t1\n2026-03-01 09:00:00\t4\n", "what no column holds is left out"},
	} {
		var form ledger.Form
		var wrong []string
		if c.text != "" {
			form, _, wrong = parse(c.text)
		}
		v := visit{When: "2026-03-01 09:00:00", Count: 4, Note: "=x"}
		got, err := kind().Append(form, lang.ZH, 1, func(_ int, of ledger.Field, l lang.Lang) string { return v.cell(of, l) })
		if err != nil || wrong != nil || string(got) != c.want {
			t.Errorf("%s: %v %v\n%q, want\n%q", c.why, err, wrong, got, c.want)
		}
	}
}

// What is appended is read again, line by line, and nothing that stood there changes.
func TestRoundTrip(t *testing.T) {
	some := rapid.Custom(func(t *rapid.T) visit {
		day := civil.MustNew(2020, 1, 1).AddDays(rapid.IntRange(0, 4000).Draw(t, "day"))
		m := ledger.Moment{Day: day, Second: rapid.IntRange(0, 86399).Draw(t, "second")}
		until := civil.Date(0)
		if rapid.Bool().Draw(t, "bounded") {
			until = day.AddDays(30)
		}
		note := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ '"=+@,;\n\t-]*[a-z客]*`)).Draw(t, "note")
		return visit{m.When(), ledger.Day(until), rapid.IntRange(1, 1000).Draw(t, "count"), ledger.Plain(note)}
	})
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SampledFrom([]lang.Lang{lang.EN, lang.ZH}).Draw(t, "lang")
		var all []visit
		text := ""
		for range rapid.IntRange(1, 3).Draw(t, "runs") {
			form, _, _ := parse(text)
			more := rapid.SliceOfN(some, 1, 4).Draw(t, "more")
			longer, err := kind().Append(form, in, len(more), func(i int, of ledger.Field, l lang.Lang) string { return more[i].cell(of, l) })
			if err != nil || !strings.HasPrefix(string(longer), text) {
				t.Fatalf("%v: %q became %q", err, text, longer)
			}
			all, text = append(all, more...), string(longer)
			form, got, wrong := parse(text)
			if diff := cmp.Diff(all, got); diff != "" || wrong != nil || form.Lang(in) != in || form.Text() != text {
				t.Fatalf("%v %s\n%q", wrong, diff, text)
			}
		}
	})
}

func TestPlain(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"  a\tb \r\n c ", "a b c"}, {"a\u2028b", "a b"}, {"甲　乙", "甲 乙"}, {"a\xffb", "a\ufffdb"}, {"a\x00b", "a b"},
		{"a b.c", "a b.c"}, {"a  b", "a b"}, {" a", "a"}, {"a ", "a"}, {" ", ""}, {"a\x7fb", "a b"},
	} {
		if got := ledger.Plain(c.text); got != c.want || ledger.Plain(got) != got {
			t.Errorf("Plain(%q) is %q, want %q", c.text, got, c.want)
		}
	}
}

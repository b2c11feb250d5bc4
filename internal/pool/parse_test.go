package pool_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/pool"
)

func TestAppend(t *testing.T) {
	line := pool.Line{
		Run: 1, Day: date("2026-10-01"), Second: 9 * 3600, Who: "li", Action: pool.Release, ID: "C1", Name: `=Acme, "GmbH"`,
		Before: pool.Place{Owner: "李雷"}, After: pool.Place{Pool: true},
		Facts: pool.Facts{Rule: "segment=vip 30d", Clock: crm.FromActivity, ClockDate: date("2026-08-01"), LastActivity: date("2026-08-01"), Reason: "31 天"},
	}
	var none *pool.Ledger
	for l, want := range map[lang.Lang]string{
		lang.ZH: "\ufeff批次,时间,操作人,动作,客户编号,客户名称,原负责人,现负责人,规则,计时起点,起点日期,最近联系,原因,撤销批次\n" +
			`1,2026-10-01 09:00:00,li,释放,C1,"'=Acme, ""GmbH""",李雷,（公海）,segment=vip 30d,跟进,2026-08-01,2026-08-01,31 天,` + "\n",
		lang.EN: "\ufeffrun,when,who,action,customer_id,customer_name,owner_before,owner_after,rule,clock,clock_date,last_activity,reason,undoes\n" +
			`1,2026-10-01 09:00:00,li,release,C1,"'=Acme, ""GmbH""",李雷,(public pool),segment=vip 30d,activity,2026-08-01,2026-08-01,31 天,` + "\n",
	} {
		text, err := none.Append([]pool.Line{line}, l)
		if diff := cmp.Diff(want, string(text)); diff != "" || err != nil {
			t.Error(diff, err)
		}
		back, problems := pool.Parse("pool.csv", text)
		if problems.Failed() {
			t.Fatal(problems)
		}
		if diff := cmp.Diff([]pool.Line{line}, back.Lines()); diff != "" {
			t.Error(diff)
		}
		// more lines speak the file's language, whatever the run's
		more, err := back.Append([]pool.Line{line}, lang.EN)
		if err != nil || !bytes.HasPrefix(more, text) || strings.Count(string(more), line.Action.Title().In(l)) != strings.Count(want, line.Action.Title().In(l))*2 {
			t.Errorf("%s, %v", more, err)
		}
	}
}

// TestSavedElsewhere: a ledger that a spreadsheet program saved is still one.
func TestSavedElsewhere(t *testing.T) {
	text := "备注;现负责人;原负责人;客户编号;客户名称;动作;时间;批次;撤销批次\r\n抄送;王伟;（公海）;C1;甲;领取;2026/3/1 9:05;1;\r\n;;;;;;;;\r\n;（公海）;王伟;C1;甲;撤销;2026年3月2日;2;1"
	l, problems := pool.Parse("pool.csv", []byte(text))
	if problems.Failed() {
		t.Fatal(problems)
	}
	want := []pool.Line{
		{Run: 1, Day: date("2026-03-01"), Second: 9*3600 + 5*60, Action: pool.Claim, ID: "C1", Name: "甲", Before: pool.Place{Pool: true}, After: pool.Place{Owner: "王伟"}},
		{Run: 2, Day: date("2026-03-02"), Action: pool.Undo, ID: "C1", Name: "甲", Before: pool.Place{Owner: "王伟"}, After: pool.Place{Pool: true}, Undoes: 1},
	}
	if diff := cmp.Diff(want, l.Lines()); diff != "" {
		t.Error(diff)
	}
	more, err := l.Append([]pool.Line{{Run: 3, Day: date("2026-03-03"), Action: pool.Claim, ID: "C1", Name: "甲", Before: pool.Place{Pool: true}, After: pool.Place{Owner: "李雷"}, Facts: pool.Facts{Reason: "x"}}}, lang.EN)
	if want := text + "\r\n;李雷;（公海）;C1;甲;领取;2026-03-03 00:00:00;3;\r\n"; err != nil || string(more) != want {
		t.Errorf("%q, want %q", more, want)
	}
}

func TestRefused(t *testing.T) {
	const header = "run,when,action,customer_id,customer_name,owner_before,owner_after,clock,clock_date,undoes\n"
	for _, c := range []struct{ text, want, why string }{
		{"\xce\xd2", "P01 ", "not UTF-8"},
		{"name,owner\nA,B\n", "P01 1", "no ledger"},
		{header + "1,2026-01-31,claim,C1,,,Li,,,\n", "", "sound"},
		{header, "", "a header alone"},
		{"\ufeff\n", "P01 ", "empty: what it told is not undone in silence"},
		{header + "x,2026-01-31,claim,C1,,,Li,,,\n", "P02 2 run x", "a run that is no number"},
		{header + "0,2026-01-31,claim,C1,,,Li,,,\n", "P02 2 run 0", "a run of 0"},
		{header + "1,31.02.2026,claim,C1,,,Li,,,\n", "P02 2 when 31.02.2026", "no day"},
		{header + "1,03/04/2026,claim,C1,,,Li,,,\n", "P02 2 when 03/04/2026", "a day of either order"},
		{header + "1,2026-01-31,steal,C1,,,Li,,,\n", "P02 2 action steal", "no action"},
		{header + "1,2026-01-31,claim,,,,Li,,,\n", "P02 2 customer_id ", "nobody"},
		{header + "1,2026-01-31,claim,C1,,,Li,moon,,\n", "P02 2 clock moon", "no clock"},
		{header + "1,2026-01-31,claim,C1,,,Li,,soon,\n", "P02 2 clock_date soon", "no day of the clock"},
		{header + "1,2026-01-31,undo,C1,,,Li,,,\n", "P02 2 undoes ", "an undo of nothing"},
		{header + "1,2026-01-31,claim,C1,,,Li,,,3\n", "P02 2 undoes 3", "what is no undo takes nothing back"},
		{header + "1,2026-01-31,claim,\"C1,,,Li,,,\n", "P02 2", "a quotation mark that is open"},
	} {
		_, problems := pool.Parse("pool.csv", []byte(c.text))
		got := ""
		if len(problems) > 0 {
			p := problems[0]
			got = strings.TrimSuffix(strings.Join([]string{p.Code, strings.TrimPrefix(strconv.Itoa(p.Pos.Row), "0"), p.Field, p.Found}, " "), "  ")
			if p.Message.Empty() || p.Pos.File != "pool.csv" {
				t.Errorf("%s: %+v", c.why, p)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("run,when,action,customer_id,customer_name,owner_before,owner_after,undoes\n1,2026-01-31,claim,C1,,,Li,\n"))
	f.Add([]byte("\ufeff批次;时间;动作;客户编号;客户名称;原负责人;现负责人;撤销批次\r\n1;2026/1/31 9:00;释放;;甲;'=x;（公海）;"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, problems := pool.Parse("pool.csv", data)
		if problems.Failed() {
			return
		}
		more, err := l.Append(l.Lines(), lang.EN)
		if err != nil {
			t.Fatal(err)
		}
		back, problems := pool.Parse("pool.csv", more)
		if problems.Failed() {
			t.Fatalf("%v\n%q", problems, more)
		}
		if got, want := len(back.Lines()), 2*len(l.Lines()); got != want {
			t.Fatalf("%d lines, want %d: %q", got, want, more)
		}
	})
}

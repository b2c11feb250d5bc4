package alert_test

import (
	"bytes"
	"testing"

	"crm/internal/alert"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/ledger"
)

// FuzzParse: whatever the file holds, it is refused with a place or read, and then
// a line more leaves what was there as it was.
func FuzzParse(f *testing.F) {
	f.Add([]byte("\ufeffwhen,who,action,customer_id,customer_name,alert,until,reason\n2026-10-01 09:00:00,li,ack,C1,Acme,late,2026-12-31,x\n"))
	f.Add([]byte("备注;时间;动作;客户编号;客户名称;预警;截止日期\r\n抄送;2026/3/1 9:05;确认;C1;甲;late;2026年5月1日\r\n;2026/3/2;撤销;;甲;late;"))
	f.Add([]byte("when,action\n"))
	f.Add([]byte("when,who,action,customer_id,customer_name,alert,until\n\"2026"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, problems := alert.Parse("alerts.csv", data)
		if problems.Failed() {
			for _, p := range problems {
				if p.Pos.File != "alerts.csv" || p.Message.Empty() {
					t.Fatalf("%+v", p)
				}
			}
			if _, err := l.Append(nil, lang.EN); err == nil {
				t.Fatalf("%q takes lines", data)
			}
			return
		}
		c := &crm.Customer{ID: "C9", Name: "Neu"}
		text, err := l.Append([]alert.Line{alert.Ack(c, "late", asOf, "r", ledger.Moment{Day: asOf, Who: "li"})}, lang.ZH)
		if err != nil || len(l.Lines()) > 0 && !bytes.HasPrefix(text, data) {
			t.Fatalf("%v: %q became %q", err, data, text)
		}
		again, problems := alert.Parse("alerts.csv", text)
		if problems.Failed() || len(again.Lines()) != len(l.Lines())+1 {
			t.Fatalf("%v: a line more makes %d of %d\n%q", problems, len(again.Lines()), len(l.Lines()), text)
		}
	})
}

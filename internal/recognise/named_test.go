package recognise

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/table"
)

func TestSheetNamedThatIsNotThere(t *testing.T) {
	const customers = "客户名称|国家\nACME|美国"
	for _, c := range []struct {
		source, expected, hint string
		why                    string
	}{
		{"a.xlsx#客户", "", "", "there"},
		{"b.xlsx#Orders", "", "", "of another book"},
		{"a.xlsx#订单", "客户, Orders", "", "nothing like it"},
		{"a.xlsx#orders", "客户, Orders", "a.xlsx#Orders", "another case"},
	} {
		b := book("a.xlsx", "客户\n"+customers, "Orders\n"+customers)
		_, problems := Books([]table.Book{b}, Options{AsOf: asOf, Named: map[string]crm.TableKind{c.source: crm.Customers}})
		if c.expected == "" {
			if len(problems) > 0 {
				t.Errorf("%s (%s): %+v", c.source, c.why, problems)
			}
			continue
		}
		if len(problems) != 1 || problems[0].Code != "F20" || problems[0].Severity != diag.Error {
			t.Fatalf("%s (%s): %+v", c.source, c.why, problems)
		}
		if p := problems[0]; !strings.HasSuffix(p.Expected.EN, c.expected) || !strings.Contains(p.Hint.EN, c.hint) || (c.hint == "") != p.Hint.Empty() {
			t.Errorf("%s (%s): expected %s, hint %s", c.source, c.why, p.Expected.EN, p.Hint.EN)
		}
	}
}

type hiddenSheet struct{ *fakeSheet }

func (hiddenSheet) Visibility() table.Visibility { return table.VeryHidden }

func TestHiddenSheet(t *testing.T) {
	for _, c := range []struct {
		text     string
		named    map[string]crm.TableKind
		problems int
		why      string
	}{
		{"客户名称|国家\nACME|美国", nil, 1, "a table that nobody sees"},
		{"客户名称|国家\nACME|美国", map[string]crm.TableKind{"a.xlsx#S": crm.Customers}, 0, "named outright"},
		{"客户名称|国家\nACME|美国", map[string]crm.TableKind{"a.xlsx": crm.Customers}, 0, "its book named"},
		{"备注\n…", nil, 0, "no table"},
	} {
		b := book("a.xlsx", "S\n"+c.text)
		b.sheets[0] = hiddenSheet{b.sheets[0].(*fakeSheet)}
		_, problems := Books([]table.Book{b}, Options{AsOf: asOf, Named: c.named})
		if len(problems) != c.problems {
			t.Errorf("%s: %+v", c.why, problems)
		}
		for _, p := range problems {
			if p.Code != "F21" || p.Severity != diag.Warning {
				t.Errorf("%s: %+v", c.why, p)
			}
		}
	}
}

package table_test

import (
	"testing"

	"crm/internal/lang"
	"crm/internal/table"
)

func TestHeader(t *testing.T) {
	for _, test := range []struct {
		why    string
		column table.Column
		en, zh string
	}{
		{"a currency stands behind the title", table.Column{ID: "revenue", Title: lang.T("Revenue", "收入"), Currency: "USD"}, "Revenue (USD)", "收入(USD)"},
		{"without a title the id is it", table.Column{ID: "revenue"}, "revenue", "revenue"},
		{"a title in one language does for both", table.Column{ID: "a", Title: lang.T("Class", "")}, "Class", "Class"},
	} {
		if en, zh := test.column.Header(lang.EN), test.column.Header(lang.ZH); en != test.en || zh != test.zh {
			t.Errorf("%s: %q and %q, not %q and %q", test.why, en, zh, test.en, test.zh)
		}
	}
}

func TestCalled(t *testing.T) {
	c := table.Column{Names: map[string]lang.Text{"A": lang.T("Core", "核心客户"), "B": {}}}
	for code, want := range map[string]lang.Text{"A": lang.T("Core", "核心客户"), "B": lang.Same("B"), "C": lang.Same("C"), "": {}} {
		if got := c.Called(code); got != want {
			t.Errorf("%q is called %v, not %v", code, got, want)
		}
	}
}

package words

import (
	"testing"

	"crm/internal/crm"
	"crm/internal/lang"
)

func TestLanguage(t *testing.T) {
	layout := func(kind crm.TableKind, headers ...string) *crm.Layout {
		l := &crm.Layout{Kind: kind}
		for _, h := range headers {
			l.Columns = append(l.Columns, crm.Column{Header: h})
		}
		return l
	}
	none, english, chinese := layout(crm.NoTable, "说明"), layout(crm.Customers, "Customer", "Country"), layout(crm.Orders, "No.", "客户名称")
	for _, test := range []struct {
		layouts []*crm.Layout
		want    lang.Lang
		why     string
	}{
		{[]*crm.Layout{none, english, chinese}, lang.EN, "the first table's headers are English"},
		{[]*crm.Layout{none, chinese, english}, lang.ZH, "one Chinese header will do"},
		{nil, lang.EN, "there is no table"},
	} {
		if got := Language(test.layouts); got != test.want {
			t.Errorf("%s, want %s: %s", got, test.want, test.why)
		}
	}
}

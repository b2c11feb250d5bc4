package report

import (
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/value"
)

func TestFirstAddress(t *testing.T) {
	for _, c := range []struct{ cell, want, why string }{
		{"buy@acme.example", "buy@acme.example", "one"},
		{" Buy@Acme.Example ", "Buy@Acme.Example", "as it is written"},
		{"office; a@b.example / c@d.example", "a@b.example", "the first of several"},
		{"Jo <jo@b.example>", "jo@b.example", "with a name before it"},
		{"E-mail:jo@b.example", "jo@b.example", "with a word before it"},
		{"ｊｏ＠ｂ．ｅｘａｍｐｌｅ", "jo@b.example", "full width"},
		{"jo@b.example.", "jo@b.example", "the end of a sentence"},
		{"jo+shop@b.example", "jo+shop@b.example", "a plus inside"},
		{"jo@münchen.example", "jo@münchen.example", "letters of all languages behind the @"},
		{"=cmd@b.example", "", "a formula"},
		{"+jo@b.example", "", "a formula"},
		{"-jo@b.example", "", "a formula"},
		{"@b.example", "", "no name"},
		{"=HYPERLINK(\"x\")@b.example", "", "no address"},
		{"jö@b.example", "", "not a letter that the importer takes before the @"},
		{"jo@b", "", "no host of the net"}, {"jo@b.1", "", "no host of the net"}, {"jo@b.e", "", "no host of the net"},
		{"jo@-b.example", "", "a hyphen first"}, {"jo@b..example", "", "an empty label"}, {"jo.@b.example", "", "a point last"}, {"j..o@b.example", "", "two points"},
		{"jo@b@c.example", "", "two signs"}, {"", "", "nothing"}, {"n/a", "", "nothing"}, {"jo@b.exa\x00mple", "", "a control character"},
	} {
		if got := firstAddress(c.cell); got != c.want {
			t.Errorf("firstAddress(%q) = %q, want %q: %s", c.cell, got, c.want, c.why)
		}
	}
}

func TestPersonName(t *testing.T) {
	for _, c := range []struct{ cell, first, last, why string }{
		{"Marie Dupont", "Marie", "Dupont", "first and last"},
		{"Ludwig van  Beethoven", "Ludwig", "van Beethoven", "all behind the first"},
		{"Dupont, Marie", "Marie", "Dupont", "turned round"},
		{"Mr. John Smith", "John", "Smith", "not Dear Mr."},
		{"Dr Prof. Eva Klein", "Eva", "Klein", "two of them"},
		{"Madame", "Madame", "", "all there is"},
		{"李娜", "李娜", "", "a Chinese name stays whole"},
		{"李 娜", "李 娜", "", "also with a space"},
		{"Ana / Pedro Silva", "Ana", "", "the first of two"},
		{"Ana、Pedro", "Ana", "", "the first of two"},
		{"Ana (purchasing)", "Ana", "", "without what she does"},
		{"", "", "", "nothing"},
	} {
		if first, last := personName(c.cell); first != c.first || last != c.last {
			t.Errorf("personName(%q) = %q, %q, want %q, %q: %s", c.cell, first, last, c.first, c.last, c.why)
		}
	}
}

func TestMailLanguage(t *testing.T) {
	d := &crm.Data{ExtraColumns: []crm.ExtraColumn{{Header: "等级"}, {Header: "沟通语言"}}}
	view := func(columns ...string) *rules.View {
		v := &rules.View{ID: "v"}
		for _, c := range columns {
			v.Columns = append(v.Columns, rules.String{Value: c})
		}
		return v
	}
	for _, c := range []struct {
		country, own string
		view         *rules.View
		want, why    string
	}{
		{"CN", "", nil, "zh", ""}, {"TW", "", nil, "zh", ""}, {"HK", "", nil, "zh", ""}, {"DE", "", nil, "de", ""}, {"AT", "", nil, "de", ""},
		{"ES", "", nil, "es_ES", "Spain's"}, {"MX", "", nil, "es", ""}, {"PT", "", nil, "pt_PT", "Portugal's"}, {"BR", "", nil, "pt", ""}, {"NO", "", nil, "no", ""},
		{"US", "", nil, "en", ""}, {"IN", "", nil, "en", "of trade"}, {"GE", "", nil, "en", "Mailchimp has no Georgian"}, {"JP", "", nil, "ja", ""}, {"AE", "", nil, "ar", ""},
		{"", "", nil, "", "no country"}, {"Atlantis", "", nil, "", "no country"},
		{"CN", "英语", nil, "en", "the team knows better"}, {"CA", "French", nil, "fr_CA", "with the country"}, {"FR", "pt-BR", nil, "pt", "with its own country"},
		{"DE", "unknown", nil, "de", "no language"}, {"", "Deutsch", nil, "de", "without a country"},
		{"ES", "", view("email", "country"), "es_ES", "the view shows the country"}, {"ES", "English", view("email", "country"), "es_ES", "and not the column"},
		{"ES", "Spanish", view("email", `column("沟通语言")`), "es", "not the country"}, {"ES", "", view("email", `column("沟通语言")`), "", "not the country"},
	} {
		d.Customers = []crm.Customer{{Country: c.country, Extra: []value.Value{{}, value.Str(c.own)}}}
		m := &Mailing{run: &Run{Data: d, View: c.view}, customers: []int{0}}
		if got, told := m.languages(); got[0].Text() != c.want || !told {
			t.Errorf("%s %q: %q, %v, want %q: %s", c.country, c.own, got[0].Text(), told, c.want, c.why)
		}
	}
	m := &Mailing{run: &Run{Data: d, View: view("email")}, customers: []int{0}}
	if got, told := m.languages(); got[0].Text() != "" || told {
		t.Errorf("a view of addresses alone tells the language %q", got[0].Text())
	}
}

func TestUnsubscribed(t *testing.T) {
	headers := []string{"是否退订", "Email Opt Out", "Subscribed", "Remarks"}
	for _, c := range []struct {
		customer crm.Customer
		want     bool
		why      string
	}{
		{crm.Customer{}, false, "nothing is said"},
		{crm.Customer{Status: "已退订"}, true, "the status"},
		{crm.Customer{Status: "Un-subscribed"}, true, "the status"},
		{crm.Customer{Status: "active"}, false, "another status"},
		{crm.Customer{Tags: []string{"big", "Do not contact"}}, true, "a tag"},
		{crm.Customer{Extra: []value.Value{value.Str("是")}}, true, "a yes"},
		{crm.Customer{Extra: []value.Value{value.Str("否")}}, false, "a no"},
		{crm.Customer{Extra: []value.Value{{}, value.Truth(true)}}, true, "a yes"},
		{crm.Customer{Extra: []value.Value{{}, value.Truth(false)}}, false, "a no"},
		{crm.Customer{Extra: []value.Value{{}, {}, value.Str("No")}}, true, "not subscribed"},
		{crm.Customer{Extra: []value.Value{{}, {}, value.Str("yes")}}, false, "subscribed"},
		{crm.Customer{Extra: []value.Value{{}, {}, {}, value.Str("Unsubscribed")}}, true, "the word in any column"},
		{crm.Customer{Extra: []value.Value{{}, {}, {}, value.Str("asked when they unsubscribed")}}, false, "a sentence is no status"},
	} {
		d := &crm.Data{Customers: []crm.Customer{c.customer}}
		for _, h := range headers {
			d.ExtraColumns = append(d.ExtraColumns, crm.ExtraColumn{Header: h})
		}
		if got := (&Run{Data: d}).unsubscribed()(0); got != c.want {
			t.Errorf("%+v: unsubscribed %v, want %v: %s", c.customer, got, c.want, c.why)
		}
	}
}

func TestLeftOut(t *testing.T) {
	m := &Mailing{left: leftOut{noAddress: 2, twice: 1}}
	if got, want := m.LeftOut().In(lang.EN), "left out of the mailing: 2 without a usable e-mail address, 1 with an address that is in the list already"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (&Mailing{}).LeftOut(); !got.Empty() {
		t.Errorf("nobody is left out: %q", got.EN)
	}
}

// FuzzFirstAddress: whatever a cell holds, an address begins as no formula does,
// has one @ and nothing that parts it from its neighbours.
func FuzzFirstAddress(f *testing.F) {
	for _, seed := range []string{"buy@acme.example", "=cmd@b.example", "Jo <jo@b.example>; x", "ｊｏ＠ｂ．ｅｘａｍｐｌｅ", "a@b\x00.example", "@@", "\"a\"@b.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		address := firstAddress(cell)
		if address == "" {
			return
		}
		if strings.Count(address, "@") != 1 || strings.ContainsAny(address, " ,;<>\"'\t\r\n") || strings.ContainsAny(address[:1], "=+-@\t") {
			t.Errorf("firstAddress(%q) = %q", cell, address)
		}
		if again := firstAddress(address); again != address {
			t.Errorf("%q of %q reads back as %q", address, cell, again)
		}
	})
}

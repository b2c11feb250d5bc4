package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/value"
)

// Mailing is the customers that a mailing can reach, each address once.
type Mailing struct {
	run       *Run
	customers []int
	addresses []string // of customers
	left      leftOut
}

// leftOut is how many customers a mailing does not reach, and why.
type leftOut struct{ noAddress, archived, unsubscribed, twice int }

// Mailing finds whom a mailing reaches among the customers of a list, in its
// order: those with an address that mail can arrive at, who are not archived and
// have not unsubscribed. Of several addresses in a cell the first one counts, of
// several customers with one address the first one. The view has to show email.
func (r *Run) Mailing(o ListOptions) (*Mailing, error) {
	if _, err := r.seen(string(crm.FieldEmail)); err != nil {
		return nil, err
	}
	order, err := r.order(o)
	if err != nil {
		return nil, err
	}
	m := &Mailing{run: r}
	gone := r.unsubscribed()
	seen := map[string]bool{}
	for _, i := range order {
		c := &r.Data.Customers[i]
		address := firstAddress(c.Email)
		switch key := strings.ToLower(address); {
		case c.Archived:
			m.left.archived++
		case gone(i):
			m.left.unsubscribed++
		case address == "":
			m.left.noAddress++
		case seen[key]:
			m.left.twice++
		default:
			seen[key] = true
			m.customers, m.addresses = append(m.customers, i), append(m.addresses, address)
		}
	}
	if o.Limit > 0 && len(m.customers) > o.Limit {
		m.customers = m.customers[:o.Limit]
	}
	return m, nil
}

// List is the mailing as a list of customers with the columns given.
func (m *Mailing) List(names []string) (*table.Grid, error) {
	columns, err := m.run.columns(names)
	if err != nil {
		return nil, err
	}
	g := m.run.grid(columns, m.customers)
	g.Title = lang.T("Mailing", "邮件名单")
	return g, nil
}

// LeftOut says how many customers the mailing leaves out, and why; empty where it
// leaves out nobody.
func (m *Mailing) LeftOut() lang.Text {
	var text lang.Text
	for _, part := range []struct {
		n    int
		text lang.Text
	}{
		{m.left.noAddress, lang.N(m.left.noAddress, "%d without a usable e-mail address", "%d without a usable e-mail address", "%d 个没有可用邮箱")},
		{m.left.unsubscribed, lang.N(m.left.unsubscribed, "%d unsubscribed", "%d unsubscribed", "%d 个已退订")},
		{m.left.archived, lang.N(m.left.archived, "%d archived", "%d archived", "%d 个已归档")},
		{m.left.twice, lang.N(m.left.twice, "%d with an address that is in the list already", "%d with an address that is in the list already", "%d 个与名单中已有的邮箱重复")},
	} {
		switch {
		case part.n == 0:
		case text.Empty():
			text = part.text
		default:
			text = lang.F("%s, %s", "%s，%s", text, part.text)
		}
	}
	if text.Empty() {
		return text
	}
	return lang.F("left out of the mailing: %s", "未列入邮件名单：%s", text)
}

// Grid is the mailing under the headers that Mailchimp's import knows: Email
// Address, First Name, Last Name, Company, Language, Tags. A view leaves out those
// that are made of columns it does not show.
func (m *Mailing) Grid() *table.Grid {
	r := m.run
	main := r.Rules.Classifications[r.Rules.Main].ID
	first, last := m.names()
	language, told := m.languages()
	parts := []struct {
		header string
		shown  bool // the view shows what it is made of
		values []value.Value
	}{
		{"Email Address", true, texts(m.addresses)},
		{"First Name", r.View.Allows(string(crm.FieldContactPerson)), first},
		{"Last Name", r.View.Allows(string(crm.FieldContactPerson)), last},
		{"Company", r.View.Allows(string(crm.FieldCustomerName)), m.each(func(c *crm.Customer) string { return c.Name })},
		{"Language", told, language},
		{"Tags", r.View.Allows(main), m.tags()},
	}
	g := &table.Grid{Title: lang.T("Mailing", "邮件名单"), Rows: make([][]value.Value, len(m.customers))}
	for _, p := range parts {
		if !p.shown {
			continue
		}
		c := table.Column{ID: p.header, Title: lang.Same(p.header), Kind: value.Text, Priority: useful}
		if len(g.Columns) == 0 {
			c.Priority = always
		}
		g.Columns = append(g.Columns, c)
		for i := range g.Rows {
			g.Rows[i] = append(g.Rows[i], p.values[i])
		}
	}
	return g
}

// each is a text per customer of the mailing.
func (m *Mailing) each(of func(c *crm.Customer) string) []value.Value {
	values := make([]value.Value, len(m.customers))
	for i, customer := range m.customers {
		values[i] = value.Str(of(&m.run.Data.Customers[customer]))
	}
	return values
}

func texts(all []string) []value.Value {
	values := make([]value.Value, len(all))
	for i, s := range all {
		values[i] = value.Str(s)
	}
	return values
}

// tags is the customers' main classes, whose ids hold no comma: that is what
// parts tags.
func (m *Mailing) tags() []value.Value {
	ids := m.run.Classes.IDs(m.run.Rules.Main)
	values := make([]value.Value, len(m.customers))
	for i, customer := range m.customers {
		values[i] = of(ids, customer)
	}
	return values
}

func (m *Mailing) names() (first, last []value.Value) {
	first, last = make([]value.Value, len(m.customers)), make([]value.Value, len(m.customers))
	for i, customer := range m.customers {
		a, b := personName(m.run.Data.Customers[customer].ContactPerson)
		first[i], last[i] = value.Str(a), value.Str(b)
	}
	return first, last
}

// honorifics are the words before a name that no letter greets with twice.
var honorifics = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "prof": true, "herr": true, "frau": true, "monsieur": true,
	"madame": true, "mme": true, "señor": true, "señora": true, "sr": true, "sra": true, "ing": true,
}

// personName takes a contact person apart: of several the first, without what
// stands before the name; "Last, First" is turned round. A name without spaces,
// as Chinese names have none, stays whole and is the first name.
func personName(cell string) (first, last string) {
	cell = strings.Join(strings.Fields(norm.NFKC.String(cell)), " ")
	if i := strings.IndexAny(cell, "/;、&(|"); i >= 0 {
		cell = strings.TrimSpace(cell[:i])
	}
	if family, given, comma := strings.Cut(cell, ","); comma && !strings.Contains(given, ",") {
		cell = strings.TrimSpace(given) + " " + strings.TrimSpace(family)
	}
	words := strings.Fields(cell)
	for len(words) > 1 && honorifics[strings.ToLower(strings.TrimSuffix(words[0], "."))] {
		words = words[1:]
	}
	switch len(words) {
	case 0:
		return "", ""
	case 1:
		return words[0], ""
	}
	if strings.IndexFunc(words[0]+words[1], func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
		return strings.Join(words, " "), ""
	}
	return words[0], strings.Join(words[1:], " ")
}

// firstAddress is the first address of a cell that mail can arrive at: one name
// of plain characters that begins with a letter or digit, an @, and a host of two
// labels or more. Empty without.
func firstAddress(cell string) string {
	for _, word := range strings.FieldsFunc(norm.NFKC.String(cell), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`,;/、<>()[]"'|:`, r)
	}) {
		word = strings.TrimSuffix(word, ".")
		if name, host, found := strings.Cut(word, "@"); found && mailName(name) && mailHost(host) {
			return word
		}
	}
	return ""
}

// mailName reports whether a mailing's importer takes what stands before the @,
// and no spreadsheet takes it for a formula.
func mailName(name string) bool {
	const most, others = 64, "!#$%&'*+-/=?^_`{|}~."
	if name == "" || len(name) > most || !letterOrDigit(rune(name[0])) && name[0] != '_' || strings.HasSuffix(name, ".") || strings.Contains(name, "..") {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool { return !letterOrDigit(r) && !strings.ContainsRune(others, r) }) < 0
}

func letterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// mailHost reports whether a host is one of the net's: labels of letters, digits
// and hyphens, the last one of two letters or more.
func mailHost(host string) bool {
	const most = 253
	labels := strings.Split(host, ".")
	if len(labels) < 2 || len(host) > most {
		return false
	}
	for _, label := range labels {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") ||
			strings.IndexFunc(label, func(r rune) bool {
				return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
			}) >= 0 {
			return false
		}
	}
	last := []rune(labels[len(labels)-1])
	return len(last) > 1 && (unicode.IsLetter(last[0]) && unicode.IsLetter(last[1]))
}

package check

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// mostDuplicates is the share in per cent of customers with a double above which
// names say nothing: persons, or shops of one chain.
const mostDuplicates = 50

// mostShared is the share in per cent of customers with another's address above
// which it is an agent's or a placeholder.
const mostShared = 10

// pair is two customers who may be one.
type pair struct {
	a, b    int32
	score   int
	reasons []lang.Text
}

// likeness looks for customers who may be one: by their names, and by addresses
// and numbers that several have.
func (d *doctor) likeness() {
	all := d.profiles()
	found := d.candidates(all)
	b := batch{most: mostDuplicates, asked: len(all)}
	together := map[[2]int]bool{}
	for _, p := range found {
		f := d.duplicate(&p)
		together[[2]int{int(p.a), int(p.b)}] = true
		b.found = append(b.found, f)
	}
	b.whole = Finding{
		Message: lang.F("%d pairs of customers look alike, of %d customers: names alone do not tell them apart", "%[2]d 个客户中有 %[1]d 对名称相近：只看名称分不清", len(b.found), b.asked),
		Do:      lang.T("give them ids, countries or addresses that tell them apart", "请补充能区分它们的编号、国家或联系方式"), Severity: Hint,
	}
	d.add(b)
	d.shared(all, together)
}

// candidates is the pairs that score high enough, the highest first; of three
// customers who are all alike two pairs.
func (d *doctor) candidates(all []profile) []pair {
	var found []pair
	for _, p := range pairs(all) {
		if points, reasons := score(&all[p[0]], &all[p[1]]); points >= likely {
			a, b := p[0], p[1]
			if d.ahead(int(b), int(a)) {
				a, b = b, a
				_, reasons = score(&all[a], &all[b]) // which name one after the other
			}
			found = append(found, pair{a, b, points, reasons})
		}
	}
	id := func(i int32) string { return d.Data.Customers[i].ID + "\x00" + d.Data.Customers[i].Name }
	slices.SortStableFunc(found, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), strings.Compare(id(x.a), id(y.a)), strings.Compare(id(x.b), id(y.b)))
	})
	group := make([]int32, len(all))
	for i := range group {
		group[i] = int32(i)
	}
	root := func(i int32) int32 {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	kept := found[:0]
	for _, p := range found {
		if a, b := root(p.a), root(p.b); a != b {
			group[b] = a
			kept = append(kept, p)
		}
	}
	return kept
}

// ahead reports whether a customer stands before another one wherever their rows
// are: by revenue, then id and name.
func (d *doctor) ahead(a, b int) bool {
	x, y := &d.Data.Customers[a], &d.Data.Customers[b]
	return cmp.Or(d.compareRevenue(a, b), strings.Compare(x.ID, y.ID), strings.Compare(x.Name, y.Name), x.Pos.Compare(y.Pos)) < 0
}

func (d *doctor) duplicate(p *pair) Finding {
	severity := Hint
	if p.score >= sure {
		severity = Doubtful
	}
	other := &d.Data.Customers[p.b]
	return Finding{
		Code: "Q30", Kind: Duplicate, Severity: severity, Customer: int(p.a), Other: int(p.b), Field: string(crm.FieldCustomerName),
		Pos: d.at(int(p.a), crm.FieldCustomerName), Also: []diag.Pos{d.at(int(p.b), crm.FieldCustomerName)}, Found: other.Label(),
		Score: p.score, Reasons: p.reasons,
		Message: lang.F("%d of 100 the same customer as %s", "与 %[2]s 是同一客户的可能：%[1]d 分", p.score, label(other)),
		Do:      lang.T("if they are one, give both rows one id; else decide to ignore it", "若是同一客户，请统一编号；否则标记忽略"),
	}
}

// label names a customer by its name and id.
func label(c *crm.Customer) string {
	if c.ID != "" && c.Name != "" {
		return diag.Escape(c.Name) + " [" + diag.Escape(c.ID) + "]"
	}
	return diag.Escape(c.Label())
}

// Join lists texts, apart by commas.
func Join(all []lang.Text) lang.Text {
	var joined lang.Text
	for i, t := range all {
		if i > 0 {
			joined = lang.F("%s, %s", "%s，%s", joined, t)
		} else {
			joined = t
		}
	}
	return joined
}

// shared looks for addresses and numbers that several customers have (K10); a
// pair that is listed for its names is not listed again.
func (d *doctor) shared(all []profile, together map[[2]int]bool) {
	tax := ""
	if at := d.taxColumn(); at >= 0 {
		tax = d.Data.ExtraColumns[at].Header
	}
	for _, s := range []struct {
		of    func(*profile) []string
		field string
		title lang.Text
	}{
		{func(p *profile) []string { return p.mails }, string(crm.FieldEmail), lang.T("e-mail address", "邮箱")},
		{tails, string(crm.FieldPhone), lang.T("phone number", "电话")},
		{func(p *profile) []string { return nonEmpty(p.tax) }, tax, lang.T("tax number", "税号")},
	} {
		b := batch{most: mostShared}
		groups := map[string][]int{}
		for i := range all {
			items := s.of(&all[i])
			if len(items) > 0 {
				b.asked++
			}
			for _, item := range items {
				if g := groups[item]; len(g) == 0 || g[len(g)-1] != i {
					groups[item] = append(g, i)
				}
			}
		}
		for item, g := range groups {
			if g = d.oneNumber(all, g, s.field); len(g) < 2 || len(g) == 2 && (together[[2]int{g[0], g[1]}] || together[[2]int{g[1], g[0]}]) {
				continue
			}
			b.found = append(b.found, d.sharing(g, s.field, item, s.title))
		}
		slices.SortFunc(b.found, func(x, y Finding) int { return strings.Compare(x.Found, y.Found) })
		b.whole = Finding{
			Message: lang.F("%d values (%s) belong to several of %d customers: agents', or fillers", "%[3]d 个客户中有 %[1]d 个%[2]s被多个客户共用：多为代理或占位", len(b.found), s.title, b.asked),
			Do:      lang.T("see whether the column holds the customers' own", "请核对该列是否为客户自己的"), Severity: Hint,
		}
		d.add(b)
	}
}

// tails is the ends of a customer's phone numbers.
func tails(p *profile) (all []string) {
	for _, number := range p.phones {
		all = append(all, number.tail)
	}
	return all
}

// oneNumber puts a group of customers with one value in order; of those whose
// phone numbers only end alike it leaves who has the number of the first.
func (d *doctor) oneNumber(all []profile, group []int, field string) []int {
	if len(group) < 2 {
		return group
	}
	slices.SortFunc(group, func(x, y int) int {
		if d.ahead(x, y) {
			return -1
		}
		return 1
	})
	if field != string(crm.FieldPhone) {
		return group
	}
	return slices.DeleteFunc(group, func(i int) bool { return !samePhone(all[i].phones, all[group[0]].phones) })
}

// manyShare is how many customers have one address when it is no more a double's.
const manyShare = 4

func (d *doctor) sharing(group []int, field, item string, title lang.Text) Finding {
	first := group[0]
	at := d.at(first, crm.Field(field))
	if at.Col == 0 {
		at = d.atHeader(first, field)
	}
	f := Finding{
		Code: "K10", Kind: Duplicate, Severity: Doubtful, Customer: first, Other: none, Pos: at, Field: field, Found: item,
		Do: lang.T("see whether they are one customer; they are not merged", "请核对是否为同一客户；不会自动合并"),
	}
	for _, i := range group[1:] {
		p := d.at(i, crm.Field(field))
		p.Col = at.Col
		f.Also = append(f.Also, p)
	}
	if len(group) == 2 {
		f.Other = group[1]
		f.Message = lang.F("%s has the same %s", "与 %s 的%s相同", label(&d.Data.Customers[group[1]]), title)
		return f
	}
	if len(group) > manyShare {
		f.Severity = Hint
	}
	f.Message = lang.F("%d customers have this %s, %s among them", "有 %d 个客户用同一个%s，包括 %s", len(group), title, label(&d.Data.Customers[group[1]]))
	return f
}

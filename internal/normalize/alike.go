package normalize

import (
	"bytes"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// alikeForm is a matching form with the letters that look like a digit as that
// digit: o as 0, l as 1. It is nil for one that has none of these letters.
func alikeForm(key []byte) []byte {
	if bytes.IndexByte(key, 'o') < 0 && bytes.IndexByte(key, 'l') < 0 {
		return nil
	}
	form := bytes.Clone(key)
	for i, c := range form {
		switch c {
		case 'o':
			form[i] = '0'
		case 'l':
			form[i] = '1'
		}
	}
	return form
}

// finishAlike counts the customers whose id looks like another one's
// (bad-inputs K06): they may be one, and are not merged.
func (r *run) finishAlike() {
	known := newKeyTable(r.hash) // the first customer of an alike form
	for i := range r.book.customers {
		c := &r.book.customers[i]
		if c.ID == "" {
			continue
		}
		form := alikeForm(r.customerKey.canonical([]byte(c.ID)))
		if form == nil {
			continue
		}
		other, found := r.book.ids.find(form)
		if !found || other < 0 {
			other, found = known.find(form)
		}
		if !found {
			known.put(form, int32(i))
			continue
		}
		if at := &r.book.customers[other]; other != int32(i) {
			r.problems.tally("K06", r.idPlace(c), c.ID+", "+at.ID, nearDuplicates)
		}
	}
}

func nearDuplicates() count {
	return count{
		severity: diag.Warning, field: string(crm.FieldCustomerID), effect: lang.T("not merged", "没有合并"),
		say: func(n int) lang.Text {
			return lang.N(n, "%d customer id differs from another only by the letter O and 0, or by l and 1", "%d customer ids differ from another only by the letter O and 0, or by l and 1",
				"有 %d 个客户编号与另一个编号只差字母 O 和数字 0，或字母 l 和数字 1")
		},
	}
}

// idPlace is the cell of a customer's id.
func (r *run) idPlace(c *crm.Customer) diag.Pos {
	at := c.Pos
	for _, l := range r.layouts {
		if p := l.Sheet.Pos(); p.File != at.File || p.Sheet != at.Sheet {
			continue
		}
		if column := l.Column(crm.FieldCustomerID); column != nil {
			at.Col = column.Index + 1
		}
	}
	return at
}

// alikes reports ids of a table of orders that the customers table has in a
// spelling that looks the same. They are not matched.
func (t *orderTable) alikes() {
	b := t.run.book
	for i, id := range t.missing.unknown.found {
		form := alikeForm(t.run.customerKey.canonical([]byte(id)))
		if form == nil {
			continue
		}
		v, ok := b.ids.find(form)
		if !ok || v < 0 {
			continue
		}
		t.run.problems.add(diag.Problem{
			Code: "K06", Severity: diag.Warning, Pos: t.missing.unknown.places[i], Field: string(crm.FieldCustomerID), Found: id,
			Message:  lang.F("the customers table has %s: the letter O and 0, or l and 1, are mixed up", "客户表里写的是 %s：字母 O 和数字 0，或字母 l 和数字 1 混用了", diag.Escape(b.customers[v].ID)),
			Expected: lang.T("the same spelling of an id in both tables", "两张表里的编号写法一致"),
			Effect:   lang.T("not matched", "没有匹配"),
		})
		return
	}
}

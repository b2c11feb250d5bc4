package check

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/words"
)

const (
	// fewIDs is how many ids make a pattern.
	fewIDs = 30
	// mostStrange is the share in per cent of ids that may break the pattern; above
	// it there is none.
	mostStrange = 2
	// mostShort is the same for ids that may have lost zeros.
	mostShort = 20
)

// ids looks for customer ids that are not like the others.
func (d *doctor) ids() {
	d.lostZeros()
	d.roundedIDs()
	d.shapes()
}

const (
	// excelDigits is how many digits of a number Excel keeps; what is longer ends in
	// as many zeros.
	excelDigits = 15
	// certainZeros is how many zeros at the end of one id are no chance: one in a
	// thousand ends so.
	certainZeros = 3
	// fewRounded is how many ids of a length have to end so where fewer zeros do.
	fewRounded = 4
)

// roundedIDs looks for ids that went through Excel as numbers and lost their last
// digits (K01); as a number cell they never get here.
func (d *doctor) roundedIDs() {
	zeros, all := map[int]int{}, map[int]int{} // by length
	for i := range d.Data.Customers {
		if id := words.Key(d.Data.Customers[i].ID); digits(id) && len(id) > excelDigits {
			all[len(id)]++
			if endsInZeros(id) {
				zeros[len(id)]++
			}
		}
	}
	for i := range d.Data.Customers {
		id := words.Key(d.Data.Customers[i].ID)
		if !digits(id) || len(id) <= excelDigits || !endsInZeros(id) {
			continue
		}
		if n := len(id); n-excelDigits < certainZeros && (zeros[n] < all[n] || all[n] < fewRounded) {
			continue
		}
		d.result.Findings = append(d.result.Findings, Finding{
			Code: "K01", Kind: Pattern, Severity: Wrong, Customer: i, Other: none, Pos: d.at(i, crm.FieldCustomerID), Field: string(crm.FieldCustomerID), Found: id,
			Message:  lang.F("an id of %d digits that ends in zeros: Excel has rounded it", "%d 位编号以 0 结尾：多半被 Excel 四舍五入过", len(id)),
			Expected: lang.T("all digits, as text", "以文本保存的完整编号"), Do: lang.T("export again with the column as text; the lost digits cannot be recovered", "请把该列设为文本后重新导出；丢失的数字无法恢复"),
		})
	}
}

// endsInZeros reports whether an id has zeros where Excel keeps no digits.
func endsInZeros(id string) bool { return strings.Trim(id[excelDigits:], "0") == "" }

// lostZeros looks for 7 where the others are 0007 (K02).
func (d *doctor) lostZeros() {
	length, padded, known := 0, 0, map[string]int{}
	for i := range d.Data.Customers {
		id := words.Key(d.Data.Customers[i].ID)
		if !digits(id) {
			continue
		}
		known[id] = i
		if id[0] != '0' || len(id) < 2 {
			continue
		}
		if padded++; length != 0 && length != len(id) {
			return // zeros, but no fixed length
		}
		length = len(id)
	}
	if padded == 0 {
		return
	}
	b := batch{most: mostShort}
	for i := range d.Data.Customers {
		id := words.Key(d.Data.Customers[i].ID)
		if !digits(id) {
			continue
		}
		b.asked++
		if len(id) >= length {
			continue
		}
		whole := strings.Repeat("0", length-len(id)) + id
		f := Finding{
			Code: "K02", Kind: Pattern, Severity: Doubtful, Customer: i, Other: none, Pos: d.at(i, crm.FieldCustomerID), Field: string(crm.FieldCustomerID), Found: id,
			Message: lang.F("the other ids have %d digits: leading zeros lost?", "其他编号都是 %d 位：前面的 0 丢了？", length), Expected: lang.Same(whole),
			Do: lang.T("format the column as text and export again", "请把该列设为文本后重新导出"),
		}
		if other, there := known[whole]; there {
			f.Severity, f.Other = Wrong, other
			f.Message = lang.F("%s is there too: the same customer once with and once without its zeros", "%s 也在表里：同一客户一次带 0、一次不带", whole)
		}
		b.found = append(b.found, f)
	}
	b.whole = Finding{
		Message: lang.F("%d of %d ids are shorter than those with leading zeros", "%[2]d 个编号中有 %[1]d 个比带前导 0 的短", len(b.found), b.asked),
		Do:      lang.T("format the column as text and export again", "请把该列设为文本后重新导出"), Severity: Doubtful,
	}
	d.add(b)
}

// shapes looks for ids that break the pattern of all others: letters where these
// have digits, another prefix, another length.
func (d *doctor) shapes() {
	counts, shapes, ids := map[string]int{}, make([]string, len(d.Data.Customers)), 0
	for i := range d.Data.Customers {
		if id := d.Data.Customers[i].ID; id != "" {
			shapes[i] = shape(words.Key(id))
			counts[shapes[i]]++
			ids++
		}
	}
	usual := ""
	for s, n := range counts {
		if n*100 >= (100-mostStrange)*ids {
			usual = s // there is one at most
		}
	}
	if ids < fewIDs || usual == "" {
		return
	}
	b := batch{most: mostStrange, asked: ids}
	for i, s := range shapes {
		if s == "" || s == usual {
			continue
		}
		b.found = append(b.found, Finding{
			Code: "Q20", Kind: Pattern, Severity: Hint, Customer: i, Other: none, Pos: d.at(i, crm.FieldCustomerID), Field: string(crm.FieldCustomerID), Found: d.Data.Customers[i].ID,
			Message: lang.T("an id of another pattern than all others", "编号的写法与其他客户不同"), Expected: lang.F("as %s", "如 %s", usual),
			Do: lang.T("compare with the system it comes from", "请与来源系统核对"),
		})
	}
	d.add(b)
}

// shape is what an id looks like: a run of letters is A, one of digits 9, signs
// are as they are.
func shape(id string) string {
	var b strings.Builder
	last := byte(0)
	for _, r := range id {
		c := byte(0)
		switch {
		case r >= '0' && r <= '9':
			c = '9'
		case r >= 'a' && r <= 'z' || r >= 0x80:
			c = 'A'
		}
		if c != 0 && c == last {
			continue
		}
		last = c
		if c == 0 {
			b.WriteRune(r)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// digits reports whether a text is digits only.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

package check

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/words"
)

// mostMalformed is the share in per cent of e-mail addresses or phone numbers
// that may be of another form before that is how the column is written.
const mostMalformed = 5

// contacts looks at the form of e-mail addresses and phone numbers.
func (d *doctor) contacts() {
	mails, phones, powers := batch{most: mostMalformed}, batch{most: mostMalformed}, batch{most: mostMalformed}
	for i := range d.Data.Customers {
		c := &d.Data.Customers[i]
		if c.Email != "" {
			mails.asked++
			if fault := mailFault(c.Email); !fault.Empty() {
				f := d.malformed(i, "Q21", crm.FieldEmail, c.Email, fault)
				f.Expected = lang.T("an address such as name@company.com", "如 name@company.com 的邮箱")
				mails.found = append(mails.found, f)
			}
		}
		if c.Phone == "" {
			continue
		}
		phones.asked++
		code, fault := phoneFault(c.Phone)
		if fault.Empty() {
			continue
		}
		f := d.malformed(i, code, crm.FieldPhone, c.Phone, fault)
		f.Expected = lang.T("a number such as +49 30 1234567", "如 +49 30 1234567 的号码")
		if code == "K03" {
			f.Severity = Wrong
			powers.found = append(powers.found, f)
		} else {
			phones.found = append(phones.found, f)
		}
	}
	powers.asked = phones.asked
	mails.whole = Finding{
		Message: lang.F("%d of %d e-mail addresses have not the form of one", "%[2]d 个邮箱中有 %[1]d 个不像邮箱地址", len(mails.found), mails.asked),
		Do:      lang.T("see whether the column holds addresses", "请核对该列是否为邮箱"), Severity: Doubtful,
	}
	phones.whole = Finding{
		Message: lang.F("%d of %d phone numbers have not the form of one", "%[2]d 个电话中有 %[1]d 个不像电话号码", len(phones.found), phones.asked),
		Do:      lang.T("see whether the column holds phone numbers", "请核对该列是否为电话"), Severity: Doubtful,
	}
	powers.whole = Finding{
		Message: lang.F("Excel has turned %d of %d phone numbers into powers of ten: their digits are lost", "%[2]d 个电话中有 %[1]d 个被 Excel 变成科学计数法，后面的数字丢了", len(powers.found), powers.asked),
		Do:      lang.T("format the column as text and export again", "请把该列设为文本后重新导出"), Severity: Wrong,
	}
	d.add(mails)
	d.add(phones)
	d.add(powers)
}

func (d *doctor) malformed(customer int, code string, field crm.Field, found string, fault lang.Text) Finding {
	return Finding{
		Code: code, Kind: Pattern, Severity: Doubtful, Customer: customer, Other: none, Pos: d.at(customer, field), Field: string(field), Found: found,
		Message: fault, Do: lang.T("correct it, or clear the cell", "请更正，或清空该格"),
	}
}

// mailsOf is the e-mail addresses of a cell, which may hold several.
func mailsOf(cell string) []string {
	return strings.FieldsFunc(words.Key(cell), func(r rune) bool { return strings.ContainsRune(",;/|、 \t\n", r) })
}

// mailFault is what is wrong with the form of a cell's e-mail addresses; empty
// for nothing. It asks for less than the standard: a fault is one for certain.
func mailFault(cell string) lang.Text {
	if !strings.Contains(cell, "@") && !strings.Contains(cell, "＠") {
		return lang.T("no e-mail address: @ is missing", "不是邮箱：缺少 @")
	}
	text := words.Key(cell)
	if i, j := strings.Index(text, "<"), strings.Index(text, ">"); i >= 0 && j > i { // "Name <name@company.com>"
		text = text[i+1 : j]
	}
	for _, mail := range mailsOf(text) {
		local, domain, whole := strings.Cut(mail, "@")
		if !whole { // a word beside an address
			continue
		}
		end := domain[strings.LastIndex(domain, ".")+1:]
		switch {
		case strings.Contains(domain, "@"):
			return lang.T("an e-mail address with two @", "邮箱里有两个 @")
		case local == "" || domain == "":
			return lang.T("half an e-mail address", "邮箱不完整")
		case !strings.Contains(domain, "."):
			return lang.T("an e-mail address without an ending such as .com", "邮箱缺少 .com 之类的后缀")
		case strings.Contains(mail, "..") || strings.HasPrefix(domain, ".") || strings.HasPrefix(local, ".") || len([]rune(end)) < 2:
			return lang.T("an e-mail address with a point out of place", "邮箱里的点不对")
		case strings.Trim(end, "0123456789") == "":
			return lang.T("an e-mail address without an ending such as .com", "邮箱缺少 .com 之类的后缀")
		}
	}
	return lang.Text{}
}

// A phone number has so many digits; several of them and extensions in one cell
// have more.
const (
	fewestDigits = 5
	mostDigits   = 18
)

// phoneFault is what is wrong with the form of a cell's phone numbers, and its
// code; empty for nothing.
func phoneFault(cell string) (code string, fault lang.Text) {
	text := strings.TrimLeft(norm.NFKC.String(cell), "' ")
	if exponent(text) {
		return "K03", lang.T("Excel has turned the number into a power of ten: its digits are lost", "Excel 已把号码变成科学计数法，后面的数字丢了")
	}
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/;,|、；，\n", r) }) {
		n, same := 0, true
		var first rune
		for _, r := range one {
			if r < '0' || r > '9' {
				continue
			}
			if n == 0 {
				first = r
			}
			same = same && r == first
			n++
		}
		switch {
		case n == 0:
			continue
		case same && n >= fewestDigits:
			return "Q22", lang.T("a filler, no phone number", "占位号码，不是真实电话")
		case n > mostDigits && !strings.ContainsFunc(one, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsLetter(r) }):
			return "Q22", lang.F("%d digits are too many for a phone number", "%d 位数字，超过电话号码的长度", n)
		}
	}
	switch n := len(digitsOf(text)); {
	case n == 0:
		return "Q22", lang.T("no phone number: there is no digit in it", "不是电话号码：没有数字")
	case n < fewestDigits:
		return "Q22", lang.F("%d digits are too few for a phone number", "只有 %d 位数字，不够一个电话号码", n)
	}
	return "", lang.Text{}
}

// exponent reports whether a text is a number as Excel shows a long one: 8.61389E+12.
func exponent(s string) bool {
	mantissa, power, ok := strings.Cut(strings.ToUpper(s), "E+")
	whole, part, _ := strings.Cut(mantissa, ".")
	return ok && digits(whole) && (part == "" || digits(part)) && digits(power)
}

// digitsOf is the digits of a text.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, norm.NFKC.String(s))
}

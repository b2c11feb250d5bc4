// Package words knows what the words in cells mean: which say nothing, which
// label a totals row, which name a stage, a status or a yes, and in which language
// headers are. It reads no cell and decides nothing about customers.
package words

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"crm/internal/civil"
	"crm/internal/crm"
)

// Key is the form in which ids, names and headers are compared: NFKC, case
// folded, without spaces around and with one space for any run of them inside;
// zero-width characters do not count. A text that is in that form already comes
// back as it is.
func Key(s string) string {
	if canonical(s) {
		return s
	}
	if lower := strings.ToLower(s); len(lower) == len(s) && canonical(lower) {
		return lower // capitals were all that Key would change
	}
	return slowKey(s)
}

// slowKey is Key for a text that may not be in that form.
func slowKey(s string) string {
	s = strings.Map(visible, norm.NFKC.String(s))
	s = norm.NFKC.String(strings.ToLower(cases.Fold().String(s))) // folding turns Cherokee to capitals
	return strings.Join(strings.Fields(s), " ")
}

// canonical reports whether s is ASCII and Chinese characters that Key would not
// change.
func canonical(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case ideographic(s[i:]):
			i += ideographBytes - 1
		case c >= 0x80 || c >= 'A' && c <= 'Z' || c < ' ':
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return true
}

// ideographBytes is how many bytes a Chinese character of common use has.
const ideographBytes = 3

// ideographic reports whether a text begins with a character from U+4E00 to U+9FFF,
// which has neither case nor another form.
func ideographic(s string) bool {
	return len(s) >= ideographBytes && (s[0] > 0xE4 || s[0] == 0xE4 && s[1] >= 0xB8) && s[0] <= 0xE9 && s[1]&0xC0 == 0x80 && s[2]&0xC0 == 0x80
}

// visible drops what takes no room between characters.
func visible(r rune) rune {
	switch r {
	case 0x200B, 0x2060, 0xFEFF, 0xAD:
		return -1
	}
	return r
}

// nulls is what exports write for no value, as Keys.
var nulls = set(`- -- --- — —— – / \ \n . … ? ?? * 无 無 暂无 暫無 没有 未知 未填 未填写 未设置 空 空值 空白 (空) (无) (空白) 不详 待定
	n/a #n/a n.a. n.a (n/a) null (null) <null> none (none) nil nan nat undefined unknown (blank) blank not set 未指定 not specified tbd`,
	"not set", "not specified", "-无-", "--无--", "--none--", "-none-")

// longestNull is the most bytes a null has; dates beside.
const longestNull = 16

// Null reports whether a text stands for no value: empty, -, 无, N/A, NULL,
// 0000-00-00, and 1970-01-01 at any time of day (the epoch, which exports write
// for an empty date).
func Null(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return true
	}
	if strings.HasPrefix(s, "1970") || strings.HasPrefix(s, "0000") {
		return nullDate(s)
	}
	if len(s) > longestNull || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	return nulls[Key(s)] || strings.Trim(s, "\u00a0\u3000\u200b\ufeff ") == ""
}

func nullDate(s string) bool {
	if strings.HasPrefix(s, "0000-00-00") || strings.HasPrefix(s, "0000/00/00") {
		return true
	}
	t, ok := civil.ParseText(s)
	day, exists := t.Day(civil.Undecided, 0)
	return ok && exists && day == 0
}

// NullIn reports whether a text stands for no value in the given field. Besides
// Null's words these do: NA (in a country Namibia, in a region North America),
// Odoo's False and 0 for a missing name, 未分组 for no group.
func NullIn(f crm.Field, s string) bool {
	if Null(s) {
		return true
	}
	switch strings.TrimSpace(s) {
	case "NA", "na":
		return f != crm.FieldCountry && f != crm.FieldRegion
	case "0", "0.0", "False", "FALSE", "false":
		switch f {
		case crm.FieldCustomerName, crm.FieldOwner, crm.FieldCountry, crm.FieldContactPerson, crm.FieldEmail,
			crm.FieldCreated, crm.FieldAssigned, crm.FieldLastContact, crm.FieldNextContact, crm.FieldReleaseDate:
			return true
		}
	case "未分组", "未分組":
		return f == crm.FieldGroup
	}
	return false
}

// totals is the labels of totals rows in Chinese, English, German, French,
// Spanish, Italian, as Keys in simplified characters without spaces.
var totals = set(`合计 总计 小计 累计 共计 总和 总数 汇总 本页合计 本页小计 金额合计 合计金额 total totals grandtotal sum subtotal subtotals sub-total sumtotal totalsum overalltotal
	summe gesamt gesamtsumme gesamtbetrag zwischensumme endsumme insgesamt totalgénéral sous-total soustotal totalgeneral somme
	totale totalecomplessivo subtotale totalegenerale suma sumatotal totales totalgeral`)

// Total reports whether a text labels a totals row: 合计, Subtotal, Summe, 张三 小计.
func Total(s string) bool {
	if len(s) > 60 {
		return false
	}
	key := strings.ReplaceAll(Simplify(Key(s)), " ", "")
	key, _, _ = strings.Cut(key, "(")
	key = strings.TrimRight(key, ":=.")
	if totals[key] {
		return true
	}
	for _, ending := range [...]string{"合计", "小计", "总计"} {
		if strings.HasSuffix(key, ending) {
			return true
		}
	}
	return false
}

// set is the words of a list; phrases are words with spaces.
func set(list string, phrases ...string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range append(strings.Fields(list), phrases...) {
		m[w] = true
	}
	return m
}

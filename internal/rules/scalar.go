package rules

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/money"
)

// Every scalar is read as its text and typed by what its key wants. What YAML
// would make of NO, 007, 1.10 or 1:30 plays no part.

// text is a scalar that is a text and not empty.
func (d *document) text(n node) (string, bool) {
	if !n.scalar() || n.missing() {
		d.wrongShape(n, lang.T("a text", "一段文字"))
		return "", false
	}
	if d.tagged(n) || d.quotedWide(n) {
		return "", false
	}
	s := strings.TrimSpace(n.Value)
	if s == "" {
		d.fail("C05", n, lang.T("this text is empty", "这段文字是空的"),
			lang.T("write one, or remove the line", "请写上内容，或删去这一行"))
		return "", false
	}
	return s, true
}

// texts is a list of texts; a single one may stand without the brackets.
func (d *document) texts(n node) (values []String, at []node) {
	items := []node{n}
	if !n.scalar() || n.missing() {
		var ok bool
		if items, ok = d.list(n, lang.T("a list of texts: [a, b]", "文字列表：[a, b]")); !ok {
			return nil, nil
		}
		if len(items) == 0 {
			d.fail("C05", n, lang.T("this list is empty", "这个列表是空的"),
				lang.T("write something in it, or remove the line", "请写上内容，或删去这一行"))
			return nil, nil
		}
	}
	for _, item := range items {
		s, good := d.text(item)
		if good && item.Style == 0 && len(n.Content) > 0 && n.Style&yaml.FlowStyle != 0 && strings.ContainsAny(s, "，、；") {
			i := strings.IndexAny(item.Value, "，、；")
			d.listComma(item, i)
			continue
		}
		if good {
			values, at = append(values, String{Value: s, Pos: d.posOf(item)}), append(at, item)
		}
	}
	return values, at
}

// listComma reports a full-width comma in an item of [ ]: it separates nothing.
func (d *document) listComma(n node, offset int) {
	r := []rune(n.Value[offset:])[0]
	p := d.problem("C03", n, lang.T("full-width punctuation does not separate items", "全角标点不能分隔列表项"))
	p.Pos, p.Span, p.Found = d.pos(d.placeOf(n, offset)), 1, string(r)
	p.Hint = lang.T("write a comma and a space; put a text that holds such a sign in quotes",
		"请写半角逗号加空格；文字本身含有该符号时请加引号")
	d.report(p)
}

// oneOf is a text out of a few.
func (d *document) oneOf(n node, known ...string) (string, bool) {
	s, ok := d.text(n)
	if !ok {
		return "", false
	}
	for _, k := range known {
		if s == k {
			return s, true
		}
	}
	if n.Style == 0 && d.wide(n) {
		return "", false
	}
	d.expect("C05", n, lang.T("not one of the words known here", "这里不认识这个词"),
		lang.Same(strings.Join(known, " | ")), nearOnly(s, known))
	return "", false
}

// nearOnly is the nearest name as a hint, or none.
func nearOnly(word string, known []string) lang.Text {
	if h := didYouMean(word, known); !strings.HasPrefix(h.EN, "known") {
		return h
	}
	return lang.Text{}
}

// whole is a whole number.
func (d *document) whole(n node) (int, bool) {
	number, ok := d.number(n, lang.T("a whole number", "整数"), false)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(number.String())
	if err != nil {
		d.expect("C04", n, lang.T("not a whole number", "不是整数"), lang.T("a whole number", "整数"), lang.Text{})
		return 0, false
	}
	return i, true
}

// share is a part of a whole: over 0 and at most 100 %.
func (d *document) share(n node) (money.Decimal, bool) {
	number, ok := d.number(n, lang.T("a share: 80%", "比例：80%"), true)
	if !ok {
		return money.Decimal{}, false
	}
	one := money.FromInt(1)
	if number.Sign() > 0 && number.Cmp(one) <= 0 {
		return number, true
	}
	hint := lang.Text{}
	if number.Cmp(one) > 0 && number.Cmp(money.FromInt(100)) <= 0 && !strings.Contains(n.Value, "%") {
		hint = lang.F("write %s%%", "请写 %s%%", n.Value)
	}
	d.expect("C11", n, lang.T("not a share", "不是有效的比例"), lang.T("over 0 and at most 100%", "大于 0、不超过 100%"), hint)
	return money.Decimal{}, false
}

var (
	plainNumber   = regexp.MustCompile(`^-?(\d+(\.\d+)?|\.\d+)$`)
	groupedNumber = regexp.MustCompile(`^-?\d{1,3}([,_' ]\d{3})+(\.\d+)?$`)
	scaledNumber  = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*([kKmM]|万|千|百万|亿)$`)
)

// number is a plain decimal, or, where percent is allowed, one with a % sign.
func (d *document) number(n node, expected lang.Text, percent bool) (money.Decimal, bool) {
	if !n.scalar() || n.missing() {
		d.wrongShape(n, expected)
		return money.Decimal{}, false
	}
	if d.tagged(n) {
		return money.Decimal{}, false
	}
	s := strings.TrimSpace(n.Value)
	digits, isPercent := strings.CutSuffix(s, "%")
	if isPercent {
		digits = strings.TrimSpace(digits)
	}
	if plainNumber.MatchString(digits) && (percent || !isPercent) {
		if v, ok := money.Parse(digits); ok {
			if isPercent {
				v = v.Mul(money.New(1, 2))
			}
			return v, true
		}
	}
	d.notNumber(n, s, expected)
	return money.Decimal{}, false
}

// notNumber says why a text is no number, and how the number meant is written.
func (d *document) notNumber(n node, s string, expected lang.Text) {
	if offset, _ := firstWide(n.Value); offset >= 0 && n.Style == 0 {
		d.wide(n)
		return
	}
	switch m := scaledNumber.FindStringSubmatch(s); {
	case groupedNumber.MatchString(s):
		plain := strings.NewReplacer(",", "", "_", "", "'", "", " ", "").Replace(s)
		d.fail("C09", n, lang.T("a number with separators", "数字里有分隔符"), lang.F("write %s", "请写 %s", plain))
	case m != nil:
		scale := map[string]int{"k": 1000, "m": 1_000_000, "千": 1000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
		v, _ := money.Parse(m[1])
		plain := v.Mul(money.FromInt(scale[strings.ToLower(m[2])])).String()
		d.fail("C09", n, lang.T("a number with a letter", "数字后面带了单位"), lang.F("write %s", "请写 %s", plain))
	case strings.HasSuffix(s, "%"):
		d.expect("C11", n, lang.T("a percentage cannot stand here", "这里不能写百分比"), expected, lang.Text{})
	default:
		d.expect("C04", n, lang.T("not a number", "不是数字"), expected, lang.Text{})
	}
}

// date is a day written yyyy-mm-dd.
func (d *document) date(n node) (civil.Date, bool) {
	s, ok := d.text(n)
	if !ok {
		return 0, false
	}
	if day, ok := civil.ParseISO(s); ok && day > 0 {
		return day, true
	}
	hint := lang.Text{}
	if folded := strings.Map(foldDate, norm.NFKC.String(s)); folded != s {
		if day, ok := civil.ParseISO(folded); ok && day > 0 {
			hint = lang.F("write %s", "请写 %s", day)
		}
	}
	d.expect("C05", n, lang.T("not a date", "不是日期"), lang.T("a day as 2026-12-31", "日期，如 2026-12-31"), hint)
	return 0, false
}

func foldDate(r rune) rune {
	switch r {
	case '/', '.', '年', '月':
		return '-'
	case '日':
		return -1
	}
	return r
}

// title is a text, or one per language: {zh: 核心客户, en: Core}.
func (d *document) title(n node) lang.Text {
	if n.scalar() {
		s, _ := d.text(n)
		return lang.Same(s)
	}
	var t lang.Text
	f, ok := d.keys(n, lang.T("a text, or {zh: …, en: …}", "一段文字，或 {zh: …, en: …}"), "zh", "en")
	if !ok {
		return t
	}
	if e, ok := f.get("zh"); ok {
		t.ZH, _ = d.text(e.value)
	}
	if e, ok := f.get("en"); ok {
		t.EN, _ = d.text(e.value)
	}
	return t
}

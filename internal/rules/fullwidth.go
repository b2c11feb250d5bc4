package rules

import (
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// plainForms is what an input method writes in place of YAML's own signs.
var plainForms = map[rune]string{
	'：': ":", '，': ",", '、': ",", '；': ";", '（': "(", '）': ")", '［': "[", '］': "]", '【': "[", '】': "]",
	'｛': "{", '｝': "}", '“': `"`, '”': `"`, '‘': "'", '’': "'", '「': `"`, '」': `"`, '＂': `"`, '＇': "'",
	'－': "-", '—': "-", '％': "%", '＃': "#", '．': ".", '。': ".", '／': "/", '＿': "_", '＝': "=", '　': " ",
}

// plainForm is the sign meant by a full-width one. Full-width digits and
// letters count too.
func plainForm(r rune) (string, bool) {
	if r >= '！' && r <= '～' { // the full-width forms of ! to ~
		return string(r - '！' + '!'), true
	}
	s, ok := plainForms[r]
	return s, ok
}

// firstWide is the byte offset of the first full-width sign, letter or digit.
func firstWide(text string) (offset int, found rune) {
	for i, r := range text {
		if _, ok := plainForm(r); ok {
			return i, r
		}
	}
	return -1, 0
}

// fullWidth reports a full-width sign at a place.
func (d *document) fullWidth(p place, r rune) {
	plain, _ := plainForm(r)
	hint := lang.F("write %s", "请写 %s", plain)
	if plain == ":" || plain == "," {
		hint = lang.F("write %s and a space", "请写 %s 加一个空格", plain)
	}
	d.report(diag.Problem{
		Code: "C03", Pos: d.pos(p), Span: 1, Found: string(r),
		Message: lang.T("full-width punctuation", "全角标点"), Hint: hint,
	})
}

// wide reports the first full-width sign of a scalar that cannot hold one; false
// where there is none.
func (d *document) wide(n node) bool {
	offset, r := firstWide(n.Value)
	if offset < 0 {
		return false
	}
	d.fullWidth(d.placeOf(n, offset), r)
	return true
}

// wideKey reports a key that is unknown for its full-width sign.
func (d *document) wideKey(key node) bool {
	return key.Style == 0 && d.wide(key)
}

// quotedWide reports a plain text that stands in full-width quotes: “核心”.
func (d *document) quotedWide(n node) bool {
	if n.Style != 0 {
		return false
	}
	for _, pair := range []string{"“”", "‘’", "「」", "””", "＂＂"} {
		runes := []rune(pair)
		if strings.HasPrefix(n.Value, string(runes[0])) && strings.HasSuffix(n.Value, string(runes[1])) && n.Value != string(runes[0]) {
			d.fullWidth(d.placeOf(n, 0), runes[0])
			return true
		}
	}
	return false
}

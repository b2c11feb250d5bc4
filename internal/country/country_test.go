package country

import (
	"testing"

	"crm/internal/lang"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, want, why string }{
		{"US", "US", "a code"},
		{"deu", "DE", "a three-letter code, any case"},
		{"United  Kingdom", "GB", "an English name, spaces folded"},
		{"德国", "DE", "a Chinese name"},
		{"刚果（金）", "CD", "full-width brackets"},
		{"印尼", "ID", "a short form"},
		{"中国台湾", "TW", "as OKKI writes it"},
		{"EIRE", "IE", "as old order books write it"},
		{"The Netherlands", "NL", "an article"},
		{"Bosnia & Herzegovina", "BA", "an ampersand"},
		{"", "", "nothing"},
		{"Unspecified", "", "no country"},
		{"European Community", "", "no country"},
	} {
		if got, _ := Parse(c.name); got != c.want {
			t.Errorf("Parse(%q) = %q, want %q: %s", c.name, got, c.want, c.why)
		}
	}
}

// TestCodes: what is taken for a code at once is what the names say.
func TestCodes(t *testing.T) {
	for a := byte('@'); a <= '['; a++ {
		for b := byte('@'); b <= '['; b++ {
			text := string([]byte{a, b})
			got, ok := Parse(text)
			if want, known := index()[key(text)]; got != want || ok != known {
				t.Errorf("Parse(%q) = %q, %v, want %q", text, got, ok, want)
			}
		}
	}
}

func TestNameReadsBack(t *testing.T) {
	for _, r := range regions() {
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			if got, ok := Parse(Name(r.String(), l)); !ok || got != r.String() {
				t.Errorf("Parse(Name(%s, %s)) = %q", r, l, got)
			}
		}
	}
}

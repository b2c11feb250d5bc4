package check

import (
	"strings"
	"testing"
)

func TestParseCompany(t *testing.T) {
	for _, c := range []struct{ name, words, generic, places, why string }{
		{"ACME GmbH & Co. KG", "acme", "", "", "the form is of several words"},
		{"Acme, Inc.", "acme", "", "", "signs are no letters"},
		{"TECH.CO.,LTD", "tech", "", "", "no spaces at all; a name of one common word is that word"},
		{"Iluminación del Bajío S.A. de C.V.", "iluminacion bajio", "del", "", "accents and a Mexican form"},
		{"PT Cahaya Nusantara", "cahaya nusantara", "", "", "the form stands first"},
		{"ООО «Светлый Дом»", "svetlyi", "dom", "", "Cyrillic as companies write it abroad"},
		{"株式会社ヒカリ商会", "hikari", "商会", "", "kana in Latin letters, a word for company"},
		{"㈱ヒカリ商会", "hikari", "商会", "", "the sign for the form"},
		{"(주)한빛조명", "hanbitjomyeong", "", "", "hangul in Latin letters"},
		{"深圳市华强电子有限公司", "华强", "电子", "CN.SZ", "town, name, trade, form"},
		{"华强电子(深圳)有限公司", "华强", "电子", "CN.SZ", "the town behind"},
		{"佛山市天南通照明有限公司", "天南通照明", "", "CN.FS", "南通 inside a name is chance"},
		{"广东深圳华强电子", "华强", "电子", "CN.GDP CN.SZ", "a province and its town"},
		{"深圳市南昌南陶瓷有限公司", "南昌南陶瓷", "", "CN.SZ", "behind a town there is no other"},
		{"ACME Hong Kong Limited", "acme", "", "HK", "a place of two words"},
		{"Müller & Söhne", "muller sohne", "", "", "umlauts"},
		{"Mueller & Soehne", "muller sohne", "", "", "umlauts without dots"},
		{"Işık Aydınlatma A.Ş.", "isik aydinlatma", "", "", "Turkish i with and without a dot"},
		{"S.A.", "sa", "", "", "nothing but a form is the name"},
		{"Global Trading Ltd", "global trading", "", "", "nothing but common words is the name"},
	} {
		got := parseCompany(c.name)
		if strings.Join(got.words, " ") != c.words || strings.Join(got.generic, " ") != c.generic || strings.Join(got.places, " ") != c.places {
			t.Errorf("%q: words %q, common %q, places %q: %s", c.name, got.words, got.generic, got.places, c.why)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
		why  string
	}{
		{"gazprom", "gazprom", 0, "equal"}, {"gazprom", "gazporm", 1, "neighbours swapped"}, {"gazprom", "gazpro", 1, "one left out"},
		{"gazprom", "gasprom", 1, "one replaced"}, {"gazprom", "azprmo", 2, "left out and swapped"}, {"ab", "wxyz", 3, "more than asked for"},
		{"", "ab", 2, "all put in"}, {"华强", "华润", 1, "characters, not bytes"},
	} {
		if got := edits([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%q to %q: %d edits, want %d: %s", c.a, c.b, got, c.want, c.why)
		}
	}
}

func TestMailFault(t *testing.T) {
	for _, good := range []string{"a@b.com", "A.B+c@sub.b.co.uk", "a@b.com; c@d.de", "a@b.com/c@d.de", "Li Wei <li@acme.cn>", "李@公司.中国", "o'brien@acme.ie", "a@b.com (office)"} {
		if fault := mailFault(good); !fault.Empty() {
			t.Errorf("%q: %s", good, fault.EN)
		}
	}
	for _, bad := range []string{"a", "a@", "@b.com", "a@b", "a@@b.com", "a@b..com", "a@.com", "a@b.c", "a@1.2.3.4", "www.acme.com"} {
		if mailFault(bad).Empty() {
			t.Errorf("%q passes for an address", bad)
		}
	}
}

func TestPhoneFault(t *testing.T) {
	for _, good := range []string{"+49 30 1234567", "0086-755-8888 1234", "(020) 7946 0018 ext. 12", "13900000000", "+1 503 555 0100 / +1 503 555 0101", "＋８１ ３ ５５５ ０１４９", "WhatsApp +52 33 1234 5678", "12345"} {
		if _, fault := phoneFault(good); !fault.Empty() {
			t.Errorf("%q: %s", good, fault.EN)
		}
	}
	for bad, code := range map[string]string{"n.n.": "Q22", "123": "Q22", "00000000": "Q22", "8.61389E+12": "K03", "1E+10": "K03", "12345678901234567890": "Q22"} {
		if got, _ := phoneFault(bad); got != code {
			t.Errorf("%q: code %q, want %q", bad, got, code)
		}
	}
}

func TestOwnerOf(t *testing.T) {
	for domain, want := range map[string]string{"acme.com": "acme", "mail.acme.co.uk": "acme", "acme.com.br": "acme", "acme": "", "co.uk": "co", "x.acme.de": "acme"} {
		if got := ownerOf(domain); got != want {
			t.Errorf("%s belongs to %q, want %q", domain, got, want)
		}
	}
}

package ooxml

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTags(t *testing.T) {
	tests := []struct {
		why, part string
		want      []Tag
	}{
		{"depths of elements that are their own end", `<a><x:b c="1"/></a>`, []Tag{
			{0, 3, "a", false, false, 0}, {3, 15, "x:b", false, true, 1}, {15, 19, "a", true, false, 0}}},
		{"what only looks like a tag", `<?xml version="1.0"?><!-- <n> --><a><![CDATA[<n>]]></a >`, []Tag{
			{33, 36, "a", false, false, 0}, {51, 56, "a", true, false, 0}}},
		{"a > inside a value", `<a b='>' c="/>">`, []Tag{{0, 16, "a", false, false, 0}}},
		{"line breaks around attributes", "<a\n b=\"1\"\n/>", []Tag{{0, 12, "a", false, true, 0}}},
		{"a tag without end", `<a><b`, []Tag{{0, 3, "a", false, false, 0}}},
		{"a comment without end", `<a><!-- </a>`, []Tag{{0, 3, "a", false, false, 0}}},
	}
	for _, tt := range tests {
		var got []Tag
		for tag := range Tags([]byte(tt.part)) {
			got = append(got, tag)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.why, diff)
		}
	}
}

func TestMarkupEndOfPieces(t *testing.T) {
	for _, whole := range []string{`<!-- a > -->`, `<![CDATA[ > ]]>`, `<?a > ?>`, `<a b=">" c='/>'>`, `</a >`, `<!X>`} {
		if n := markupEnd([]byte(whole + "tail>")); n != len(whole) {
			t.Errorf("%s: %d of %d", whole, n, len(whole))
		}
		for n := range len(whole) {
			if end := markupEnd([]byte(whole[:n])); end >= 0 {
				t.Errorf("%s: the first %d characters seem whole", whole, n)
			}
		}
	}
}

func TestAttributes(t *testing.T) {
	tests := []struct {
		why, tag, name, want string
		ok                   bool
	}{
		{"plain", `<c r="A1" s="3">`, "s", "3", true},
		{"single quotes and spaces", `<c r = 'A"1'/>`, "r", `A"1`, true},
		{"another's end", `<c spans="1:2" s="3"/>`, "s", "3", true},
		{"inside another's value", `<c t=" s='3'"/>`, "s", "", false},
		{"of another prefix", `<c x:s="1"/>`, "s", "", false},
		{"references", `<c n="a&amp;b&#233;&#x4E2D;&lt;&none;&"/>`, "n", "a&bé中<&none;&", true},
		{"a line break is a space", "<c n=\"a\r\nb\tc&#10;d\"/>", "n", "a b c\nd", true},
		{"none in an end tag", `</c>`, "n", "", false},
	}
	for _, tt := range tests {
		got, ok := LookAttr([]byte(tt.tag), tt.name)
		if got != tt.want || ok != tt.ok {
			t.Errorf("%s: %s of %s is %q, %v; want %q, %v", tt.why, tt.name, tt.tag, got, ok, tt.want, tt.ok)
		}
	}
}

func TestSetAndDropAttr(t *testing.T) {
	tests := []struct{ why, tag, name, value, want string }{
		{"in its place", `<c r="A1" s="3" t="n">`, "s", "12", `<c r="A1" s="12" t="n">`},
		{"behind the others", `<c r="A1" />`, "s", "12", `<c r="A1" s="12"/>`},
		{"the first", `<c>`, "s", "12", `<c s="12">`},
		{"escaped", `<c n='x'>`, "n", `'"<é`, `<c n='&#39;&quot;&lt;&#233;'>`},
	}
	for _, tt := range tests {
		given := []byte(tt.tag)
		if got := string(SetAttr(given, tt.name, tt.value)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.why, got, tt.want)
		}
		if string(given) != tt.tag {
			t.Errorf("%s: the tag given became %s", tt.why, given)
		}
	}
	for tag, want := range map[string]string{`<c a="1" b="2"/>`: `<c b="2"/>`, `<c a="1"/>`: `<c/>`, `<c b="2">`: `<c b="2">`} {
		if got := string(DropAttr([]byte(tag), "a")); got != want {
			t.Errorf("without a, %s is %s; want %s", tag, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	for _, s := range []string{"", `a<b>&"c'`, "中文 é\t\n\r", "\U0001F600", "&amp;"} {
		escaped := Escape(s)
		for _, c := range []byte(escaped) {
			if c < ' ' || c > '~' || c == '<' || c == '"' || c == '\'' {
				t.Errorf("%q is escaped as %q", s, escaped)
			}
		}
		if got := Unescape(escaped); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
	if got, want := Escape("a\x01\xffb\uFFFE"), "a&#65533;&#65533;b&#65533;"; got != want {
		t.Errorf("characters that XML cannot hold: %s, want %s", got, want)
	}
}

func TestApply(t *testing.T) {
	b := []byte("0123456789")
	got := string(Apply(b, []Edit{{5, 7, "-"}, {0, 0, "a"}, {10, 10, "z"}, {2, 2, "x"}, {2, 2, "y"}}))
	if want := "a01xy234-789z"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestCheckXML(t *testing.T) {
	tests := []struct {
		why, part string
		bad       bool
		is        error
	}{
		{"plain", `<?xml version="1.0" encoding="UTF-8"?><a b="1"><c/>x</a>`, false, nil},
		{"byte order mark", "\ufeff<?xml version=\"1.0\"?>\r\n<a/>\n", false, nil},
		{"a prefix nobody declared", `<a x:b="1"/>`, false, nil},
		{"document type", `<!DOCTYPE a><a/>`, true, errDoctype},
		{"another encoding", `<?xml version="1.0" encoding="GBK"?><a/>`, true, errEncoding},
		{"two roots", `<a/><b/>`, true, errNoRoot},
		{"no root", ` `, true, errNoRoot},
		{"not closed", `<a><b></b>`, true, nil},
		{"crossed", `<a><b></a></b>`, true, nil},
		{"text behind", `<a/>x`, true, errNoRoot},
		{"an attribute without quotes", `<a b=1/>`, true, nil},
		{"a byte that is no UTF-8", "<a>\xff</a>", true, nil},
	}
	for _, tt := range tests {
		err := checkXML([]byte(tt.part))
		if (err != nil) != tt.bad || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", tt.why, err)
		}
	}
}

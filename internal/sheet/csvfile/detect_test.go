package csvfile

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/sheet/charset"
)

// encode writes text in one of our encodings.
func encode(t testing.TB, name, text string) string {
	t.Helper()
	c, ok := charset.ByName(name)
	if !ok {
		t.Fatalf("no encoding %s", name)
	}
	b, err := c.Encode(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(b)
}

func TestDetectEncoding(t *testing.T) {
	cases := []struct {
		text, encoding, detail string
		why                    string
	}{
		{"客户名称,金额\n上海智云,12\n", "utf-8", `UTF-8, ","`, ""},
		{"客户名称,金额\n上海智云,12\n", "gb18030", `GB18030, ","`, ""},
		{"名,金\nA,12\n", "gb18030", `GB18030, ","`, "two Chinese characters are enough"},
		{"name,note\nABC,型号A规格B\nX,朱镕基 李喆\n", "gb18030", `GB18030, ","`, "rare characters, Latin around"},
		{"客戶名稱\t金額\n香港貿易\t5\n", "gb18030", `GB18030, tab`, "traditional text in GBK holds rare pairs"},
		{"customer,city\nMüller GmbH,Köln\n", "windows-1252", `Windows-1252, ","`, "ül is a valid GBK pair"},
		{"customer;city\nJosé García;Málaga\nSociété Générale;Paris\n", "windows-1252", `Windows-1252, ";"`, ""},
		{"customer,city\nÉléonore,Créteil créée\n", "windows-1252", `Windows-1252, ","`, "two in a row"},
		{"customer,city\nMüller GmbH,Köln\n", "macintosh", `Mac Roman, ","`, ""},
		{"customer,city\rJosé García,Málaga\rSociété,Orléans\r", "macintosh", `Mac Roman, ","`, "CR only"},
		{"item,note\nBob’s,“ok” – 5 €\n", "windows-1252", `Windows-1252, ","`, "signs of Windows"},
		{"a,b\nConference\u00a0phone,1\n", "windows-1252", `Windows-1252, ","`, "no-break space"},
		{"客户,金额\n甲,1\n", "utf-16le", `UTF-16LE, ","`, "without a mark"},
		{"客户;金额\n甲;1\n", "utf-16be", `UTF-16BE, ";"`, "without a mark"},
		{"a,b\n1,2\n", "utf-8", `UTF-8, ","`, "ASCII"},
		{"клиент,город\nРомашка,Москва\nПривет,Тула\n", "windows-1251", `Windows-1251, ","`, "Cyrillic is no accented Latin"},
		{"客戶名稱,訂單金額\n香港貿易公司,5\n臺灣電子,7\n", "big5", `Big5, ","`, "Big5 is no common GB18030"},
		{"会社名,担当者\nトヨタ自動車,やまだ\n", "shift_jis", `Shift_JIS, ","`, "nor is Shift_JIS"},
		{"고객명,도시\n한국전자,서울\n부산무역,부산\n", "euc-kr", `EUC-KR, ","`, "Hangul stands where Chinese does"},
		{"klient;miasto\nŻabka;Łódź\nKowalski;Gdańsk\n", "windows-1250", `Windows-1250, ";"`, ""},
		{"müşteri;şehir\nYıldız;İstanbul\nÇağdaş;Eskişehir\n", "windows-1254", `Windows-1254, ";"`, ""},
		{"πελάτης;πόλη\nΑφοί Νικολάου;Αθήνα\n", "windows-1253", `Windows-1253, ";"`, ""},
		{"العميل;المدينة\nشركة النور;القاهرة\n", "windows-1256", `Windows-1256, ";"`, ""},
	}
	for _, c := range cases {
		t.Run(c.encoding+" "+c.text[:8], func(t *testing.T) {
			b, err := openText(t, encode(t, c.encoding, c.text), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if b.Detail() != c.detail {
				t.Fatalf("got %s, want %s (%s)", b.Detail(), c.detail, c.why)
			}
			assertSame(t, b, c.text)
		})
	}
}

// assertSame compares a file's rows with those of the same text in UTF-8.
func assertSame(t *testing.T, b interface{ Detail() string }, text string) {
	t.Helper()
	plain, err := openText(t, text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := dump(plain)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := dump(b.(*book))
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("rows differ: %q, %v, want %q", got, err, want)
	}
}

func TestUnknownEncoding(t *testing.T) {
	cases := []struct{ encoding, text, why string }{
		{"koi8-r", "клиент,город\nРомашка,Москва\nПривет,Тула\n", "Cyrillic, but not as Windows writes it"},
		{"windows-1255", "לקוח,עיר\nחברה,חיפה\nמסחר,ירושלים\n", "Hebrew is known by name only"},
		{"windows-1257", "klientas,miestas\nŽemaitija,Šiauliai\nKazlauskas,Klaipėda\n", "so is Lithuanian"},
	}
	for _, c := range cases {
		content := encode(t, c.encoding, c.text)
		if b, err := openText(t, content, Options{}); err == nil {
			t.Errorf("%s was taken for %s (%s)", c.encoding, b.Detail(), c.why)
		}
		b, err := openText(t, content, Options{Encoding: c.encoding})
		if err != nil {
			t.Fatal(err)
		}
		assertSame(t, b, c.text)
	}
}

func TestEncodingOption(t *testing.T) {
	for name, want := range map[string]string{"GBK": "gb18030", "cp936": "gb18030", " Latin1 ": "windows-1252", "UTF-8": "utf-8"} {
		if got, ok := EncodingName(name); !ok || got != want {
			t.Errorf("%q: %q %v, want %q", name, got, ok, want)
		}
	}
	_, err := openText(t, "a,b\n", Options{Encoding: "gb18031"})
	if !errors.Is(err, ErrOption) || !strings.Contains(err.Error(), "none of utf-8, gb18030,") {
		t.Errorf("got %v", err)
	}
	if _, err = openText(t, "a,b\n", Options{Delimiter: '，'}); !errors.Is(err, ErrOption) {
		t.Errorf("got %v", err)
	}
	for _, name := range Encodings() {
		if same, ok := EncodingName(name); !ok || same != name {
			t.Errorf("%s is not its own name", name)
		}
	}
}

// TestLateText: what tells the encoding may come long after the front.
func TestLateText(t *testing.T) {
	ascii := strings.Repeat("1,2,plain text\n", 40_000)
	for _, name := range []string{"gb18030", "utf-8", "windows-1252"} {
		text := "a,b,c\n" + ascii + map[string]string{"gb18030": "3,4,上海贸易\n", "utf-8": "3,4,上海贸易\n", "windows-1252": "3,4,Café Köln\n"}[name]
		b, err := openText(t, encode(t, name, text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if c, _ := charset.ByName(name); !strings.HasPrefix(b.Detail(), c.Title) {
			t.Errorf("%s was taken for %s", name, b.Detail())
		}
		assertSame(t, b, text)
	}
}

// TestDetectProperty: names of a language, written in its encoding, are read back.
func TestDetectProperty(t *testing.T) {
	words := map[string][]string{
		"gb18030": {"上海智云科技有限公司", "广州外贸", "义乌", "深圳市华强北电子", "客户", "跟进人", "报价（美元）", "已下单", "样品：3件", "李喆", "ABC", "No.5", "中文mixed英文"},
		"windows-1252": {"Müller", "Société Générale", "José", "Peña & Söhne", "Åse Øst", "Façade", "naïve", "Ñandú", "ABC", "No.5", "L’Oréal", "Zoë",
			"Grünwald Bäckerei"},
	}
	words["macintosh"] = words["windows-1252"]
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom([]string{"gb18030", "windows-1252", "macintosh"}).Draw(rt, "encoding")
		text := "name,city\n" + words[name][0] + "," + words[name][1] + "\n"
		for range rapid.IntRange(0, 12).Draw(rt, "rows") {
			text += rapid.SampledFrom(words[name]).Draw(rt, "a") + "," + rapid.SampledFrom(words[name]).Draw(rt, "b") + "\n"
		}
		b, err := openText(t, encode(t, name, text), Options{})
		if err != nil {
			rt.Fatal(err)
		}
		if got := b.(*book).codec.Name; got != name {
			rt.Fatalf("%s was taken for %s: %q", name, got, text)
		}
	})
}

func TestDelimiter(t *testing.T) {
	cases := []struct{ text, want, why string }{
		{"name;city, state;n\nA, B;C;1\nD, E;F;2\n", ";", "even beats a comma in running text"},
		{"a|b|c\n1|2|3\n", "|", ""},
		{"a\tb\n1,000\t2,000\n3,000\t4,000\n", "\t", "thousands separators"},
		{"Sales, 2025\na;b;c\n1;2;3\n4;5;6\n", ";", "a title line with a comma"},
		{"\"a;b;c\",d\n\"1;2;3\",4\n", ",", "what stands in quotes does not count"},
		{"a,b\n1,2,3\n4\n", ",", "very ragged"},
	}
	for _, c := range cases {
		b, err := openText(t, c.text, Options{})
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := string(b.(*book).delimiter); got != c.want {
			t.Errorf("%q: got %q, want %q (%s)", c.text, got, c.want, c.why)
		}
	}
}

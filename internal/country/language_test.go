package country_test

import (
	"testing"

	"crm/internal/country"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ isos, want, why string }{
		{"CN HK TW MO", "zh", "Chinese, whichever script"},
		{"DE AT CH LI", "de", "the language of most"},
		{"US GB AU NZ IE CA SG NG ZA IN PH KE PK", "en", "spoken, or the language of business"},
		{"ES MX AR CL CO PE", "es", "Spanish"},
		{"BR PT AO MZ", "pt", "Portuguese"},
		{"FR CI SN", "fr", "French"},
		{"NL BE", "nl", "one of several"},
		{"AE SA EG QA", "ar", "Arabic"},
		{"JP", "ja", ""}, {"KR", "ko", ""}, {"VN", "vi", ""}, {"TH", "th", ""}, {"ID", "id", ""}, {"TR", "tr", ""}, {"RU", "ru", ""},
		{"IL", "he", "not the old code iw"}, {"RS", "sr", ""}, {"NO", "nb", "Norwegian"}, {"PY", "es", "not Guarani"}, {"UZ KZ", "ru", "of trade"}, {"GR", "el", ""},
	} {
		for i := 0; i+2 <= len(c.isos); i += 3 {
			if got := country.Language(c.isos[i : i+2]); got != c.want {
				t.Errorf("Language(%s) = %q, want %q: %s", c.isos[i:i+2], got, c.want, c.why)
			}
		}
	}
	for _, none := range []string{"", "XX", "ZZ", "Germany", "de", "001"} {
		if got := country.Language(none); got != "" {
			t.Errorf("Language(%q) = %q, want none", none, got)
		}
	}
}

func TestParseLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"de": "de", "DE": "de", "de-DE": "de-DE", "pt_BR": "pt-BR", "zh_CN": "zh-CN", "German": "de", "德语": "de", "德文": "de", "Deutsch": "de", "english": "en", "英语": "en",
		"英文": "en", "中文": "zh", "简体中文": "zh", "Spanish": "es", "español": "es", " 西班牙语 ": "es", "Norwegian": "nb", "no": "nb", "Arabic": "ar", "العربية": "ar",
		"": "", "?": "", "Klingonish": "", "und": "", "both": "", "英语/法语": "",
	} {
		if got, ok := country.ParseLanguage(text); got != want || ok != (want != "") {
			t.Errorf("ParseLanguage(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
}

package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/lang"
)

func TestSplitWords(t *testing.T) {
	for command, want := range map[string][]string{
		"":                                  nil,
		" pass  show crm ":                  {"pass", "show", "crm"},
		`printf "two words" 'and "more"'`:   {"printf", "two words", `and "more"`},
		`C:\bin\secret.exe --of "client's"`: {`C:\bin\secret.exe`, "--of", "client's"},
		`a""b ""`:                           {"ab", ""},
	} {
		if d := cmp.Diff(want, splitWords(command)); d != "" {
			t.Errorf("%q: %s", command, d)
		}
	}
}

func TestSecretLine(t *testing.T) {
	of := lang.Same("the source")
	for text, want := range map[string]string{"secret\n": "secret", "secret\r\n": "secret", " kept \n": " kept ", "\xef\xbb\xbf秘密": "秘密"} {
		if p, err := secretLine([]byte(text), of); err != nil || string(p) != want {
			t.Errorf("%q: %q, %v", text, string(p), err)
		}
	}
	for _, text := range []string{"", "\n", "canary\nline", "canary\x00", "canary\xff", strings.Repeat("canary", 1000)} {
		_, err := secretLine([]byte(text), of)
		var f *failure
		if !errors.As(err, &f) || f.code != exitUsage || strings.Contains(err.Error(), "canary") {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}
